import { isFailure } from '../../domain/failure.js';
import { repositoryByArn } from '../../domain/tagged-resource.js';
import type { Operation } from '../operation.js';

export const listTagsForResource: Operation<'ListTagsForResource'> = {
  name: 'ListTagsForResource',
  target: ({ resourceArn }) => ({ scope: 'arn', arn: resourceArn }),
  handle(input, { world, region }) {
    const repository = repositoryByArn(world, region, input.resourceArn);
    if (isFailure(repository)) return repository;
    return { tags: Array.from(repository.resourceTags, ([Key, Value]) => ({ Key, Value })) };
  },
};
