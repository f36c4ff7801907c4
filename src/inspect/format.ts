/**
 * A short digest: `sha256:` and twelve digits.
 *
 * @example
 * shortDigest('sha256:0123456789abcdef…'); // 'sha256:0123456789ab'
 */
export function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}

const UNITS = ['kB', 'MB', 'GB', 'TB'];

/**
 * A size in decimal units, like container tools print it.
 *
 * @param bytes a whole number, 0 or more
 * @example
 * formatSize(12_345); // '12.3 kB'
 */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes;
  let unit = -1;
  // A number that would round to 1000 gets the next unit.
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(1)} ${UNITS[unit]}`;
}

/**
 * A moment in UTC, to the second.
 *
 * @param at epoch milliseconds
 * @example
 * formatMoment(0); // '1970-01-01 00:00:00Z'
 */
export function formatMoment(at: number): string {
  return `${isoOf(at).slice(0, 19).replace('T', ' ')}Z`;
}

/**
 * A moment in UTC, to the millisecond.
 *
 * @param at epoch milliseconds
 * @example
 * formatInstant(5); // '1970-01-01 00:00:00.005Z'
 */
export function formatInstant(at: number): string {
  return isoOf(at).replace('T', ' ');
}

/**
 * A number with its noun.
 *
 * @param one the noun for one thing
 * @param many the noun for any other number; `one` with an s when absent
 * @example
 * counted(1, 'repository', 'repositories'); // '1 repository'
 */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** A whole number with thousands separators, the same in every locale: `12,345`. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Text on one line, with control characters escaped, which could control a terminal or reverse text. */
export function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '�')
    .trim();
}

/**
 * Text of limited length, with an ellipsis if it was cut.
 *
 * @param length at most this many UTF-16 units, the ellipsis included
 */
export function clipped(text: string, length: number): string {
  if (text.length <= length) return text;
  // Not between the halves of a surrogate pair.
  const cut = text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '');
  return `${cut}…`;
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
