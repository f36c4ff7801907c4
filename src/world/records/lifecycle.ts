import { StateMachine } from '../../lib/state-machine.js';
import { DAY } from '../world-options.js';

/** A policy acts within 24 hours: here once a day, counted from its Put [assumed]. */
const RUN_EVERY = DAY;

/** A lifecycle policy in force. Times are epoch milliseconds. */
export interface LifecycleState {
  readonly text: string;
  readonly putAt: number;
  /** 0 until the first run [docs]. */
  lastEvaluatedAt: number;
  /** The latest runs that expired, archived or refused an image, newest last. */
  readonly runs: LifecycleRun[];
  /** What the last run refused, if nothing has changed since: the following daily runs refuse the same. */
  standing?: LifecycleRun | undefined;
}

/** What one run of a lifecycle policy did. @public */
export interface LifecycleRun {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Images that the run expired or archived. */
  readonly actions: readonly LifecycleActionTaken[];
  /** Images that a rule selected but that could not be removed. */
  readonly failures: readonly { readonly digest: string; readonly code: string; readonly reason: string }[];
}

/** What a run of a lifecycle policy did to an image. */
export interface LifecycleActionTaken {
  /** `sha256:…` of the manifest. */
  readonly digest: string;
  /** The tags that it had. */
  readonly tags: readonly string[];
  /** Whether it was deleted or archived. */
  readonly type: 'EXPIRE' | 'TRANSITION';
  /** Absent for a referrer that followed its subject. */
  readonly rulePriority?: number;
}

/** Referrers of a removed or archived subject, and what will happen to them. */
export interface FollowingReferrers {
  readonly subject: string;
  readonly action: LifecycleActionTaken['type'];
  /** Epoch milliseconds. */
  readonly dueAt: number;
}

/** How many runs a repository remembers. */
const REMEMBERED_RUNS = 20;

/** The first moment after another at which a policy runs. */
export function nextRunAfter({ putAt }: LifecycleState, moment: number): number {
  return putAt + (Math.floor((moment - putAt) / RUN_EVERY) + 1) * RUN_EVERY;
}

/** Notes a run that did or refused something. */
export function rememberRun({ runs }: LifecycleState, run: LifecycleRun): void {
  if (run.actions.length + run.failures.length === 0) return;
  runs.push(run);
  if (runs.length > REMEMBERED_RUNS) runs.shift();
}

/**
 * Adds the records of daily runs up to a moment that were skipped, because nothing had changed since the run before.
 * Everything that reads the state calls this first.
 *
 * @param now epoch milliseconds; all work that is due by then is done
 */
export function bringUpToDate(lifecycle: LifecycleState, now: number): LifecycleState {
  const last = nextRunAfter(lifecycle, now) - RUN_EVERY;
  if (last <= lifecycle.putAt) return lifecycle;
  lifecycle.lastEvaluatedAt = Math.max(lifecycle.lastEvaluatedAt, last);
  const { standing } = lifecycle;
  if (standing === undefined || standing.at >= last) return lifecycle;
  const oldest = last - (REMEMBERED_RUNS - 1) * RUN_EVERY;
  for (let at = Math.max(oldest, nextRunAfter(lifecycle, standing.at)); at <= last; at += RUN_EVERY) {
    rememberRun(lifecycle, { ...standing, at });
  }
  lifecycle.standing = { ...standing, at: last };
  return lifecycle;
}

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

/** What a policy would do at the moment the preview was started. */
export interface LifecyclePreview {
  readonly id: string;
  readonly text: string;
  readonly rows: readonly PreviewRow[];
  /** Epoch milliseconds: when it ended, if it has. */
  endedAt: number | undefined;
  status: PreviewStatus;
}
