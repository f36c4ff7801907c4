const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** What XML 1.0 has no way to say, lone halves of characters among them. */
const UNSAYABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * Members as XML elements, each on a line of its own. Moments are whole seconds in UTC [observed]; members that
 * are undefined are left out. Characters that XML can't hold become U+FFFD, carriage returns and C1 characters are references [assumed].
 *
 * @param members texts, numbers, moments, or objects of these
 * @example
 * xmlElements({ Account: '111122223333' }); // '<Account>111122223333</Account>'
 */
export function xmlElements(members: object): string {
  return Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${content(value)}</${name}>`)
    .join('\n');
}

function content(value: unknown): string {
  if (value instanceof Date) return value.toISOString().replace(/\.\d+Z$/, 'Z');
  if (typeof value === 'object' && value !== null) return `\n${xmlElements(value)}\n`;
  return String(value)
    .replace(UNSAYABLE, '�')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] as string)
    .replace(/[\r\u007f-\u009f]/g, (character) => `&#${character.charCodeAt(0)};`);
}
