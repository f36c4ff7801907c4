import type { Caller } from '../../iam/caller.js';
import { type KeyValues, callerKeys, momentKeys, serviceKeys } from '../../iam/policy/condition-keys.js';
import type { Registry } from '../../world/registry.js';
import type { Repository } from '../../world/repository.js';

/** The tags in a request. */
export interface RequestTags {
  /** Tags it sets. */
  readonly set?: ReadonlyMap<string, string>;
  /** Tag keys it sets or removes. */
  readonly keys?: readonly string[];
}

/** The context of a request. */
export interface Circumstances {
  readonly caller: Caller;
  /** The target registry. */
  readonly registry: Registry;
  readonly repositoryName?: string | undefined;
  /** The Region of the endpoint. */
  readonly region: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly tags?: RequestTags | undefined;
}

/** The condition keys of a request; values that the test set for the caller come last and win. */
export function requestKeys(circumstances: Circumstances): readonly KeyValues[] {
  const { caller, registry, repositoryName, region, now, tags } = circumstances;
  const repository = repositoryName === undefined ? undefined : registry.repository(repositoryName);
  return [
    momentKeys(now),
    { 'aws:RequestedRegion': region, 'aws:ResourceAccount': registry.accountId },
    ...(caller.service === undefined
      ? callerKeys(caller, registry.world.account(caller.accountId))
      : [serviceKeys(caller.service)]),
    resourceTagKeys(repository),
    requestTagKeys(tags),
    caller.conditionKeys ?? {},
  ];
}

/** Tags of the repository, under both names that ECR knows [docs]. */
export function resourceTagKeys(repository: Repository | undefined): KeyValues {
  const keys: Record<string, string> = {};
  for (const [key, value] of repository?.resourceTags ?? []) {
    keys[`aws:ResourceTag/${key}`] = value;
    keys[`ecr:ResourceTag/${key}`] = value;
  }
  return keys;
}

function requestTagKeys(tags: RequestTags | undefined): KeyValues {
  const keys: Record<string, string | readonly string[]> = {};
  for (const [key, value] of tags?.set ?? []) keys[`aws:RequestTag/${key}`] = value;
  if (tags?.keys !== undefined) keys['aws:TagKeys'] = tags.keys;
  return keys;
}
