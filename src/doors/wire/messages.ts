import type { Callers } from '../../iam/credentials.js';
import type { Dispatcher } from '../../service/call.js';

/** An incoming request. */
export interface WireRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** The response to send. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The world that answers. */
export interface WireWorld {
  readonly dispatcher: Dispatcher;
  readonly callers: Callers;
  /** The Region of requests without a credential scope. */
  readonly defaultRegion: string;
  /** The id of a request that is answered without the model. */
  newRequestId(): string;
  /** Answers a request for STS; undefined if that door is closed. */
  sts(request: WireRequest): WireResponse | undefined;
}
