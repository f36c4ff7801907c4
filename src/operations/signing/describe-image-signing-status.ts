import type { ImageSigningStatus } from '@aws-sdk/client-ecr';
import { imageNotFound } from '../../world/failures.js';
import { findImage } from '../../world/images/image-lookup.js';
import type { Signing } from '../../world/records/signing.js';
import { withRepository } from '../context.js';
import { imageIdShape } from '../images/image-shape.js';
import type { Operation } from '../operation.js';

export const describeImageSigningStatus: Operation<'DescribeImageSigningStatus'> = {
  name: 'DescribeImageSigningStatus',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const { registry, name } = repository;
      const image = findImage(repository, input.imageId);
      if (image === undefined) return imageNotFound(input.imageId, name, registry.accountId);
      return {
        repositoryName: name,
        imageId: imageIdShape(image.digest, input.imageId.imageTag),
        registryId: registry.accountId,
        signingStatuses: (image.signings ?? []).map(statusShape),
      };
    });
  },
};

/** Code and reason are there only on failures [docs]. */
function statusShape({ profileArn, status, failureCode, failureReason }: Signing): ImageSigningStatus {
  return {
    signingProfileArn: profileArn,
    status,
    ...(failureCode === undefined ? {} : { failureCode }),
    ...(failureReason === undefined ? {} : { failureReason }),
  };
}
