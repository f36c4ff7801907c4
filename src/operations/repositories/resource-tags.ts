import { parseRepositoryArn } from '../../aws/arn.js';
import { type Outcome, invalidParameter, isFailure } from '../../aws/failure.js';
import { mergeResourceTags } from '../../world/configuration/resource-tags.js';
import type { Repository } from '../../world/repository.js';
import type { World } from '../../world/world.js';
import type { Operation } from '../operation.js';

export const tagResource: Operation<'TagResource'> = {
  name: 'TagResource',
  target: ({ resourceArn }) => ({ scope: 'arn', arn: resourceArn }),
  handle(input, { world, region }) {
    const repository = repositoryByArn(world, region, input.resourceArn);
    if (isFailure(repository)) return repository;
    const limit = world.limits.tagsPerRepository;
    const merged = mergeResourceTags(repository.resourceTags, input.tags, limit);
    if (isFailure(merged)) return merged;
    repository.resourceTags = merged;
    return {};
  },
};

/** The repository that an ARN names; one of another Region or partition counts as no ARN at all [assumed]. */
export function repositoryByArn(world: World, region: string, arn: string): Outcome<Repository> {
  const parsed = parseRepositoryArn(arn);
  const registry = parsed && world.registry(parsed.accountId, region);
  if (parsed?.region !== region || registry?.partition.id !== parsed.partition) {
    return invalidParameter('resourceArn', 'Invalid ARN');
  }
  return registry.requireRepository(parsed.repositoryName);
}

export const listTagsForResource: Operation<'ListTagsForResource'> = {
  name: 'ListTagsForResource',
  target: ({ resourceArn }) => ({ scope: 'arn', arn: resourceArn }),
  handle(input, { world, region }) {
    const repository = repositoryByArn(world, region, input.resourceArn);
    if (isFailure(repository)) return repository;
    return { tags: Array.from(repository.resourceTags, ([Key, Value]) => ({ Key, Value })) };
  },
};

export const untagResource: Operation<'UntagResource'> = {
  name: 'UntagResource',
  target: ({ resourceArn }) => ({ scope: 'arn', arn: resourceArn }),
  handle(input, { world, region }) {
    const repository = repositoryByArn(world, region, input.resourceArn);
    if (isFailure(repository)) return repository;
    // Keys that are not there are ignored [assumed].
    for (const key of input.tagKeys) repository.resourceTags.delete(key);
    return {};
  },
};
