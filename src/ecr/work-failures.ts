import type { Repository } from '../world/repository.js';

/** Background work of ECR that a test can make fail. */
export const FAILING_WORK = ['scan', 'lifecycle-preview', 'signing'] as const;
export type FailingWork = (typeof FAILING_WORK)[number];

/** How background work is to fail. */
export interface WorkFailure {
  /** For a scan the status it ends with (`FAILED` by default), otherwise the failure code. */
  readonly code?: string;
  /** A text for people. */
  readonly reason?: string;
}

/** Called when background work is due: the injected failure, if any. */
export interface WorkFailures {
  take(work: FailingWork, repository: Repository | undefined): WorkFailure | undefined;
}
