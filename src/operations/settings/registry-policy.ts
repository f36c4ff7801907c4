import { isFailure } from '../../aws/failure.js';
import { acceptPolicy } from '../../iam/policy/parsed-policies.js';
import { registryPolicyNotFound } from '../../world/failures.js';
import type { Operation } from '../operation.js';

export const putRegistryPolicy: Operation<'PutRegistryPolicy'> = {
  name: 'PutRegistryPolicy',
  handle(input, context) {
    const { registry } = context;
    const policyText = acceptPolicy(
      input.policyText,
      'registry',
      context.registry.world.behaviour.policyText,
    );
    if (isFailure(policyText)) return policyText;
    registry.policyText = policyText;
    return { registryId: registry.accountId, policyText };
  },
};

export const deleteRegistryPolicy: Operation<'DeleteRegistryPolicy'> = {
  name: 'DeleteRegistryPolicy',
  handle(_input, context) {
    const { registry } = context;
    const { accountId, policyText } = registry;
    if (policyText === undefined) return registryPolicyNotFound(accountId);
    registry.policyText = undefined;
    return { registryId: accountId, policyText };
  },
};

export const getRegistryPolicy: Operation<'GetRegistryPolicy'> = {
  name: 'GetRegistryPolicy',
  handle(_input, context) {
    const { accountId, policyText } = context.registry;
    return policyText === undefined
      ? registryPolicyNotFound(accountId)
      : { registryId: accountId, policyText };
  },
};
