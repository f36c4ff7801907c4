import { list } from '../lib/json-shape.js';
import type { Backfill, BackfillResult, BackfillStatus } from '../world/records/backfill.js';
import {
  type Moment,
  count,
  destination,
  digest,
  members,
  moment,
  oneOf,
  position,
  present,
  repositoryName,
  tag,
  texts,
  words,
  yesOrNo,
} from './words.js';

export interface BackfillSnapshot {
  readonly id: string;
  readonly position: number;
  readonly destination: { readonly region: string; readonly registryId: string };
  readonly startedAt: Moment;
  readonly endedAt?: Moment;
  readonly status: BackfillStatus;
  readonly failureCode?: string;
  readonly progress?: {
    readonly total: number;
    readonly completed: number;
    readonly failed: number;
    readonly failureCodes: readonly string[];
  };
  readonly results: readonly BackfillResult[];
}

const resultShape = members<BackfillResult>(
  'a result of a backfill',
  { repositoryName, digest, tag, isIndex: yesOrNo, failureCode: words },
  ['tag', 'failureCode'],
);

export const backfillShape = members<BackfillSnapshot>(
  'a backfill',
  {
    id: words,
    position,
    destination,
    startedAt: moment,
    endedAt: moment,
    status: oneOf<BackfillStatus>('a status of a backfill', {
      PREPARING: true,
      IN_PROGRESS: true,
      STOPPING: true,
      STOPPED: true,
      COMPLETE: true,
      FAILED: true,
    }),
    failureCode: words,
    progress: members<NonNullable<BackfillSnapshot['progress']>>('progress', {
      total: count,
      completed: count,
      failed: count,
      failureCodes: texts,
    }),
    results: list(resultShape, 'a list of results'),
  },
  ['endedAt', 'failureCode', 'progress'],
);

export function captureBackfill(backfill: Backfill): BackfillSnapshot {
  const { progress, endedAt, failureCode, ...rest } = backfill;
  return {
    ...rest,
    ...present({ endedAt, failureCode }),
    ...(progress === undefined
      ? {}
      : { progress: { ...progress, failureCodes: [...progress.failureCodes] } }),
  };
}

export function restoreBackfill(saved: BackfillSnapshot): Backfill {
  const { progress, endedAt, failureCode, results, ...rest } = saved;
  return {
    ...rest,
    endedAt,
    failureCode,
    results: [...results],
    progress:
      progress === undefined ? undefined : { ...progress, failureCodes: new Set(progress.failureCodes) },
  };
}
