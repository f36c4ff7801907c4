import { isFailure } from '../../domain/failure.js';
import { acceptPolicy } from '../../engines/policies.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const setRepositoryPolicy: Operation<'SetRepositoryPolicy'> = {
  name: 'SetRepositoryPolicy',
  // `force` only matters to the lock-out check, which is not made: its text is unknown [assumed].
  handle(input, context) {
    return withRepository(context, input, (repository) => {
      const policyText = acceptPolicy(input.policyText, 'repository', context.world.behaviour.policyText);
      if (isFailure(policyText)) return policyText;
      repository.policyText = policyText;
      return { registryId: repository.registry.accountId, repositoryName: repository.name, policyText };
    });
  },
};
