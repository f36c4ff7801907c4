import type { SigningConfiguration } from '@aws-sdk/client-ecr';
import type { SigningRule } from '../../domain/signing.js';

export function signingConfigurationShape(rules: readonly SigningRule[]): SigningConfiguration {
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
