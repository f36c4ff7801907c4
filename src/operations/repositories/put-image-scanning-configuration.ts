import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const putImageScanningConfiguration: Operation<'PutImageScanningConfiguration'> = {
  name: 'PutImageScanningConfiguration',
  handle(input, context) {
    return withRepository(context, input, (repository) => {
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
