import type { Outcome } from '../aws/failure.js';
import type { Caller } from '../iam/caller.js';
import type { ProtocolRules } from '../world/registry-protocol.js';

/** Who calls, and from which Region's endpoint: what a door resolves before it dispatches. */
export interface Scope {
  readonly caller: Caller;
  /** The Region of the client's endpoint, for example `us-west-2`. */
  readonly region: string;
  /** Set where nothing told who calls, and the caller is the administrator of the default account. */
  readonly isDefaultCaller?: boolean | undefined;
  /** Set where the registry protocol asks, and not the API. */
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

/** The one way into the model, whatever the door. Synchronous: nothing is seen half-done. */
export interface Dispatcher {
  dispatch(operation: string, input: unknown, scope: Scope): Answer;
}
