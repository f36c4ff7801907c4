import { isFailure } from '../../aws/failure.js';
import { mergeResourceTags } from '../../world/configuration/resource-tags.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const tagResource: Operation<'TagResource'> = {
  name: 'TagResource',
  target: ({ resourceArn }) => ({ scope: 'arn', arn: resourceArn }),
  handle(input, context) {
    return withRepository(context, (repository) => {
      const limit = context.registry.world.limits.tagsPerRepository;
      const merged = mergeResourceTags(repository.resourceTags, input.tags, limit);
      if (isFailure(merged)) return merged;
      repository.resourceTags = merged;
      return {};
    });
  },
};

export const listTagsForResource: Operation<'ListTagsForResource'> = {
  name: 'ListTagsForResource',
  target: ({ resourceArn }) => ({ scope: 'arn', arn: resourceArn }),
  handle(_input, context) {
    return withRepository(context, ({ resourceTags }) => ({
      tags: Array.from(resourceTags, ([Key, Value]) => ({ Key, Value })),
    }));
  },
};

export const untagResource: Operation<'UntagResource'> = {
  name: 'UntagResource',
  target: ({ resourceArn }) => ({ scope: 'arn', arn: resourceArn }),
  handle(input, context) {
    return withRepository(context, ({ resourceTags }) => {
      // Keys that are not there are ignored [assumed].
      for (const key of input.tagKeys) resourceTags.delete(key);
      return {};
    });
  },
};
