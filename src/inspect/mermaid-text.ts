/**
 * Text for a quoted label of a Mermaid diagram: what would end the label, start markup or be read as Markdown
 * is written as a character code, which Mermaid shows as the character.
 *
 * @example
 * mermaidText('say "hi"'); // 'say #34;hi#34;'
 */
export function mermaidText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[^\w ,.:/()…-]|_/gu, (character) => `#${String(character.codePointAt(0))};`);
}
