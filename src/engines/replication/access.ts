import type { Registry } from '../../domain/registry.js';
import type { WrittenOrigin } from '../../domain/written-origin.js';

export type ReplicationAction = 'ecr:ReplicateImage' | 'ecr:CreateRepository' | 'ecr:TagResource';

/** May the replication role of a source do something at a destination, and why. */
export interface AccessVerdict {
  readonly allowed: boolean;
  /** Readable lines, most telling first: no policy, the statement that denies, or what failed to match. */
  reasons(): readonly string[];
  /** The statement that allows or denies it, or that came nearest: its Sid or place. Absent where none did. */
  statement(): string | undefined;
  /** Where that statement is written, or the element of it that did not match. */
  origin(): WrittenOrigin | undefined;
}

/** The destination's permission as it stood when asked: later changes of the policy do not alter it. */
export interface StandingAccess {
  judge(action: ReplicationAction, repositoryName: string): AccessVerdict;
  /** Whether any statement allows ecr:ReplicateImage to the source, for whatever repositories. */
  mentions(): boolean;
}

/** How the replication engine asks for permission; policies are none of its business. */
export interface ReplicationAccess {
  /** @param now epoch milliseconds, since conditions may ask for the time */
  between(source: Registry, destination: Registry, now: number): StandingAccess;
}
