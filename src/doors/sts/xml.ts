const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Members as XML elements, each on a line of its own. Moments are whole seconds in UTC [observed]; members that
 * are undefined are left out.
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
  return String(value).replace(/[&<>"']/g, (character) => ESCAPES[character] as string);
}
