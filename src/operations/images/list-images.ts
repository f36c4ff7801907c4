import { isFailure } from '../../aws/failure.js';
import { DEFAULT_PAGE, nextTokenOf, type PageStart, takePage } from '../page-token.js';
import type { Repository } from '../../world/repository.js';
import { withRepository } from '../context.js';
import type { Operation, OperationInput } from '../operation.js';
import { imageIdShape } from './image-shape.js';

type Filter = OperationInput<'ListImages'>['filter'];

export const listImages: Operation<'ListImages'> = {
  name: 'ListImages',
  handle(input, context) {
    return withRepository(context, (repository) => {
      const page = takePage(
        `ListImages ${repository.arn} ${filterKey(input.filter)}`,
        input.nextToken,
        input.maxResults ?? DEFAULT_PAGE,
        (start) => rows(repository, input.filter, start),
      );
      if (isFailure(page)) return page;
      return {
        imageIds: page.items,
        ...nextTokenOf(page),
      };
    });
  },
};

export function filterKey(filter: Filter): string {
  return `${filter?.tagStatus ?? 'ANY'} ${filter?.imageStatus ?? 'ACTIVE'}`;
}

/** One row for each tag; an untagged image has one row without a tag. */
function* rows(repository: Repository, filter: Filter, start: PageStart | undefined) {
  const images = repository.list(
    filter?.tagStatus ?? 'ANY',
    filter?.imageStatus ?? 'ACTIVE',
    start?.position,
  );
  for (const image of images) {
    const { position } = image;
    if (!image.isTagged) yield { item: imageIdShape(image.digest, undefined), position, part: 0 };
    for (const tag of image.tags) {
      yield { item: imageIdShape(image.digest, tag.name), position, part: tag.position };
    }
  }
}
