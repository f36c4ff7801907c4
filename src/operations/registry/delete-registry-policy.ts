import { registryPolicyNotFound } from '../../domain/failures.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';

export const deleteRegistryPolicy: Operation<'DeleteRegistryPolicy'> = {
  name: 'DeleteRegistryPolicy',
  handle(_input, context) {
    const registry = registryOf(context);
    const { accountId, policyText } = registry;
    if (policyText === undefined) return registryPolicyNotFound(accountId);
    registry.policyText = undefined;
    return { registryId: accountId, policyText };
  },
};
