import { isFailure } from '../../domain/failure.js';
import { downloadUrl } from '../../domain/download-url.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const getDownloadUrlForLayer: Operation<'GetDownloadUrlForLayer'> = {
  name: 'GetDownloadUrlForLayer',
  handle(input, context) {
    return withRepository(context, input, (repository) => {
      const url = downloadUrl(repository, input.layerDigest, context.now, context.protocol);
      return isFailure(url) ? url : { downloadUrl: url, layerDigest: input.layerDigest };
    });
  },
};
