import type { OperationName } from '../api/facts.js';
import type { Outcome } from '../aws/failure.js';
import type { Caller } from '../iam/caller.js';
import type { ProtocolRules } from '../world/registry-protocol.js';

/** Who calls, and from which Region's endpoint: a door finds this out before it dispatches. */
export interface Scope {
  readonly caller: Caller;
  /** The Region of the client's endpoint, for example `us-west-2`. */
  readonly region: string;
  /** Set if the caller is unknown, so the administrator of the default account is assumed. */
  readonly isDefaultCaller?: boolean | undefined;
  /** Set if the call came by the registry protocol, not by the API. */
  readonly protocol?: ProtocolRules | undefined;
}

/** What the pipeline returns to a door, which formats it for its protocol. */
export interface Answer {
  /** UUID, deterministic under a seed; the `requestId` of `$metadata` and of the HTTP headers. */
  readonly requestId: string;
  /** The output without `$metadata`, owned by the receiver, or the refusal. */
  readonly outcome: Outcome<object>;
  /** A hint about a refusal for the test's author, which the application does not see. */
  readonly hint?: string | undefined;
}

/** A call that was read: later changes of the caller's object have no effect. */
export interface PreparedCall {
  readonly operation: OperationName;
  /** Or why it cannot be read. */
  readonly input: Outcome<Record<string, unknown>>;
}

/** The only way into the model, for all doors. Synchronous: no caller sees a half-done change. */
export interface Dispatcher {
  /**
   * Reads a call at the time it is sent.
   *
   * @param isLater true if the call is performed later: then bytes are copied as well
   * @throws a `[fake-ecr]` error if there is no such operation, or the input has unknown members and the test asked
   *   for an error
   */
  prepare(operation: string, input: unknown, isLater?: boolean): PreparedCall;
  perform(call: PreparedCall, scope: Scope): Answer;
  /** Reads and performs a call. */
  dispatch(operation: string, input: unknown, scope: Scope): Answer;
}
