import { type Outcome, invalidParameter, isFailure } from '../../aws/failure.js';
import * as failures from '../../world/failures.js';
import type { Image } from '../../world/images/image.js';
import { type ImageId, findImage } from '../../world/images/image-lookup.js';
import { DEFAULT_PAGE, nextTokenOf, positionedRows, takePage } from '../page-token.js';
import type { Repository } from '../../world/repository.js';
import { withRepository } from '../context.js';
import type { Operation, OperationInput } from '../operation.js';
import { imageDetailShape } from './image-shape.js';
import { filterKey } from './list-images.js';

type Filter = OperationInput<'DescribeImages'>['filter'];

export const describeImages: Operation<'DescribeImages'> = {
  name: 'DescribeImages',
  handle(input, context) {
    return withRepository(context, (repository) => {
      if (input.imageIds !== undefined) {
        const paged = input.nextToken !== undefined || input.maxResults !== undefined;
        if (paged && context.registry.world.behaviour.pagingWithIds === 'refuse') {
          return invalidParameter('imageIds', 'must not be set together with nextToken or maxResults');
        }
        const images = findAll(repository, input.imageIds);
        if (isFailure(images)) return images;
        return { imageDetails: images.map((image) => imageDetailShape(repository, image)) };
      }
      const page = takePage(
        `DescribeImages ${repository.arn} ${filterKey(input.filter)}`,
        input.nextToken,
        input.maxResults ?? DEFAULT_PAGE,
        (start) => positionedRows(imagesOf(repository, input.filter, start?.position)),
      );
      if (isFailure(page)) return page;
      return {
        imageDetails: page.items.map((image) => imageDetailShape(repository, image)),
        ...nextTokenOf(page),
      };
    });
  },
};

/** One missing image fails the whole call; an image named twice is shown once [observed]. */
function findAll(repository: Repository, ids: readonly ImageId[]): Outcome<readonly Image[]> {
  const images = new Set<Image>();
  for (const id of ids) {
    if (id.imageDigest === undefined && id.imageTag === undefined) {
      return invalidParameter('imageIds', 'both tag and digest cannot be null');
    }
    const image = findImage(repository, id);
    if (image === undefined) {
      return failures.imageNotFound(id, repository.name, repository.registry.accountId);
    }
    images.add(image);
  }
  return [...images];
}

function imagesOf(repository: Repository, filter: Filter, position: number | undefined): Iterable<Image> {
  return repository.list(filter?.tagStatus ?? 'ANY', filter?.imageStatus ?? 'ACTIVE', position);
}
