import type { ImageReplicationStatus } from '@aws-sdk/client-ecr';
import { invalidParameter } from '../../aws/failure.js';
import { imageNotFound } from '../../world/failures.js';
import { findImage } from '../../world/images/image-lookup.js';
import type { ReplicationRecord } from '../../world/records/replication.js';
import { withRepository } from '../context.js';
import { imageIdShape } from '../images/image-shape.js';
import type { Operation } from '../operation.js';

export const describeImageReplicationStatus: Operation<'DescribeImageReplicationStatus'> = {
  name: 'DescribeImageReplicationStatus',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const { imageId } = input;
      if (imageId.imageDigest === undefined && imageId.imageTag === undefined) {
        // The service's own text is unknown [assumed].
        return invalidParameter('imageId', 'both tag and digest cannot be null');
      }
      const image = findImage(repository, imageId);
      if (image === undefined) {
        return imageNotFound(imageId, repository.name, repository.registry.accountId);
      }
      return {
        repositoryName: repository.name,
        imageId: imageIdShape(image.digest, imageId.imageTag),
        replicationStatuses: (image.replications ?? []).map(statusShape),
      };
    });
  },
};

/** A failure code is there only on failures [docs]. */
function statusShape({ destination, status, failureCode }: ReplicationRecord): ImageReplicationStatus {
  return {
    region: destination.region,
    registryId: destination.registryId,
    status,
    ...(failureCode === undefined ? {} : { failureCode }),
  };
}
