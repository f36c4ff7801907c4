import type { Caller } from '../caller.js';
import type { Callers } from '../credentials.js';
import type { Membership } from '../policy/condition-keys.js';
import type { Directory } from '../roles/directory.js';
import type { SessionFacts } from '../session-facts.js';

/** Everything an operation of STS may use. */
export interface StsContext {
  readonly directory: Directory;
  readonly callers: Callers;
  /** The organization of an account. */
  readonly membershipOf: (accountId: string) => Membership;
  /** Epoch milliseconds. */
  readonly now: number;
  /** What sessions pass on to sessions created from them. */
  readonly facts: WeakMap<Caller, SessionFacts>;
}
