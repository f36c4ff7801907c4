import type { Repository } from '../world/repository.js';

/** Work of ECR's own that a test can make fail. */
export const FAILING_WORK = ['scan', 'lifecycle-preview', 'signing'] as const;
export type FailingWork = (typeof FAILING_WORK)[number];

/** How a piece of work is to fail. */
export interface WorkFailure {
  /** For a scan the status it ends with (`FAILED` by default), else the failure code. */
  readonly code?: string;
  /** A text for people. */
  readonly reason?: string;
}

/** Asked when a piece of work is due: the failure that the test wants, if it wants one. */
export interface WorkFailures {
  take(work: FailingWork, repository: Repository | undefined): WorkFailure | undefined;
}
