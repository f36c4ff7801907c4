import { Failure, type Outcome } from '../../aws/failure.js';
import type { AssumeRoleInput } from './sts-input.js';

/** How many tags a session may be given [docs]. */
const MOST_TAGS = 50;

export type Tags = Readonly<Record<string, string>>;

/**
 * The tags that a call sets for its session.
 *
 * @returns the tags by their keys, or the refusal of too many tags, of two keys that differ only in case, and of
 *   transitive keys without a tag
 */
export function givenTags({ Tags = [], TransitiveTagKeys = [] }: AssumeRoleInput): Outcome<Tags> {
  const keys = new Set(Tags.map(({ Key = '' }) => Key.toLowerCase()));
  if (keys.size < Tags.length) {
    return new Failure(
      'InvalidParameterValue',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  if (Tags.length > MOST_TAGS) {
    return new Failure('InvalidParameterValue', `No more than ${MOST_TAGS} session tags can be passed.`);
  }
  if (!TransitiveTagKeys.every((key) => keys.has(key.toLowerCase()))) {
    return new Failure(
      'InvalidParameterValue',
      // [assumed]
      'The specified transitive tag key must be included in the requested tags.',
    );
  }
  return Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Those of the tags that stay through role chaining. @param keys in any case */
export function transitiveTags(tags: Tags, keys: readonly string[]): Tags {
  const wanted = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(tags).filter(([key]) => wanted.has(key.toLowerCase())));
}
