import { isFailure } from '../../domain/failure.js';
import { completeUpload } from '../../domain/layer-upload.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const completeLayerUpload: Operation<'CompleteLayerUpload'> = {
  name: 'CompleteLayerUpload',
  handle(input, context) {
    return withRepository(context, input, (repository) => {
      const layer = completeUpload(
        repository,
        input.uploadId,
        input.layerDigests,
        context.now,
        context.protocol,
      );
      if (isFailure(layer)) return layer;
      return {
        registryId: repository.registry.accountId,
        repositoryName: repository.name,
        uploadId: input.uploadId,
        layerDigest: layer.digest,
      };
    });
  },
};
