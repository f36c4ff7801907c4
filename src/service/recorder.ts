import type { OperationName } from '../api/facts.js';
import type { Outcome } from '../aws/failure.js';
import type { Scope } from './call.js';

/** When something happened, and where the sequence of identifiers was: with both it happens again in the same way. */
export interface Instant {
  /** Epoch milliseconds. */
  readonly now: number;
  /** How far the clock had been advanced, in milliseconds. */
  readonly ahead: number;
  readonly ids: number;
}

/** A call that was carried out. */
export interface DoneCall {
  readonly operation: OperationName;
  readonly input: Readonly<Record<string, unknown>>;
  readonly scope: Scope;
  readonly outcome: Outcome<object>;
  /**
   * Whether it did something that its operation and outcome do not say: it created a repository for a push, used a
   * Region for the first time, or something happened that other chapters react to.
   */
  readonly hasEffects: boolean;
}

/** Is told what changes the world, after it and before it is answered. */
export interface Recorder {
  /** Called before anything is changed. @throws if what was changed before can't be written down */
  requireReady(): void;
  /** @param at the moment before */
  called(call: DoneCall, at: Instant): void;
  /** Work that was due has run. @param at the moment before */
  ran(at: Instant): void;
  /** A repository has a blob that no call of the API gave it. */
  gained(blob: GainedBlob): void;
  /** A repository has a blob no longer, and no call of the API took it. */
  lost(blob: BlobPlace): void;
}

/** A blob of a repository. */
export interface BlobPlace {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly digest: string;
}

/** A blob of a repository, whose bytes are stored. */
export interface GainedBlob extends BlobPlace {
  /** Bytes. */
  readonly size: number;
}
