import { registryPolicyNotFound } from '../../domain/failures.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';

export const getRegistryPolicy: Operation<'GetRegistryPolicy'> = {
  name: 'GetRegistryPolicy',
  handle(_input, context) {
    const { accountId, policyText } = registryOf(context);
    return policyText === undefined
      ? registryPolicyNotFound(accountId)
      : { registryId: accountId, policyText };
  },
};
