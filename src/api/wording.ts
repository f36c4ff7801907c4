import type { ScalarShape } from './shape.js';

/**
 * How the service words a violated constraint. There are two families: the framework's (`Member must …`) and
 * the texts of the service's own checks (`must …`), which some members have for everything [observed].
 */
export type Family = 'framework' | 'service';

/** Members with the service's own texts, in the input itself and in the structures below [observed]. */
const SERVICE_CHECKED: ReadonlySet<string> = new Set([
  'repositoryName',
  'registryId',
  'imageTag',
  'imageDigest',
  'layerDigest',
]);

/** Structures whose members are named without a path, as if they stood in the input itself [observed]. */
const PLAIN_STRUCTURES: ReadonlySet<string> = new Set(['ImageIdentifier', 'SubjectIdentifier']);

/**
 * The family of a scalar member's texts.
 *
 * @param structure the shape that has the member; undefined for the input itself. The registry of a replication
 *   destination, for example, belongs to the framework's family [assumed].
 */
export function familyOf(member: string, structure?: string): Family {
  const plain = structure === undefined || PLAIN_STRUCTURES.has(structure);
  return plain && SERVICE_CHECKED.has(member) ? 'service' : 'framework';
}

/** Members that the service names differently from its model [observed]. */
const NAMED_OTHERWISE: Readonly<Record<string, string>> = {
  policyText: 'PolicyText',
  lifecyclePolicyText: 'LifecyclePolicyText',
  imageManifest: 'ImageManifest',
};

/** A member's name in messages: a tag's `Key` is written `key` there [observed]. */
export function spokenName(member: string): string {
  return NAMED_OTHERWISE[member] ?? member.charAt(0).toLowerCase() + member.slice(1);
}

/** Lists whose invalid entries are reported, one by one, under another member's name [observed]. */
const ENTRIES_REPORTED_AS: Readonly<Record<string, string>> = { repositoryNames: 'repositoryName' };

export function nameOfEntries(list: string): string | undefined {
  return ENTRIES_REPORTED_AS[list];
}

/** Path of a member of a list's entry: positions start at 1 [observed]. */
export function pathInEntry(list: string, index: number, rest: string): string {
  return `${list}.${index + 1}.member.${rest}`;
}

export function missing(member: string, family: Family): string {
  // Known for the policy's text, and by analogy for similar members [observed, assumed].
  if (member in NAMED_OTHERWISE) return 'Cannot be null';
  return family === 'service' ? 'must not be null' : 'Member must not be null';
}

export function tooLong(max: number, family: Family): string {
  return `${subject(family)} have length less than or equal to ${max}`;
}

export function tooShort(min: number, family: Family): string {
  return `${subject(family)} have length greater than or equal to ${min}`;
}

export function tooLarge(max: number): string {
  return `Member must have value less than or equal to ${max}`;
}

export function tooSmall(min: number): string {
  return `Member must have value greater than or equal to ${min}`;
}

function subject(family: Family): string {
  return family === 'service' ? 'must' : 'Member must';
}

/** The only member whose expression is printed without quotation marks in the service's family [observed]. */
const UNQUOTED = 'registryId';

export function unmatched(member: string, pattern: string, family: Family): string {
  // A slash is not escaped in messages, as seen in the one for repository names [observed].
  const printed = pattern.replaceAll('\\/', '/');
  if (family === 'framework') return `Member must satisfy regular expression pattern: ${printed}`;
  return `must satisfy regular expression ${member === UNQUOTED ? printed : `'${printed}'`}`;
}

/** The service's order of an enumeration, if it is known to differ from the model's [observed]. */
const ORDER_OF_VALUES: Readonly<Record<string, readonly string[]>> = {
  ImageTagMutability: ['IMMUTABLE', 'MUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION'],
  RCTAppliedFor: ['REPLICATION', 'PULL_THROUGH_CACHE', 'CREATE_ON_PUSH'],
};

export function noSuchValue(shape: ScalarShape): string {
  const values = ORDER_OF_VALUES[shape.name] ?? shape.values ?? [];
  return `Member must satisfy enum value set: [${values.join(', ')}]`;
}

/**
 * A list with an invalid entry. The message lists everything that the entries' shape requires, not only what is
 * violated [observed for one constraint, assumed for several].
 */
export function wrongEntry(constraints: readonly string[]): string {
  return `Member must satisfy constraint: [${constraints.join(', ')}]`;
}
