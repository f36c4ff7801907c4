import type { SigningConfiguration } from '@aws-sdk/client-ecr';
import { isFailure } from '../../aws/failure.js';
import type { SigningRule } from '../../world/records/signing.js';
import type { Operation } from '../operation.js';

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
    const refusal = context.registry.signing.put(rules, context.region);
    return refusal ?? { signingConfiguration: signingConfigurationShape(rules) };
  },
};

export const deleteSigningConfiguration: Operation<'DeleteSigningConfiguration'> = {
  name: 'DeleteSigningConfiguration',
  handle(_input, context) {
    const { accountId: registryId, signing } = context.registry;
    const rules = signing.require(registryId);
    if (isFailure(rules)) return rules;
    signing.set(undefined);
    return { registryId, signingConfiguration: signingConfigurationShape(rules) };
  },
};

export const getSigningConfiguration: Operation<'GetSigningConfiguration'> = {
  name: 'GetSigningConfiguration',
  handle(_input, context) {
    const { accountId: registryId, signing } = context.registry;
    const rules = signing.require(registryId);
    if (isFailure(rules)) return rules;
    return { registryId, signingConfiguration: signingConfigurationShape(rules) };
  },
};

function signingConfigurationShape(rules: readonly SigningRule[]): SigningConfiguration {
  return {
    rules: rules.map(({ profileArn, filters }) => ({
      signingProfileArn: profileArn,
      ...(filters === undefined
        ? {}
        : {
            repositoryFilters: filters.map((filter) => ({
              filter,
              filterType: 'WILDCARD_MATCH' as const,
            })),
          }),
    })),
  };
}
