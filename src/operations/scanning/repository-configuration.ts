import type {
  RepositoryScanningConfiguration,
  RepositoryScanningConfigurationFailure,
} from '@aws-sdk/client-ecr';
import type { Repository } from '../../world/repository.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';
import { scanFilterShape } from './registry-configuration.js';

export const batchGetRepositoryScanningConfiguration: Operation<'BatchGetRepositoryScanningConfiguration'> = {
  name: 'BatchGetRepositoryScanningConfiguration',
  target: ({ repositoryNames }) => ({ scope: 'repository', repositoryNames }),
  handle(_input, { registry, target }) {
    const scanningConfigurations: RepositoryScanningConfiguration[] = [];
    const failures: RepositoryScanningConfigurationFailure[] = [];
    for (const repositoryName of new Set(target.repositoryNames)) {
      const repository = registry.repository(repositoryName);
      if (repository !== undefined) scanningConfigurations.push(configurationShape(repository));
      else {
        const code = 'REPOSITORY_NOT_FOUND';
        failures.push({ repositoryName, failureCode: code, failureReason: code });
      }
    }
    return { scanningConfigurations, failures };
  },
};

function configurationShape(repository: Repository): RepositoryScanningConfiguration {
  const { scanning } = repository.registry;
  const { frequency, filter } = scanning.effective(repository.name, repository.scanOnPush);
  return {
    repositoryArn: repository.arn,
    repositoryName: repository.name,
    // The repository's own flag, regardless of the registry's rules [observed].
    scanOnPush: repository.scanOnPush,
    scanFrequency: frequency,
    appliedScanFilters: filter === undefined ? [] : [scanFilterShape(filter)],
  };
}

export const putImageScanningConfiguration: Operation<'PutImageScanningConfiguration'> = {
  name: 'PutImageScanningConfiguration',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const scanOnPush = input.imageScanningConfiguration.scanOnPush ?? false;
      repository.scanOnPush = scanOnPush;
      return {
        registryId: repository.registry.accountId,
        repositoryName: repository.name,
        imageScanningConfiguration: { scanOnPush },
      };
    });
  },
};
