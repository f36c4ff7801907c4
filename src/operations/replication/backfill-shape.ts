import type { ReplicationBackfillProgress } from '@aws-sdk/client-ecr';
import type { Registry } from '../../domain/registry.js';
import type { Backfill } from '../../domain/replication-backfill.js';

/** What the answers to Start and Stop have. */
export function backfillShape({ accountId }: Registry, backfill: Backfill) {
  return {
    replicationBackfillId: backfill.id,
    registryId: accountId,
    destination: { ...backfill.destination },
    status: backfill.status,
    startedAt: new Date(backfill.startedAt),
  };
}

/** What is there only from some moment on: absent keys before. */
export function backfillCourse({ failureCode, progress, endedAt }: Backfill) {
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
