import type { Outcome } from '../../aws/failure.js';
import * as failures from '../failures.js';

const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

/**
 * Merges resource tags into the present ones: equal keys get the new value. Refused as a whole if a tag is malformed
 * or the result has too many.
 */
export function mergeResourceTags(
  present: ReadonlyMap<string, string>,
  given: readonly { readonly Key: string; readonly Value: string }[],
  limit: number,
): Outcome<Map<string, string>> {
  const merged = new Map(present);
  for (const { Key: key, Value: value } of given) {
    const malformed = key === '' || key.length > LONGEST_KEY || value.length > LONGEST_VALUE;
    // The prefix `aws:` is reserved, in any case [docs].
    if (malformed || key.toLowerCase().startsWith('aws:')) return failures.invalidTags();
    merged.set(key, value);
  }
  return merged.size > limit ? failures.tooManyResourceTags(limit) : merged;
}
