import { isFailure } from '../../domain/failure.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { signingConfigurationShape } from './signing-configuration-shape.js';

export const getSigningConfiguration: Operation<'GetSigningConfiguration'> = {
  name: 'GetSigningConfiguration',
  handle(_input, context) {
    const { accountId: registryId, signing } = registryOf(context);
    const rules = signing.require(registryId);
    if (isFailure(rules)) return rules;
    return { registryId, signingConfiguration: signingConfigurationShape(rules) };
  },
};
