import { putScanningConfiguration } from '../../domain/put-scanning-configuration.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { scanningConfigurationShape } from './scanning-configuration-shape.js';

export const putRegistryScanningConfiguration: Operation<'PutRegistryScanningConfiguration'> = {
  name: 'PutRegistryScanningConfiguration',
  handle(input, context) {
    const registry = registryOf(context);
    const rules = input.rules?.map(({ scanFrequency, repositoryFilters }) => ({
      scanFrequency,
      filters: repositoryFilters.map(({ filter }) => filter),
    }));
    const refusal = putScanningConfiguration(registry, input.scanType, rules, context);
    return refusal ?? { registryScanningConfiguration: scanningConfigurationShape(registry.scanning) };
  },
};
