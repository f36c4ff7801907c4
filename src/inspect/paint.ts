/** Sets off a piece of text, or leaves it as it is. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

const plain = (text: string) => text;

const ansi = (on: number, off: number) => (text: string) => `\u001b[${on}m${text}\u001b[${off}m`;

/** Text as it is, for files and comparisons. */
export const NO_PAINT: Paint = { strong: plain, faint: plain, good: plain, bad: plain };

/** The escape codes every terminal knows. */
export const ANSI_PAINT: Paint = {
  strong: ansi(1, 22),
  faint: ansi(2, 22),
  good: ansi(32, 39),
  bad: ansi(31, 39),
};
