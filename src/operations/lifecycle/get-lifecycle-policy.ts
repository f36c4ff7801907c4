import { lifecyclePolicyNotFound } from '../../domain/failures.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';
import { lifecyclePolicyShape } from './lifecycle-policy-shape.js';

export const getLifecyclePolicy: Operation<'GetLifecyclePolicy'> = {
  name: 'GetLifecyclePolicy',
  handle(input, context) {
    return withRepository(context, input, (repository) =>
      repository.lifecycle === undefined
        ? lifecyclePolicyNotFound(repository.name, repository.registry.accountId)
        : lifecyclePolicyShape(repository, repository.lifecycle, context.now),
    );
  },
};
