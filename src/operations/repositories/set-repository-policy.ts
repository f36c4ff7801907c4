import { isFailure } from '../../domain/failure.js';
import { policyLocksOut } from '../../domain/failures.js';
import { acceptPolicy } from '../../engines/policies.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const setRepositoryPolicy: Operation<'SetRepositoryPolicy'> = {
  name: 'SetRepositoryPolicy',
  handle(input, context) {
    return withRepository(context, input, (repository) => {
      const policyText = acceptPolicy(input.policyText, 'repository', context.world.behaviour.policyText);
      if (isFailure(policyText)) return policyText;
      if (input.force !== true && !context.maySetPolicyUnder(policyText, repository)) return policyLocksOut();
      repository.policyText = policyText;
      return { registryId: repository.registry.accountId, repositoryName: repository.name, policyText };
    });
  },
};
