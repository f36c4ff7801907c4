import { isFailure } from '../../aws/failure.js';
import { imageNotFound } from '../../world/failures.js';
import { findImage } from '../../world/images/image-lookup.js';
import { updateStorageClass } from '../../ecr/archive/storage-class.js';
import { withRepository } from '../context.js';
import { imageIdShape } from '../images/image-shape.js';
import type { Operation } from '../operation.js';

export const updateImageStorageClass: Operation<'UpdateImageStorageClass'> = {
  name: 'UpdateImageStorageClass',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const { imageId, targetStorageClass } = input;
      const image = findImage(repository, imageId);
      if (image === undefined) {
        return imageNotFound(imageId, repository.name, repository.registry.accountId);
      }
      const imageStatus = updateStorageClass(repository, image, targetStorageClass, context);
      if (isFailure(imageStatus)) return imageStatus;
      return {
        registryId: repository.registry.accountId,
        repositoryName: repository.name,
        imageId: imageIdShape(image.digest, imageId.imageTag),
        imageStatus,
      };
    });
  },
};
