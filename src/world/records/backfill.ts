import { Failure, type Outcome } from '../../aws/failure.js';
import type { Destination } from '../../aws/registry-id.js';
import { OrderedIndex, type Positioned } from '../../lib/ordered-index.js';
import { StateMachine } from '../../lib/state-machine.js';
import { DAY } from '../world-options.js';

export type BackfillStatus = 'PREPARING' | 'IN_PROGRESS' | 'STOPPING' | 'STOPPED' | 'COMPLETE' | 'FAILED';

export const BACKFILL_STATES = new StateMachine<
  BackfillStatus,
  'begin' | 'complete' | 'fail' | 'stop' | 'end stopping'
>('replication backfill', {
  // There is no running work that would have to finish [assumed].
  PREPARING: { begin: 'IN_PROGRESS', stop: 'STOPPED', complete: 'COMPLETE' },
  IN_PROGRESS: { complete: 'COMPLETE', fail: 'FAILED', stop: 'STOPPING' },
  STOPPING: { 'end stopping': 'STOPPED' },
  STOPPED: {},
  COMPLETE: {},
  FAILED: {},
});

const UNDER_WAY: ReadonlySet<BackfillStatus> = new Set(['PREPARING', 'IN_PROGRESS', 'STOPPING']);

/** How long a finished backfill can be read [docs]. */
const KEPT_AFTER_END = 90 * DAY;

/** One replication of a backfill: an image with at most one tag. */
export interface BackfillResult {
  readonly repositoryName: string;
  readonly digest: string;
  readonly tag: string | undefined;
  readonly isIndex: boolean;
  /** Absent if it succeeded. */
  readonly failureCode?: string | undefined;
}

export interface BackfillProgress {
  readonly total: number;
  completed: number;
  failed: number;
  readonly failureCodes: Set<string>;
}

/** The replication of existing images to one destination. Times are epoch milliseconds. */
export interface Backfill extends Positioned {
  readonly id: string;
  readonly destination: Destination;
  readonly startedAt: number;
  status: BackfillStatus;
  endedAt: number | undefined;
  failureCode: string | undefined;
  /** Absent before the work starts. */
  progress: BackfillProgress | undefined;
  readonly results: BackfillResult[];
}

export function isUnderWay({ status }: Backfill): boolean {
  return UNDER_WAY.has(status);
}

/** The backfills of one registry, as long as they can be read. */
export class Backfills {
  private readonly byId = new Map<string, Backfill>();
  private readonly order = new OrderedIndex<Backfill>();

  add(backfill: Backfill): void {
    this.byId.set(backfill.id, backfill);
    this.order.add(backfill);
  }

  require(id: string, now: number, registryId: string): Outcome<Backfill> {
    const backfill = this.byId.get(id);
    if (backfill !== undefined && !isForgotten(backfill, now)) return backfill;
    // The service's own text is unknown [assumed].
    return new Failure(
      'ReplicationBackfillNotFoundException',
      `The replication backfill with id '${id}' does not exist in the registry with id '${registryId}'`,
    );
  }

  *list(now: number, position?: number): Iterable<Backfill> {
    for (const backfill of this.order.from(position)) if (!isForgotten(backfill, now)) yield backfill;
  }

  all(): Iterable<Backfill> {
    return this.order.from();
  }

  underWay(): readonly Backfill[] {
    return [...this.byId.values()].filter(isUnderWay);
  }
}

function isForgotten({ endedAt }: Backfill, now: number): boolean {
  return endedAt !== undefined && now - endedAt >= KEPT_AFTER_END;
}
