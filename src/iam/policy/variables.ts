import { literal } from '../../lib/glob.js';
import type { ConditionKeys } from './condition-keys.js';

/** `${*}`, `${?}` and `${$}` stand for the characters themselves [docs]. */
const CHARACTERS = new Set(['*', '?', '$']);

/**
 * A value of a policy with its variables, such as `${aws:username}`, replaced [docs]. Keys with several values cannot
 * be variables [docs].
 *
 * @param text as it stands in the policy
 * @param keys of the request; undefined if the document's version knows no variables
 * @returns the text, or undefined if a variable has neither a value nor a default; then nothing matches
 */
export function resolveText(text: string, keys: ConditionKeys | undefined): string | undefined {
  return resolve(
    text,
    keys,
    (part) => part,
    (value) => value,
  );
}

/**
 * The same for a value with wildcards. Those of the policy stay wildcards; the values of variables are literal, so a
 * tag with the value `*` does not widen a policy [docs].
 *
 * @returns a pattern for `globMatches`, or undefined as above
 */
export function resolvePattern(text: string, keys: ConditionKeys | undefined): string | undefined {
  return resolve(text, keys, (part) => part.replaceAll('\\', '\\\\'), literal);
}

function resolve(
  text: string,
  keys: ConditionKeys | undefined,
  written: (part: string) => string,
  inserted: (value: string) => string,
): string | undefined {
  if (keys === undefined || !text.includes('${')) return written(text);
  let resolved = '';
  let end = 0;
  for (const variable of variablesIn(text)) {
    const { key, fallback } = variable;
    const value = CHARACTERS.has(key) ? key : (valueOf(key, keys) ?? fallback);
    if (value === undefined) return undefined;
    resolved += written(text.slice(end, variable.start)) + inserted(value);
    end = variable.end;
  }
  return resolved + written(text.slice(end));
}

/** A variable in a text, such as `${aws:username, 'nobody'}`. */
interface Variable {
  readonly key: string;
  readonly fallback: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** Reads from left to right, each character a bounded number of times, unlike a backtracking regular expression. */
function* variablesIn(text: string): Generator<Variable> {
  let brace = -1;
  let comma = -1;
  let fallback: Pick<Variable, 'fallback' | 'end'> | undefined;
  let start = text.indexOf('${');
  while (start !== -1) {
    const from = start + 2;
    if (brace < from) brace = positionOf(text, '}', from);
    if (brace === Infinity) return;
    if (comma < from) {
      comma = positionOf(text, ',', from);
      fallback = comma === Infinity ? undefined : fallbackAt(text, comma + 1);
    }
    const close = brace < comma ? { fallback: undefined, end: brace + 1 } : fallback;
    if (close !== undefined) {
      yield { key: text.slice(from, Math.min(brace, comma)).trim(), start, ...close };
    }
    start = text.indexOf('${', close?.end ?? from);
  }
}

/** The part after the comma of a variable: `'text'` and the closing brace. */
const FALLBACK = /\s*'([^']*)'\s*\}/y;

function fallbackAt(text: string, from: number): Pick<Variable, 'fallback' | 'end'> | undefined {
  FALLBACK.lastIndex = from;
  const match = FALLBACK.exec(text);
  return match === null ? undefined : { fallback: match[1], end: from + match[0].length };
}

function positionOf(text: string, character: string, from: number): number {
  const position = text.indexOf(character, from);
  return position === -1 ? Infinity : position;
}

function valueOf(key: string, keys: ConditionKeys): string | undefined {
  const values = keys.get(key);
  return values?.length === 1 ? values[0] : undefined;
}
