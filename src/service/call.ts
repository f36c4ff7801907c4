import type { OperationName } from '../api/facts.js';
import type { Outcome } from '../aws/failure.js';
import type { Caller } from '../iam/caller.js';
import type { ProtocolRules } from '../world/registry-protocol.js';

/** Who calls, and from which Region's endpoint: what a door resolves before it dispatches. */
export interface Scope {
  readonly caller: Caller;
  /** The Region of the client's endpoint, for example `us-west-2`. */
  readonly region: string;
  /** Set if nothing told who calls, and the caller is the administrator of the default account. */
  readonly isDefaultCaller?: boolean | undefined;
  /** Set if the registry protocol asks, and not the API. */
  readonly protocol?: ProtocolRules | undefined;
}

/** What the pipeline hands back to a door, which shapes it for its wire. */
export interface Answer {
  /** UUID, deterministic under a seed; the `requestId` of `$metadata` and of the HTTP headers. */
  readonly requestId: string;
  /** The output without `$metadata`, owned by the receiver, or the refusal. */
  readonly outcome: Outcome<object>;
  /** What a test's author should know of a refusal, and the application should not see. */
  readonly hint?: string | undefined;
}

/** A call that was read: from here on the caller's own object does not matter. */
export interface PreparedCall {
  readonly operation: OperationName;
  /** Or why it cannot be read. */
  readonly input: Outcome<Record<string, unknown>>;
}

/** The one way into the model, whatever the door. Synchronous: nothing is seen half-done. */
export interface Dispatcher {
  /**
   * Reads a call, when it is sent.
   *
   * @param isLater the call is not performed at once: bytes are copied as well
   * @throws a `[fake-ecr]` error if there is no such operation, or the input has members that it may not have
   */
  prepare(operation: string, input: unknown, isLater?: boolean): PreparedCall;
  perform(call: PreparedCall, scope: Scope): Answer;
  /** Both at once. */
  dispatch(operation: string, input: unknown, scope: Scope): Answer;
}
