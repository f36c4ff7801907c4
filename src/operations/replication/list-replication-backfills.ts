import { isFailure } from '../../domain/failure.js';
import { nextTokenOf, positionedRows, takePage } from '../../domain/page-token.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { backfillCourse } from './backfill-shape.js';

/** [docs] */
const BACKFILLS_ON_A_PAGE = 25;

export const listReplicationBackfills: Operation<'ListReplicationBackfills'> = {
  name: 'ListReplicationBackfills',
  handle(input, context) {
    const registry = registryOf(context, input.registryId);
    const page = takePage(
      `ListReplicationBackfills ${registry.key}`,
      input.nextToken,
      input.maxResults ?? BACKFILLS_ON_A_PAGE,
      (start) => positionedRows(registry.backfills.list(context.now, start?.position)),
    );
    if (isFailure(page)) return page;
    return {
      registryId: registry.accountId,
      backfills: page.items.map((backfill) => ({
        replicationBackfillId: backfill.id,
        destination: { ...backfill.destination },
        status: backfill.status,
        startedAt: new Date(backfill.startedAt),
        ...backfillCourse(backfill),
      })),
      ...nextTokenOf(page),
    };
  },
};
