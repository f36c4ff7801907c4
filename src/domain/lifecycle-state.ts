import { StateMachine } from './state-machine.js';

/** A lifecycle policy in force. Times are epoch milliseconds. */
export interface LifecycleState {
  readonly text: string;
  readonly putAt: number;
  /** 0 until the first run [docs]. */
  lastEvaluatedAt: number;
  /** The latest runs that did or refused something, newest last. */
  readonly runs: LifecycleRun[];
}

/** What one run of a lifecycle policy did. */
export interface LifecycleRun {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly actions: readonly LifecycleActionTaken[];
  /** Images that a rule selected and that had to stay. */
  readonly failures: readonly { readonly digest: string; readonly code: string; readonly reason: string }[];
}

export interface LifecycleActionTaken {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly type: 'EXPIRE' | 'TRANSITION';
  /** Absent for a referrer that followed its subject. */
  readonly rulePriority?: number;
}

/** Referrers of a subject that went, or was archived, and what is to become of them. */
export interface FollowingReferrers {
  readonly subject: string;
  readonly action: LifecycleActionTaken['type'];
  /** Epoch milliseconds. */
  readonly dueAt: number;
}

/** How many runs a repository remembers. */
export const REMEMBERED_RUNS = 20;

export type PreviewStatus = 'IN_PROGRESS' | 'COMPLETE' | 'FAILED' | 'EXPIRED';

export const PREVIEW_STATES = new StateMachine<PreviewStatus, 'complete' | 'fail' | 'expire'>(
  'lifecycle policy preview',
  {
    IN_PROGRESS: { complete: 'COMPLETE', fail: 'FAILED' },
    COMPLETE: { expire: 'EXPIRED' },
    FAILED: { expire: 'EXPIRED' },
    EXPIRED: {},
  },
);

/** One row of a preview: an image that the policy would act on. */
export interface PreviewRow {
  readonly digest: string;
  readonly tags: readonly string[];
  /** Epoch milliseconds. */
  readonly pushedAt: number;
  readonly type: 'EXPIRE' | 'TRANSITION';
  readonly rulePriority: number;
  readonly storageClass: 'STANDARD' | 'ARCHIVE';
}

/** What a policy would do, as of the moment the preview was started. */
export interface LifecyclePreview {
  readonly id: string;
  readonly text: string;
  readonly rows: readonly PreviewRow[];
  /** Epoch milliseconds: when it ended, if it did. */
  endedAt: number | undefined;
  status: PreviewStatus;
}
