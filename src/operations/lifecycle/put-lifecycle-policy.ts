import { isFailure } from '../../domain/failure.js';
import { parseLifecyclePolicy } from '../../engines/lifecycle/document.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const putLifecyclePolicy: Operation<'PutLifecyclePolicy'> = {
  name: 'PutLifecyclePolicy',
  handle(input, context) {
    return withRepository(context, input, (repository) => {
      const policy = parseLifecyclePolicy(input.lifecyclePolicyText);
      if (isFailure(policy)) return policy;
      repository.putLifecycle(policy.text, context);
      return {
        registryId: repository.registry.accountId,
        repositoryName: repository.name,
        lifecyclePolicyText: policy.text,
      };
    });
  },
};
