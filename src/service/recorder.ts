import type { OperationName } from '../api/facts.js';
import type { Outcome } from '../aws/failure.js';
import type { Scope } from './call.js';

/** When something happened, and where the sequence of identifiers was: with both it happens again in the same way. */
export interface Moment {
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
  /** Whether something happened that other chapters react to. */
  readonly hasEvents: boolean;
}

/** Is told what changes the world, after it and before it is answered. */
export interface Recorder {
  /** @param at the moment before */
  called(call: DoneCall, at: Moment): void;
  /** Work that was due has run. @param at the moment before */
  ran(at: Moment): void;
  /** A repository has a blob that no call of the API gave it. */
  gained(blob: GainedBlob): void;
}

/** A blob of a repository, whose bytes are stored. */
export interface GainedBlob {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
}
