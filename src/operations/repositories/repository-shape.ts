import type { Repository as RepositoryShape } from '@aws-sdk/client-ecr';
import type { Repository } from '../../domain/repository.js';

/** A repository as the service shows it, with members in the order seen on the wire. */
export function repositoryShape(repository: Repository): RepositoryShape {
  const { tagMutability, encryption } = repository;
  return {
    repositoryArn: repository.arn,
    registryId: repository.registry.accountId,
    repositoryName: repository.name,
    repositoryUri: repository.uri,
    createdAt: new Date(repository.createdAt),
    imageTagMutability: tagMutability.mode,
    ...exclusionFilters(tagMutability.exclusions),
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: {
      encryptionType: encryption.type,
      ...(encryption.kmsKey === undefined ? {} : { kmsKey: encryption.kmsKey }),
    },
  };
}

/** Present only when set [observed]. */
export function exclusionFilters(exclusions: readonly string[]): {
  imageTagMutabilityExclusionFilters?: { filterType: 'WILDCARD'; filter: string }[];
} {
  if (exclusions.length === 0) return {};
  return {
    imageTagMutabilityExclusionFilters: exclusions.map((filter) => ({ filterType: 'WILDCARD', filter })),
  };
}
