import type { Callers } from '../../iam/credentials.js';
import type { Dispatcher } from '../../service/call.js';

/** A request as it comes over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** An answer as it goes over the wire. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The world behind a wire. */
export interface WireWorld {
  readonly dispatcher: Dispatcher;
  readonly callers: Callers;
  /** For requests that no credential scope says the Region of. */
  readonly defaultRegion: string;
  /** The id of a request that is answered before the model sees it. */
  newRequestId(): string;
  /** Answers a request that is meant for STS; undefined if that door is closed. */
  sts(request: WireRequest): WireResponse | undefined;
}
