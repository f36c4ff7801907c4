import { isFailure } from '../../domain/failure.js';
import { repositoryByArn } from '../../domain/tagged-resource.js';
import type { Operation } from '../operation.js';

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
