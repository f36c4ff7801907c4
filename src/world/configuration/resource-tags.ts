import type { Outcome } from '../../aws/failure.js';
import * as failures from '../failures.js';

const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

/**
 * Resource tags merged over those that are there: same keys get the new value. Refused as a whole when a
 * tag is malformed or the result has too many.
 */
export function mergeResourceTags(
  present: ReadonlyMap<string, string>,
  given: readonly { readonly Key: string; readonly Value: string }[],
  limit: number,
): Outcome<Map<string, string>> {
  const merged = new Map(present);
  for (const { Key: key, Value: value } of given) {
    const malformed = key === '' || key.length > LONGEST_KEY || value.length > LONGEST_VALUE;
    // The service keeps `aws:` for itself, in whatever case [docs].
    if (malformed || key.toLowerCase().startsWith('aws:')) return failures.invalidTags();
    merged.set(key, value);
  }
  return merged.size > limit ? failures.tooManyResourceTags(limit) : merged;
}
