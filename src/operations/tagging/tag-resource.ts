import { isFailure } from '../../domain/failure.js';
import { mergeResourceTags } from '../../domain/resource-tags.js';
import { repositoryByArn } from '../../domain/tagged-resource.js';
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
