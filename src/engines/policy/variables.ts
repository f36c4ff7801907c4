import type { ConditionKeys } from './condition-keys.js';
import { literal } from '../../domain/glob.js';

const VARIABLE = /\$\{\s*([^},]*?)\s*(?:,\s*'([^']*)'\s*)?\}/g;
/** `${*}`, `${?}` and `${$}` are the characters themselves [docs]. */
const CHARACTERS = new Set(['*', '?', '$']);

/**
 * A value of a policy with its variables, such as `${aws:username}`, replaced [docs]. Keys with several values
 * can not be variables [docs].
 *
 * @param text as it stands in the policy
 * @param keys of the request; undefined where the document's version knows no variables
 * @returns the text, or undefined where a variable has neither a value nor a default: it matches nothing
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
 * The same for a value with wildcards. Those of the policy stay wildcards; what a variable stands for is taken
 * literally, so that nobody widens a policy by calling a tag `*` [docs].
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
  for (const match of text.matchAll(VARIABLE)) {
    const [whole, key = '', fallback] = match;
    const value = CHARACTERS.has(key) ? key : (valueOf(key, keys) ?? fallback);
    if (value === undefined) return undefined;
    resolved += written(text.slice(end, match.index)) + inserted(value);
    end = match.index + whole.length;
  }
  return resolved + written(text.slice(end));
}

function valueOf(key: string, keys: ConditionKeys): string | undefined {
  const values = keys.get(key);
  return values?.length === 1 ? values[0] : undefined;
}
