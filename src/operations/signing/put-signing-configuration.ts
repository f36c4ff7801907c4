import type { SigningRule } from '../../domain/signing.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { signingConfigurationShape } from './signing-configuration-shape.js';

export const putSigningConfiguration: Operation<'PutSigningConfiguration'> = {
  name: 'PutSigningConfiguration',
  handle(input, context) {
    const rules = input.signingConfiguration.rules.map(
      ({ signingProfileArn, repositoryFilters }): SigningRule => ({
        profileArn: signingProfileArn,
        ...(repositoryFilters === undefined
          ? {}
          : { filters: repositoryFilters.map(({ filter }) => filter) }),
      }),
    );
    const refusal = registryOf(context).signing.put(rules, context.region);
    return refusal ?? { signingConfiguration: signingConfigurationShape(rules) };
  },
};
