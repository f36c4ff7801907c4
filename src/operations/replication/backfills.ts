import type { ReplicationBackfillProgress, ReplicationBackfillResult } from '@aws-sdk/client-ecr';
import { isFailure } from '../../aws/failure.js';
import { type Backfill, type BackfillResult, isUnderWay } from '../../world/records/backfill.js';
import type { Registry } from '../../world/registry.js';
import { imageIdShape } from '../images/image-shape.js';
import type { Operation } from '../operation.js';
import { DEFAULT_PAGE, indexedRows, nextTokenOf, positionedRows, takePage } from '../page-token.js';

export const startReplicationBackfill: Operation<'StartReplicationBackfill'> = {
  name: 'StartReplicationBackfill',
  handle({ destination }, context) {
    const { registry } = context;
    const { region, registryId: account } = destination;
    const backfill = context.engines.backfill.start(registry, { region, registryId: account }, context);
    return isFailure(backfill) ? backfill : backfillShape(registry, backfill);
  },
};

/** The members of the answers to Start and Stop. */
function backfillShape({ accountId }: Registry, backfill: Backfill) {
  return {
    replicationBackfillId: backfill.id,
    registryId: accountId,
    destination: { ...backfill.destination },
    status: backfill.status,
    startedAt: new Date(backfill.startedAt),
  };
}

/** Members that appear only later: their keys are absent before. */
function backfillCourse({ failureCode, progress, endedAt }: Backfill) {
  return {
    ...(failureCode === undefined ? {} : { failureCode }),
    ...(progress === undefined ? {} : { progress: progressShape(progress) }),
    ...(endedAt === undefined ? {} : { endedAt: new Date(endedAt) }),
  };
}

function progressShape({
  total,
  completed,
  failed,
  failureCodes,
}: NonNullable<Backfill['progress']>): ReplicationBackfillProgress {
  return {
    totalReplicationCount: total,
    completedReplicationCount: completed,
    failedReplicationCount: failed,
    failureCodes: [...failureCodes],
  };
}

export const describeReplicationBackfillResults: Operation<'DescribeReplicationBackfillResults'> = {
  name: 'DescribeReplicationBackfillResults',
  handle(input, context) {
    const { registry } = context;
    const { replicationBackfillId: id, resultStatusFilter: filter } = input;
    const backfill = registry.backfills.require(id, context.now, registry.accountId);
    if (isFailure(backfill)) return backfill;
    const answer = { ...backfillShape(registry, backfill), ...backfillCourse(backfill) };
    // Results exist only after the end [docs].
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

/** Cached selections of ended backfills, which no longer change: listing a page does not read all results. */
const selected = new WeakMap<Backfill, Map<string, readonly BackfillResult[]>>();

function resultsOf(backfill: Backfill, filter: string | undefined): readonly BackfillResult[] {
  if (filter === undefined) return backfill.results;
  let byStatus = selected.get(backfill);
  if (byStatus === undefined) selected.set(backfill, (byStatus = new Map<string, BackfillResult[]>()));
  let results = byStatus.get(filter);
  if (results === undefined) {
    byStatus.set(filter, (results = backfill.results.filter((one) => backfillStatus(one) === filter)));
  }
  return results;
}

function backfillStatus({ failureCode }: BackfillResult): 'COMPLETE' | 'FAILED' {
  return failureCode === undefined ? 'COMPLETE' : 'FAILED';
}

/** The children of an index have its codes, since they are replicated with it [assumed]. */
function resultShape(result: BackfillResult): ReplicationBackfillResult {
  const { repositoryName, digest, tag, failureCode, isIndex } = result;
  return {
    repositoryName,
    imageId: imageIdShape(digest, tag),
    status: backfillStatus(result),
    ...(failureCode === undefined ? {} : { failureCode }),
    ...(failureCode !== undefined && isIndex ? { subImageFailureCodes: [failureCode] } : {}),
  };
}

/** [docs] */
const BACKFILLS_ON_A_PAGE = 25;

export const listReplicationBackfills: Operation<'ListReplicationBackfills'> = {
  name: 'ListReplicationBackfills',
  handle(input, context) {
    const { registry } = context;
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

export const stopReplicationBackfill: Operation<'StopReplicationBackfill'> = {
  name: 'StopReplicationBackfill',
  handle({ replicationBackfillId: id }, context) {
    const { registry } = context;
    const backfill = registry.backfills.require(id, context.now, registry.accountId);
    if (isFailure(backfill)) return backfill;
    const stopped = context.engines.backfill.stop(backfill, context);
    return isFailure(stopped) ? stopped : backfillShape(registry, stopped);
  },
};
