import { repositoryPolicyNotFound } from '../../domain/failures.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const getRepositoryPolicy: Operation<'GetRepositoryPolicy'> = {
  name: 'GetRepositoryPolicy',
  handle(input, context) {
    return withRepository(context, input, ({ registry, name, policyText }) =>
      policyText === undefined
        ? repositoryPolicyNotFound(name, registry.accountId)
        : { registryId: registry.accountId, repositoryName: name, policyText },
    );
  },
};
