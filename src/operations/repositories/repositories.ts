import type { Repository as RepositoryShape } from '@aws-sdk/client-ecr';
import { type Outcome, invalidParameter, isFailure } from '../../aws/failure.js';
import { readEncryption } from '../../ecr/repositories/encryption-input.js';
import { readTagMutability } from '../../ecr/repositories/tag-mutability-input.js';
import { mergeResourceTags } from '../../world/configuration/resource-tags.js';
import type { Registry } from '../../world/registry.js';
import type { Repository } from '../../world/repository.js';
import type { Operation } from '../operation.js';
import { DEFAULT_PAGE, nextTokenOf, positionedRows, takePage } from '../page-token.js';

export const createRepository: Operation<'CreateRepository'> = {
  name: 'CreateRepository',
  handle(input, context) {
    const { registry, target } = context;
    const tagMutability = readTagMutability(
      input.imageTagMutability ?? 'MUTABLE',
      input.imageTagMutabilityExclusionFilters,
    );
    if (isFailure(tagMutability)) return tagMutability;
    const limit = context.registry.world.limits.tagsPerRepository;
    const resourceTags = mergeResourceTags(new Map(), input.tags ?? [], limit);
    if (isFailure(resourceTags)) return resourceTags;
    const encryption = readEncryption(
      input.encryptionConfiguration ?? { encryptionType: 'AES256' },
      registry,
      true,
    );
    if (isFailure(encryption)) return encryption;
    const repository = registry.createRepository(target.repositoryName, context.now, {
      tagMutability,
      resourceTags,
      encryption,
      scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    });
    return isFailure(repository) ? repository : { repository: repositoryShape(repository) };
  },
};

export const deleteRepository: Operation<'DeleteRepository'> = {
  name: 'DeleteRepository',
  handle(input, context) {
    const { registry, target } = context;
    const repository = registry.deleteRepository(target.repositoryName, input.force ?? false);
    return isFailure(repository) ? repository : { repository: repositoryShape(repository) };
  },
};

export const describeRepositories: Operation<'DescribeRepositories'> = {
  name: 'DescribeRepositories',
  // Every name must be allowed; without names, the target is all repositories [observed].
  target: ({ registryId, repositoryNames }) =>
    repositoryNames === undefined
      ? { scope: 'repositories', registryId }
      : { scope: 'repository', registryId, repositoryNames },
  handle(input, context) {
    const { registry, target } = context;
    if (target.scope === 'repository') {
      const paged = input.nextToken !== undefined || input.maxResults !== undefined;
      if (paged && context.registry.world.behaviour.pagingWithIds === 'refuse') {
        return invalidParameter('repositoryNames', 'must not be set together with nextToken or maxResults');
      }
      const found = findAll(registry, target.repositoryNames);
      return isFailure(found) ? found : { repositories: found.map(repositoryShape) };
    }
    const page = takePage(
      `DescribeRepositories ${registry.key}`,
      input.nextToken,
      input.maxResults ?? DEFAULT_PAGE,
      (start) => positionedRows(registry.repositories(start?.position)),
    );
    if (isFailure(page)) return page;
    return {
      repositories: page.items.map(repositoryShape),
      ...nextTokenOf(page),
    };
  },
};

/** One missing name fails the call; a name given twice is shown once [assumed]. */
function findAll(registry: Registry, names: readonly string[]): Outcome<Repository[]> {
  const found: Repository[] = [];
  for (const name of new Set(names)) {
    const repository = registry.requireRepository(name);
    if (isFailure(repository)) return repository;
    found.push(repository);
  }
  return found;
}

/** A repository as the service shows it, with members in the order seen on the wire. */
function repositoryShape(repository: Repository): RepositoryShape {
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
