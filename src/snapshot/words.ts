import type { Destination } from '../aws/registry-id.js';
import { type ShapeOf, choice, flag, list, map, number, object, text } from '../lib/json-shape.js';
import { sequenceOf } from '../lib/positions.js';
import { ENCRYPTION_TYPES, type Encryption } from '../world/configuration/encryption.js';
import { REPOSITORY_NAME_PATTERN } from '../world/images/image-reference.js';
import { SHA256_DIGEST } from '../world/images/manifest.js';
import {
  TAG_MUTABILITY_MODES,
  TagMutability,
  type TagMutabilityMode,
} from '../world/images/tag-mutability.js';

// Small shapes and functions that the codecs of a snapshot share.

/** A moment: epoch milliseconds. */
export type Moment = number;

type OptionalKey<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T] & string;

/** An object with exactly the members of a type: the compiler reports one that is missing or has another type. */
export function members<T>(
  what: string,
  shapes: { readonly [K in keyof T]-?: ShapeOf<Exclude<T[K], undefined>> },
  optional: readonly OptionalKey<T>[] = [],
): ShapeOf<T> {
  const required = Object.keys(shapes).filter((name) => !(optional as readonly string[]).includes(name));
  return object(what, shapes, required);
}

/** One of the strings of a union type: the compiler reports one that is missing here. */
export function oneOf<T extends string>(what: string, values: Readonly<Record<T, true>>): ShapeOf<T> {
  return choice(what, ...(Object.keys(values) as T[]));
}

export const words = text('a text');
export const texts = list(words, 'a list of texts');
export const yesOrNo = flag('true or false');
export const count = number('a number');
export const moment = number('a moment in epoch milliseconds', 8.64e15);
export const position = number('a position', 8.64e15);
export const accountId = text('an account of twelve digits', /^\d{12}$/);
/** Clients may use a Region of any name. */
export const region = text("a Region such as 'us-west-2'", /./);
export const repositoryName = text("a repository's name", new RegExp(`^${REPOSITORY_NAME_PATTERN}$`));
export const tag = text('a tag', /^[\w.-]{1,300}$/);
export const digest = text('a digest', SHA256_DIGEST);
export const resourceTags = map(/^/, words, 'resource tags, by key');
export const destination = members<Destination>('a destination', { region, registryId: accountId });
export const encryption = members<Encryption>(
  'an encryption',
  { type: choice('AES256, KMS or KMS_DSSE', ...ENCRYPTION_TYPES), kmsKey: words },
  ['kmsKey'],
);

export interface MutabilitySnapshot {
  readonly mode: TagMutabilityMode;
  readonly exclusions: readonly string[];
}

export const mutability = members<MutabilitySnapshot>('a tag mutability', {
  mode: choice('a mode', ...TAG_MUTABILITY_MODES),
  exclusions: texts,
});

export function captureMutability({ mode, exclusions }: TagMutability): MutabilitySnapshot {
  return { mode, exclusions };
}

export function restoreMutability({ mode, exclusions }: MutabilitySnapshot): TagMutability {
  return new TagMutability(mode, exclusions);
}

/** Members that have a value: others are absent keys, as in JSON. */
export function present<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: Partial<T> = {};
  for (const name of Object.keys(given) as (keyof T)[]) {
    if (given[name] !== undefined) kept[name] = given[name];
  }
  return kept as never;
}

/** Members in the order of their names. */
export function sorted<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => compare(a, b)));
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Things in the order of their creation. */
export function bySequence(a: { readonly position: number }, b: { readonly position: number }): number {
  return sequenceOf(a.position) - sequenceOf(b.position);
}
