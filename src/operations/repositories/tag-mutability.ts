import { isFailure } from '../../aws/failure.js';
import { readTagMutability } from '../../ecr/repositories/tag-mutability-input.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';
import { exclusionFilters } from './repositories.js';

export const putImageTagMutability: Operation<'PutImageTagMutability'> = {
  name: 'PutImageTagMutability',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const tagMutability = readTagMutability(
        input.imageTagMutability,
        input.imageTagMutabilityExclusionFilters,
      );
      if (isFailure(tagMutability)) return tagMutability;
      repository.tagMutability = tagMutability;
      return {
        registryId: repository.registry.accountId,
        repositoryName: repository.name,
        imageTagMutability: tagMutability.mode,
        ...exclusionFilters(tagMutability.exclusions),
      };
    });
  },
};
