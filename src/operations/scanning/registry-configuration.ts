import type { RegistryScanningConfiguration } from '@aws-sdk/client-ecr';
import { putScanningConfiguration } from '../../ecr/scanning/put-configuration.js';
import type { ScanningConfiguration } from '../../world/configuration/scanning-configuration.js';
import type { Operation } from '../operation.js';

export const putRegistryScanningConfiguration: Operation<'PutRegistryScanningConfiguration'> = {
  name: 'PutRegistryScanningConfiguration',
  handle(input, context) {
    const { registry } = context;
    const rules = input.rules?.map(({ scanFrequency, repositoryFilters }) => ({
      scanFrequency,
      filters: repositoryFilters.map(({ filter }) => filter),
    }));
    const refusal = putScanningConfiguration(registry, input.scanType, rules, context);
    return refusal ?? { registryScanningConfiguration: scanningConfigurationShape(registry.scanning) };
  },
};

export const getRegistryScanningConfiguration: Operation<'GetRegistryScanningConfiguration'> = {
  name: 'GetRegistryScanningConfiguration',
  handle(_input, context) {
    const { accountId: registryId, scanning } = context.registry;
    return { registryId, scanningConfiguration: scanningConfigurationShape(scanning) };
  },
};

function scanningConfigurationShape({
  scanType,
  rules,
}: ScanningConfiguration): RegistryScanningConfiguration {
  return {
    scanType,
    rules: rules.map(({ scanFrequency, filters }) => ({
      scanFrequency,
      repositoryFilters: filters.map(scanFilterShape),
    })),
  };
}

export function scanFilterShape(filter: string) {
  return { filter, filterType: 'WILDCARD' as const };
}
