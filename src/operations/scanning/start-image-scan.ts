import { isFailure } from '../../domain/failure.js';
import { imageNotFound } from '../../domain/failures.js';
import { findImage } from '../../domain/image-lookup.js';
import { withRepository } from '../context.js';
import { imageIdShape } from '../images/image-shape.js';
import type { Operation } from '../operation.js';

export const startImageScan: Operation<'StartImageScan'> = {
  name: 'StartImageScan',
  handle(input, context) {
    return withRepository(context, input, (repository) => {
      const { registry, name } = repository;
      const image = findImage(repository, input.imageId);
      if (image === undefined) return imageNotFound(input.imageId, name, registry.accountId);
      const scan = context.engines.scanning.start(repository, image, context);
      if (isFailure(scan)) return scan;
      return {
        registryId: registry.accountId,
        repositoryName: name,
        imageId: imageIdShape(image.digest, input.imageId.imageTag),
        imageScanStatus: { status: scan.status },
      };
    });
  },
};
