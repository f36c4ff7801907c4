import { createHash } from 'node:crypto';
import type { Caller } from '../../domain/caller.js';
import type { Registry } from '../../domain/registry.js';

/** What a request says about tags. */
export interface RequestTags {
  /** Tags it sets. */
  readonly set?: ReadonlyMap<string, string>;
  /** Keys it names, set or removed. */
  readonly keys?: readonly string[];
}

/** The circumstances of a request. */
export interface Circumstances {
  readonly caller: Caller;
  /** The registry that is touched. */
  readonly registry: Registry;
  readonly repositoryName?: string | undefined;
  /** The Region of the endpoint. */
  readonly region: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly tags?: RequestTags | undefined;
}

type Keys = Record<string, string | readonly string[]>;

/**
 * The condition keys that have a value of their own; what the test set for the caller comes on top. Source
 * address, VPC endpoint, organization and principal tags are absent until a test sets them.
 */
export function requestKeys(circumstances: Circumstances): Keys {
  const { caller, registry, region, now } = circumstances;
  return {
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region,
    'aws:ResourceAccount': registry.accountId,
    ...principalKeys(caller, registry),
    ...tagKeys(circumstances),
    ...caller.conditionKeys,
  };
}

function principalKeys(caller: Caller, { world }: Registry): Keys {
  const user = /:user\/(?:.*\/)?([^/]+)$/.exec(caller.arn)?.[1];
  const { organizationId, organizationPath } = world.account(caller.accountId);
  return {
    'aws:PrincipalArn': caller.roleArn ?? caller.arn,
    'aws:PrincipalAccount': caller.accountId,
    'aws:PrincipalType': caller.roleArn === undefined ? 'User' : 'AssumedRole',
    'aws:userid': userId(caller),
    ...(user === undefined ? {} : { 'aws:username': user }),
    ...(organizationId === undefined ? {} : { 'aws:PrincipalOrgID': organizationId }),
    ...(organizationPath === undefined ? {} : { 'aws:PrincipalOrgPaths': [organizationPath] }),
  };
}

/** Tags of the repository, under both names that ECR knows, and of the request [docs]. */
function tagKeys({ registry, repositoryName, tags }: Circumstances): Keys {
  const keys: Keys = {};
  const repository = repositoryName === undefined ? undefined : registry.repository(repositoryName);
  for (const [key, value] of repository?.resourceTags ?? []) {
    keys[`aws:ResourceTag/${key}`] = value;
    keys[`ecr:ResourceTag/${key}`] = value;
  }
  for (const [key, value] of tags?.set ?? []) keys[`aws:RequestTag/${key}`] = value;
  if (tags?.keys !== undefined) keys['aws:TagKeys'] = tags.keys;
  return keys;
}

/**
 * The unique id of a caller, as policies know it: of a user, or of a role with the session's name.
 *
 * @returns for example `AROA4C5GQ2ZXJ7AB3DEF:session`, the same for the same ARN
 */
export function userId(caller: Caller): string {
  let id = userIds.get(caller);
  if (id === undefined) userIds.set(caller, (id = makeUserId(caller)));
  return id;
}

const userIds = new WeakMap<Caller, string>();

function makeUserId({ arn, roleArn }: Caller): string {
  const digest = createHash('sha256')
    .update(roleArn ?? arn)
    .digest();
  const letters = Array.from(digest.subarray(0, 16), (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte & 31]);
  const id = letters.join('');
  return roleArn === undefined ? `AIDA${id}` : `AROA${id}:${arn.split('/').at(-1) ?? ''}`;
}
