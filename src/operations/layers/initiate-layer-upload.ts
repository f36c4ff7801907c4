import { PART_SIZE, initiateUpload } from '../../domain/layer-upload.js';
import { prepareForPush, withRepositoryForPush } from '../context.js';
import type { Operation } from '../operation.js';

export const initiateLayerUpload: Operation<'InitiateLayerUpload'> = {
  name: 'InitiateLayerUpload',
  prepare: prepareForPush,
  handle(input, context) {
    return withRepositoryForPush(context, input, (repository) => ({
      uploadId: initiateUpload(repository, context.now, context.protocol).id,
      partSize: PART_SIZE,
    }));
  },
};
