import { isFailure } from '../../aws/failure.js';
import { acceptPolicy } from '../../iam/policy/parsed-policies.js';
import { policyLocksOut, repositoryPolicyNotFound } from '../../world/failures.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const setRepositoryPolicy: Operation<'SetRepositoryPolicy'> = {
  name: 'SetRepositoryPolicy',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const policyText = acceptPolicy(
        input.policyText,
        'repository',
        context.registry.world.behaviour.policyText,
      );
      if (isFailure(policyText)) return policyText;
      if (input.force !== true && !context.maySetPolicyUnder(policyText, repository)) return policyLocksOut();
      repository.policyText = policyText;
      return { registryId: repository.registry.accountId, repositoryName: repository.name, policyText };
    });
  },
};

export const deleteRepositoryPolicy: Operation<'DeleteRepositoryPolicy'> = {
  name: 'DeleteRepositoryPolicy',
  handle(_input, context) {
    return withRepository(context, (repository) => {
      const { registry, name, policyText } = repository;
      if (policyText === undefined) return repositoryPolicyNotFound(name, registry.accountId);
      repository.policyText = undefined;
      return { registryId: registry.accountId, repositoryName: name, policyText };
    });
  },
};

export const getRepositoryPolicy: Operation<'GetRepositoryPolicy'> = {
  name: 'GetRepositoryPolicy',
  handle(_input, context) {
    return withRepository(context, ({ registry, name, policyText }) =>
      policyText === undefined
        ? repositoryPolicyNotFound(name, registry.accountId)
        : { registryId: registry.accountId, repositoryName: name, policyText },
    );
  },
};
