import { isFailure } from '../../domain/failure.js';
import { acceptPolicy } from '../../engines/policies.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';

export const putRegistryPolicy: Operation<'PutRegistryPolicy'> = {
  name: 'PutRegistryPolicy',
  handle(input, context) {
    const registry = registryOf(context);
    const policyText = acceptPolicy(input.policyText, 'registry', context.world.behaviour.policyText);
    if (isFailure(policyText)) return policyText;
    registry.policyText = policyText;
    return { registryId: registry.accountId, policyText };
  },
};
