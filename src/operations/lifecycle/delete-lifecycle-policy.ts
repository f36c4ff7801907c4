import { lifecyclePolicyNotFound } from '../../domain/failures.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';
import { lifecyclePolicyShape } from './lifecycle-policy-shape.js';

export const deleteLifecyclePolicy: Operation<'DeleteLifecyclePolicy'> = {
  name: 'DeleteLifecyclePolicy',
  handle(input, context) {
    return withRepository(context, input, (repository) => {
      const { lifecycle } = repository;
      if (lifecycle === undefined) {
        return lifecyclePolicyNotFound(repository.name, repository.registry.accountId);
      }
      repository.lifecycle = undefined;
      return lifecyclePolicyShape(repository, lifecycle, context.now);
    });
  },
};
