import { repositoryPolicyNotFound } from '../../domain/failures.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const deleteRepositoryPolicy: Operation<'DeleteRepositoryPolicy'> = {
  name: 'DeleteRepositoryPolicy',
  handle(input, context) {
    return withRepository(context, input, (repository) => {
      const { registry, name, policyText } = repository;
      if (policyText === undefined) return repositoryPolicyNotFound(name, registry.accountId);
      repository.policyText = undefined;
      return { registryId: registry.accountId, repositoryName: name, policyText };
    });
  },
};
