import type { Destination } from '../../aws/registry-id.js';
import type { Route } from '../configuration/replication-configuration.js';
import type { WrittenOrigin } from '../written-origin.js';

export type ReplicationStatus = 'IN_PROGRESS' | 'COMPLETE' | 'FAILED';

/** The outcome for one image at one destination, and why; the task that started last decides the status. */
export interface ReplicationRecord {
  readonly destination: Destination;
  status: ReplicationStatus;
  /** Only on FAILED. */
  failureCode?: string | undefined;
  /** The last attempt for each tag; pushes by digest count as one without a tag. */
  readonly attempts: ReplicationAttempt[];
}

/** A task that is under way; its source may have been removed. */
export interface ReplicationInFlight {
  readonly repositoryName: string;
  readonly digest: string;
  readonly tag: string | undefined;
  readonly destination: Destination;
  readonly outcome: ReplicationAttempt;
  /** Releases the bytes that are copied, if the world ends before the task does. */
  release(): void;
}

/** A task, kept for explanations. Times are epoch milliseconds. */
export interface ReplicationAttempt {
  readonly tag: string | undefined;
  readonly startedAt: number;
  /** Infinity if the task is waiting for `settle()`. */
  readonly dueAt: number;
  endedAt?: number;
  status: ReplicationStatus;
  failureCode?: string;
  /** The rule it was sent by. */
  readonly route?: Route;
  /** What holds it back although it is due, for example `an outage of us-east-1`. */
  heldBy?: string | undefined;
  /** The permission that was checked. Snapshots leave it out. */
  permit?: ReplicationPermission;
  /** Whether its repository had to be created first, and by which creation template. */
  madeRepository?: { readonly template?: string };
  /** Why it failed, if it has. */
  cause?: FailureCause;
  /** The digest that keeps the tag in an immutable destination, if the tag was withheld. */
  withheldBy?: string;
}

/** What replication needs permission for at its destination. */
export type ReplicationAction = 'ecr:ReplicateImage' | 'ecr:CreateRepository' | 'ecr:TagResource';

/** Whether the replication role of a source is allowed to do something at a destination, and why. */
export interface ReplicationPermission {
  readonly allowed: boolean;
  /** Lines for people, the most useful first: no policy, the statement that denies, or what failed to match. */
  reasons(): readonly string[];
  /** The statement that allows or denies it, or that nearly matched: its Sid or position. Absent if there is none. */
  statement(): string | undefined;
  /** Where in a template that statement is, or its element that did not match. */
  origin(): WrittenOrigin | undefined;
  /** The same as lines for people: also who has replaced what was written. */
  places(): readonly string[];
}

/** Why a task failed, for status and for explanations. */
export type FailureCause = Denial | UnrelatedToPermission;

/** Its permission has the details. */
interface Denial {
  readonly kind: 'denied';
  readonly action: ReplicationAction;
  readonly permission: ReplicationPermission;
  /** The creation template whose tags need the permission. */
  readonly template?: string;
}

export type UnrelatedToPermission =
  | {
      readonly kind: 'region-disabled';
      readonly side: 'source' | 'destination';
      readonly accountId: string;
      readonly region: string;
    }
  | {
      readonly kind: 'creation-failed';
      readonly problem: string;
      readonly exception: string;
      /** The creation template that should have been used. */
      readonly template?: string;
    }
  | { readonly kind: 'limit-exceeded'; readonly problem: string }
  /** The destination's repository has a KMS key that ECR can't use. */
  | { readonly kind: 'key-unusable'; readonly problem: string }
  | { readonly kind: 'source-deleted' }
  | { readonly kind: 'injected'; readonly code: string };
