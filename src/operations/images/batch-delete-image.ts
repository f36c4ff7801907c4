import type { ImageFailure, ImageIdentifier } from '@aws-sdk/client-ecr';
import { removeImages } from '../../ecr/images/remove-images.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const batchDeleteImage: Operation<'BatchDeleteImage'> = {
  name: 'BatchDeleteImage',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const { removed, problems } = removeImages(repository, input.imageIds, context);
      const imageIds: ImageIdentifier[] = removed.map((id) => ({ ...id }));
      const failures: ImageFailure[] = problems.map((problem) => ({
        imageId: { ...problem.imageId },
        failureCode: problem.failureCode as ImageFailure['failureCode'],
        failureReason: problem.failureReason,
      }));
      return { imageIds, failures };
    });
  },
};
