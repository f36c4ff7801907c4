import type { Caller } from '../caller.js';
import type { Callers } from '../credentials.js';
import type { Membership } from '../policy/condition-keys.js';
import type { Directory } from '../roles/directory.js';

/** What a session hands on to those that are made from it. */
export interface SessionFacts {
  /** Tags that stay through role chaining. */
  readonly transitiveTags: Readonly<Record<string, string>>;
  readonly sourceIdentity?: string | undefined;
}

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
