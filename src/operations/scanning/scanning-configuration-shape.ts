import type { RegistryScanningConfiguration } from '@aws-sdk/client-ecr';
import type { ScanningConfiguration } from '../../domain/scanning-configuration.js';

export function scanningConfigurationShape({
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
