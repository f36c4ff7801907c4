import { isFailure } from '../../domain/failure.js';
import { uploadPart } from '../../domain/layer-upload.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const uploadLayerPart: Operation<'UploadLayerPart'> = {
  name: 'UploadLayerPart',
  handle(input, context) {
    return withRepository(context, input, (repository) => {
      const range = { first: input.partFirstByte, last: input.partLastByte };
      const upload = uploadPart(repository, input.uploadId, range, input.layerPartBlob, context.now);
      if (isFailure(upload)) return upload;
      return {
        registryId: repository.registry.accountId,
        repositoryName: repository.name,
        uploadId: upload.id,
        lastByteReceived: input.partLastByte,
      };
    });
  },
};
