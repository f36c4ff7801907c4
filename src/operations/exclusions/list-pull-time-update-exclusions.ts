import { isFailure } from '../../domain/failure.js';
import { DEFAULT_PAGE, nextTokenOf, positionedRows, takePage } from '../../domain/page-token.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';

export const listPullTimeUpdateExclusions: Operation<'ListPullTimeUpdateExclusions'> = {
  name: 'ListPullTimeUpdateExclusions',
  handle(input, context) {
    const registry = registryOf(context);
    const page = takePage(
      `ListPullTimeUpdateExclusions ${registry.key}`,
      input.nextToken,
      input.maxResults ?? DEFAULT_PAGE,
      (start) => positionedRows(registry.pullTimeExclusions.list(start?.position)),
    );
    if (isFailure(page)) return page;
    return {
      pullTimeUpdateExclusions: page.items.map((exclusion) => exclusion.principalArn),
      ...nextTokenOf(page),
    };
  },
};
