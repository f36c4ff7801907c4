import type { Image as ImageShape, ImageFailure } from '@aws-sdk/client-ecr';
import { isFailure } from '../../aws/failure.js';
import { pullImages } from '../../ecr/images/pull-images.js';
import { pullThrough } from '../../ecr/pull-through/import-image.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';
import { imageShape } from './image-shape.js';

export const batchGetImage: Operation<'BatchGetImage'> = {
  name: 'BatchGetImage',
  handle(input, context) {
    const { registry, target } = context;
    const unserved = pullThrough(registry, target.repositoryName, input.imageIds, context, context);
    if (isFailure(unserved)) return unserved;
    return withRepository(context, (repository) => {
      const { pulled, problems } = pullImages(
        repository,
        input.imageIds,
        context,
        unserved,
        input.acceptedMediaTypes,
      );
      const images: ImageShape[] = pulled.map(({ image, tag, manifest }) =>
        imageShape(repository, image, tag, manifest),
      );
      const failures: ImageFailure[] = problems.map((problem) => ({
        imageId: { ...problem.imageId },
        failureCode: problem.failureCode as ImageFailure['failureCode'],
        failureReason: problem.failureReason,
      }));
      return { images, failures };
    });
  },
};
