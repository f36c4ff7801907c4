/** Text that is HTML or SVG already. */
export class Markup {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** What markup can contain: text is escaped, markup is not, lists are joined, undefined is left out. */
export type Content = string | number | Markup | undefined | readonly Content[];

/**
 * Markup with values. Text is escaped for content and for quoted attributes.
 *
 * @example
 * html`<b title="${title}">${name}</b>`;
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.reduce((text, part, index) => text + rendered(values[index - 1]) + part));
}

function rendered(value: Content): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(rendered).join('');
  return escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '�');
}
