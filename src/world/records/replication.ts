import type { Destination } from '../../aws/registry-id.js';
import type { Route } from '../configuration/replication-configuration.js';

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

/** A task that is under way; its source may be gone. */
export interface ReplicationInFlight {
  readonly repositoryName: string;
  readonly digest: string;
  readonly tag: string | undefined;
  readonly destination: Destination;
  readonly outcome: ReplicationAttempt;
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
  /** The rule it was sent by. */
  readonly route?: Route;
  /** What holds it back though it is due, for example `an outage of us-east-1`. */
  heldBy?: string | undefined;
  /** The permission it went by; opaque to the domain, as the cause of a failure is. Snapshots leave it out. */
  permit?: unknown;
  /** Whether its repository had to be made first, and by which creation template. */
  madeRepository?: { readonly template?: string };
  /** Why it failed; opaque to the domain, written and read by the replication engine. */
  cause?: unknown;
  /** The digest that holds the tag in an immutable destination, where the tag was withheld. */
  withheldBy?: string;
}
