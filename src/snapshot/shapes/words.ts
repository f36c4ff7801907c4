import type { Destination } from '../../aws/registry-id.js';
import { type JsonShape, choice, flag, list, map, number, object, text } from '../../lib/json-shape.js';
import { ENCRYPTION_TYPES, type Encryption } from '../../world/configuration/encryption.js';
import type { ReplicationRule, Route } from '../../world/configuration/replication-configuration.js';
import { REPOSITORY_NAME_PATTERN } from '../../world/images/image-reference.js';
import { SHA256_DIGEST } from '../../world/images/manifest.js';
import { TAG_MUTABILITY_MODES } from '../../world/images/tag-mutability.js';
import type { MutabilitySnapshot } from '../format.js';

type OptionalKey<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T] & string;

/** An object with exactly the members of a type: the compiler refuses one that is missing here. */
export function members<T>(
  what: string,
  shapes: { readonly [K in keyof T]-?: JsonShape },
  optional: readonly OptionalKey<T>[] = [],
): JsonShape {
  const required = Object.keys(shapes).filter((name) => !(optional as readonly string[]).includes(name));
  return object(what, shapes, required);
}

export const words = text('a text');
export const texts = list(words, 'a list of texts');
export const yesOrNo = flag('true or false');
export const count = number('a number');
export const moment = number('a moment in epoch milliseconds', 8.64e15);
export const position = number('a position', 8.64e15);
export const accountId = text('an account of twelve digits', /^\d{12}$/);
/** Clients may have a Region of any name. */
export const region = text("a Region such as 'us-west-2'", /./);
export const repositoryName = text("a repository's name", new RegExp(`^${REPOSITORY_NAME_PATTERN}$`));
export const tag = text('a tag', /^[\w.-]{1,300}$/);
export const digest = text('a digest', SHA256_DIGEST);
export const resourceTags = map(/^/, words, 'resource tags, by key');
export const replicationStatus = choice('a status of a replication', 'IN_PROGRESS', 'COMPLETE', 'FAILED');

export const destination = members<Destination>('a destination', { region, registryId: accountId });
export const rule = members<ReplicationRule>(
  'a replication rule',
  {
    destinations: list(destination, 'a list of destinations'),
    prefixes: texts,
    deleteReplication: yesOrNo,
  },
  ['prefixes', 'deleteReplication'],
);
export const route = members<Route>('a route', { destination, rule: count, prefix: words }, ['prefix']);
export const mutability = members<MutabilitySnapshot>('a tag mutability', {
  mode: choice('a mode', ...TAG_MUTABILITY_MODES),
  exclusions: texts,
});
export const encryption = members<Encryption>(
  'an encryption',
  { type: choice('AES256, KMS or KMS_DSSE', ...ENCRYPTION_TYPES), kmsKey: words },
  ['kmsKey'],
);
