import type { Destination } from './destination.js';

export type ReplicationStatus = 'IN_PROGRESS' | 'COMPLETE' | 'FAILED';

/** What became of one image at one destination, and why; the last task to start decides the status. */
export interface ReplicationRecord {
  readonly destination: Destination;
  status: ReplicationStatus;
  /** Only on FAILED. */
  failureCode?: string | undefined;
  /** The last attempt for each tag, and one without a tag for pushes by digest. */
  readonly attempts: ReplicationAttempt[];
}

/** One task, as remembered for explanations. Times are epoch milliseconds. */
export interface ReplicationAttempt {
  readonly tag: string | undefined;
  readonly startedAt: number;
  /** Infinity where the task waits for `settle()`. */
  readonly dueAt: number;
  endedAt?: number;
  status: ReplicationStatus;
  failureCode?: string;
  /** Why it failed; opaque to the domain, written and read by the replication engine. */
  cause?: unknown;
  /** The digest that holds the tag in an immutable destination, where the tag was withheld. */
  withheldBy?: string;
}
