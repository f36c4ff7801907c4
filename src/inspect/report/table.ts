import { grouped } from '../format.js';
import { type Markup, html } from './html.js';

/** A column of a table in the report. */
export interface Column {
  readonly title: string;
  readonly style?: 'tight' | 'number';
}

/**
 * A table of limited length that says how many rows it leaves out.
 *
 * @param columns titles, and whether cells stay on one line
 * @param things one for each row, in order
 * @param most the most rows
 * @param cells the cells of a row, as many as there are columns
 * @param noun for the things, in the plural
 * @param styleOf the class of a row, if rows have one
 */
export function table<T>(
  columns: readonly Column[],
  things: readonly T[],
  most: number,
  cells: (thing: T) => readonly (Markup | string | number)[],
  noun: string,
  styleOf?: (thing: T) => string,
): Markup {
  const rows = things.slice(0, most).map(
    (thing) =>
      html`<tr class="${styleOf?.(thing)}">
        ${cells(thing).map((cell, index) => html`<td class="${columns[index]?.style}">${cell}</td>`)}
      </tr> `,
  );
  return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            ${columns.map(({ title, style }) => html`<th class="${style}">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${leftOut(things.length - most, noun)}`;
}

/** Says that more was left out, or nothing. */
export function leftOut(number: number, noun: string): Markup | undefined {
  return number <= 0 ? undefined : html`<p class="soft">… ${grouped(number)} more ${noun} left out</p>`;
}
