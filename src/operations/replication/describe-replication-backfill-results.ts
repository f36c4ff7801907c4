import type { ReplicationBackfillResult } from '@aws-sdk/client-ecr';
import { isFailure } from '../../domain/failure.js';
import { DEFAULT_PAGE, indexedRows, nextTokenOf, takePage } from '../../domain/page-token.js';
import { type Backfill, type BackfillResult, isUnderWay } from '../../domain/replication-backfill.js';
import { registryOf } from '../context.js';
import { imageIdShape } from '../images/image-shape.js';
import type { Operation } from '../operation.js';
import { backfillCourse, backfillShape } from './backfill-shape.js';

export const describeReplicationBackfillResults: Operation<'DescribeReplicationBackfillResults'> = {
  name: 'DescribeReplicationBackfillResults',
  handle(input, context) {
    const registry = registryOf(context, input.registryId);
    const { replicationBackfillId: id, resultStatusFilter: filter } = input;
    const backfill = registry.backfills.require(id, context.now, registry.accountId);
    if (isFailure(backfill)) return backfill;
    const answer = { ...backfillShape(registry, backfill), ...backfillCourse(backfill) };
    // Results are there only at the end [docs].
    if (isUnderWay(backfill)) return answer;
    const results = resultsOf(backfill, filter);
    const page = takePage(
      `DescribeReplicationBackfillResults ${id} ${filter ?? ''}`,
      input.nextToken,
      input.maxResults ?? DEFAULT_PAGE,
      (start) => indexedRows(results, start),
    );
    if (isFailure(page)) return page;
    return { ...answer, results: page.items.map(resultShape), ...nextTokenOf(page) };
  },
};

/** Selections of ended backfills, which change no more: a page costs a page. */
const selected = new WeakMap<Backfill, Map<string, readonly BackfillResult[]>>();

function resultsOf(backfill: Backfill, filter: string | undefined): readonly BackfillResult[] {
  if (filter === undefined) return backfill.results;
  let byStatus = selected.get(backfill);
  if (byStatus === undefined) selected.set(backfill, (byStatus = new Map<string, BackfillResult[]>()));
  let results = byStatus.get(filter);
  if (results === undefined) {
    byStatus.set(filter, (results = backfill.results.filter((one) => statusOf(one) === filter)));
  }
  return results;
}

function statusOf({ failureCode }: BackfillResult): 'COMPLETE' | 'FAILED' {
  return failureCode === undefined ? 'COMPLETE' : 'FAILED';
}

/** The codes of the images of a list are those of the list, with which they travel [assumed]. */
function resultShape(result: BackfillResult): ReplicationBackfillResult {
  const { repositoryName, digest, tag, failureCode, isIndex } = result;
  return {
    repositoryName,
    imageId: imageIdShape(digest, tag),
    status: statusOf(result),
    ...(failureCode === undefined ? {} : { failureCode }),
    ...(failureCode !== undefined && isIndex ? { subImageFailureCodes: [failureCode] } : {}),
  };
}
