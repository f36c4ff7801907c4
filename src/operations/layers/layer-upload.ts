import { isFailure } from '../../aws/failure.js';
import { PART_SIZE, completeUpload, initiateUpload, uploadPart } from '../../ecr/layers/layer-upload.js';
import { prepareForPush, withRepository, withRepositoryForPush } from '../context.js';
import type { Operation } from '../operation.js';

export const initiateLayerUpload: Operation<'InitiateLayerUpload'> = {
  name: 'InitiateLayerUpload',
  prepare: prepareForPush,
  handle(_input, context) {
    return withRepositoryForPush(context, (repository) => {
      const upload = initiateUpload(repository, context.now, context.protocol);
      return isFailure(upload) ? upload : { uploadId: upload.id, partSize: PART_SIZE };
    });
  },
};

export const completeLayerUpload: Operation<'CompleteLayerUpload'> = {
  name: 'CompleteLayerUpload',
  handle(input, context) {
    return withRepository(context, (repository) => {
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

export const uploadLayerPart: Operation<'UploadLayerPart'> = {
  name: 'UploadLayerPart',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const range = { first: input.partFirstByte, last: input.partLastByte };
      const { uploadId, layerPartBlob } = input;
      const upload = uploadPart(repository, uploadId, range, layerPartBlob, context.now, context.protocol);
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
