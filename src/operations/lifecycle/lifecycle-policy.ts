import { isFailure } from '../../aws/failure.js';
import { parseLifecyclePolicy } from '../../ecr/lifecycle/policy-document.js';
import { putLifecyclePolicy as storePolicy } from '../../ecr/lifecycle/put-policy.js';
import { lifecyclePolicyNotFound } from '../../world/failures.js';
import { type LifecycleState, bringUpToDate } from '../../world/records/lifecycle.js';
import type { Repository } from '../../world/repository.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const putLifecyclePolicy: Operation<'PutLifecyclePolicy'> = {
  name: 'PutLifecyclePolicy',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const policy = parseLifecyclePolicy(input.lifecyclePolicyText);
      if (isFailure(policy)) return policy;
      storePolicy(repository, policy.text, context);
      return {
        registryId: repository.registry.accountId,
        repositoryName: repository.name,
        lifecyclePolicyText: policy.text,
      };
    });
  },
};

export const deleteLifecyclePolicy: Operation<'DeleteLifecyclePolicy'> = {
  name: 'DeleteLifecyclePolicy',
  handle(_input, context) {
    return withRepository(context, (repository) => {
      const { lifecycle } = repository;
      if (lifecycle === undefined) {
        return lifecyclePolicyNotFound(repository.name, repository.registry.accountId);
      }
      repository.lifecycle = undefined;
      return lifecyclePolicyShape(repository, lifecycle, context.now);
    });
  },
};

export const getLifecyclePolicy: Operation<'GetLifecyclePolicy'> = {
  name: 'GetLifecyclePolicy',
  handle(_input, context) {
    return withRepository(context, (repository) =>
      repository.lifecycle === undefined
        ? lifecyclePolicyNotFound(repository.name, repository.registry.accountId)
        : lifecyclePolicyShape(repository, repository.lifecycle, context.now),
    );
  },
};

/** A policy with the moment of its last run; before the first run that is the epoch [docs]. */
function lifecyclePolicyShape(repository: Repository, lifecycle: LifecycleState, now: number) {
  const { text, lastEvaluatedAt } = bringUpToDate(lifecycle, now);
  return {
    registryId: repository.registry.accountId,
    repositoryName: repository.name,
    lifecyclePolicyText: text,
    lastEvaluatedAt: new Date(lastEvaluatedAt),
  };
}
