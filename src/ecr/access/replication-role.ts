import { replicationRoleArn, repositoryArn } from '../../aws/arn.js';
import type { Caller } from '../../iam/caller.js';
import type { Registry } from '../../world/registry.js';

/** The caller of a replication: the service-linked role of the source account [docs]. */
export function replicationCaller(source: Registry): Caller {
  return {
    accountId: source.accountId,
    arn: replicationRoleArn(source.partition.id, source.accountId),
  };
}

export function repositoryResource(registry: Registry, repositoryName: string): string {
  return repositoryArn(registry.region, registry.accountId, repositoryName);
}
