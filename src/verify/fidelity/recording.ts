import type { CallNote } from './bench.js';

/** The outcome of a statement. */
export type Outcome =
  /** ECR did what the fake does. */
  | 'agrees'
  | 'differs'
  /** It could not be shown: a permission is missing, or the network is. */
  | 'failed'
  /** It needs what the run was not given. */
  | 'skipped';

/** The result of a statement. */
export interface Shown {
  readonly id: string;
  readonly title: string;
  readonly grade: 'known' | 'assumed';
  /** The beginning of the choice in docs/fidelity.md, if it has no number. */
  readonly choice?: string;
  readonly outcome: Outcome;
  /** The observation in the fake, masked. */
  readonly fake?: unknown;
  /** The observation in ECR, masked. */
  readonly ecr?: unknown;
  /** Why it failed or was skipped. */
  readonly reason?: string;
  /** The calls that ECR was asked, masked. */
  readonly calls?: readonly CallNote[];
}

/** What a run can be sent in as: statements with what was seen, without anything that tells whose account it was. */
export interface Recording {
  /** The version of this form. */
  readonly fakeEcrRecording: 1;
  /** Whether it was ECR itself, or another endpoint that was asked: only the former is evidence. */
  readonly source: 'aws' | 'endpoint';
  /** `2026-11-29`. */
  readonly date: string;
  readonly region: string;
  /** The version of this package. */
  readonly version: string;
  readonly isComplete: boolean;
  readonly statements: readonly Shown[];
}

/** What a run has to know to go on, or to clean up after it was ended. Kept only on the local disk. */
export interface RunState<M, S> {
  readonly fakeEcrRun: 1;
  readonly account: string;
  readonly region: string;
  readonly prefix: string;
  readonly made: readonly M[];
  readonly saved: S;
  readonly shown: readonly Shown[];
}
