/** The most candidates compared: a suggestion must not take longer than the test. */
const MOST = 1000;

/** The candidate with the fewest edits, ignoring case, if it is similar enough to be meant. */
export function nearest(wanted: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wanted.length / 2)) + 1;
  for (const candidate of candidates.slice(0, MOST)) {
    const distance = editDistance(wanted.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] as number) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(
        Math.min(substitution, (previous[column] as number) + 1, (current[column - 1] as number) + 1),
      );
    }
    previous = current;
  }
  return previous[b.length] as number;
}

/** Fewer letters than this are a label rather than a word. */
const WORD = 3;

/**
 * The candidate that a name is a typo of: one letter or separator added, missing, replaced or swapped. Digits and
 * short tokens are often the only difference between valid names, such as `v1` and `v2`, or `team-a` and `team-b`.
 */
export function misspeltOf(name: string, candidates: Iterable<string>): string | undefined {
  for (const candidate of candidates) {
    const differing = differenceOf(name, candidate);
    if (
      differing !== undefined &&
      /^[a-z/._-]*$/i.test(differing.letters) &&
      isWord(candidate, differing.at)
    ) {
      return candidate;
    }
  }
  return undefined;
}

/** The same for values that are not words, such as account ids and digests: any one character counts. */
export function mistypedOf(name: string, candidates: Iterable<string>): string | undefined {
  for (const candidate of candidates) {
    if (differenceOf(name, candidate) !== undefined) return candidate;
  }
  return undefined;
}

/**
 * Where two names differ, and by which characters, if one edit turns one into the other; undefined for equal names.
 */
function differenceOf(name: string, other: string): { at: number; letters: string } | undefined {
  if (name === other || Math.abs(name.length - other.length) > 1) return undefined;
  let at = 0;
  while (at < name.length && name[at] === other[at]) at += 1;
  let tail = 0;
  const most = Math.min(name.length, other.length) - at;
  while (tail < most && name[name.length - 1 - tail] === other[other.length - 1 - tail]) tail += 1;
  const [left, right] = [name.slice(at, name.length - tail), other.slice(at, other.length - tail)];
  const isSwap = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
  return isSwap || (left.length <= 1 && right.length <= 1) ? { at, letters: left + right } : undefined;
}

/** Whether there is a word of letters at a position of a name, or just before it. */
function isWord(name: string, at: number): boolean {
  const before = /[a-z]*$/i.exec(name.slice(0, at))?.[0] ?? '';
  const after = /^[a-z]*/i.exec(name.slice(at))?.[0] ?? '';
  return before.length + after.length >= WORD;
}
