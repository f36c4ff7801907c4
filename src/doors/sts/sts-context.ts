import type { Directory } from '../../directory/directory.js';
import type { Caller } from '../../domain/caller.js';
import type { Membership } from '../../engines/policy/caller-keys.js';
import type { Callers } from '../../pipeline/callers.js';
import type { SessionFacts } from './session.js';

/** What an operation of STS works with. */
export interface StsContext {
  readonly directory: Directory;
  readonly callers: Callers;
  /** What an account is part of. */
  readonly membershipOf: (accountId: string) => Membership;
  /** Epoch milliseconds. */
  readonly now: number;
  /** What sessions hand on to those that are made from them. */
  readonly facts: WeakMap<Caller, SessionFacts>;
}
