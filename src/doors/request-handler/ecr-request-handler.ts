import { isAnyArrayBuffer } from 'node:util/types';
import { utf8Bytes } from '../../lib/utf8.js';
import { INSPECT } from '../../lib/handle-kind.js';
import { answerWire } from '../wire/aws-json.js';
import type { WireWorld } from '../wire/messages.js';
import { OWN_HANDLER } from './own-handler.js';

/** The parts of the SDK's request that are read here. */
export interface SmithyRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What the SDK expects from a request handler. */
export interface SmithyResponse {
  readonly response: {
    readonly statusCode: number;
    readonly headers: Record<string, string>;
    readonly body: Uint8Array;
  };
}

/** The SDK's options that are read here. */
export interface HandlerOptions {
  /** The call's signal; an aborted call is not answered. */
  readonly abortSignal?: { readonly aborted: boolean };
}

/**
 * Answers a client below its middleware: the SDK's serializers, signer, retries and error parsing all run, but no
 * socket is opened.
 *
 * @public
 */
export class EcrRequestHandler {
  /** What the SDK asks of a handler. */
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #world: WireWorld;

  /** @internal */
  constructor(world: WireWorld) {
    this.#world = world;
  }

  /** @internal */
  get [OWN_HANDLER](): true {
    return true;
  }

  /**
   * Answers a request of the SDK, which calls this itself.
   *
   * @param request method, path, headers and body
   * @throws (rejects with) AbortError if the signal is aborted, as the SDK's own handlers do
   * @example
   * const client = new ECRClient({ requestHandler: ecr.requestHandler(), region: 'us-west-2', credentials });
   */
  async handle(request: SmithyRequest, { abortSignal }: HandlerOptions = {}): Promise<SmithyResponse> {
    refuseAborted(abortSignal);
    const body = await bytesOf(request.body);
    refuseAborted(abortSignal);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const answer = answerWire({ method: request.method, path: request.path, headers, body }, this.#world);
    return {
      response: {
        statusCode: answer.status,
        headers: { ...answer.headers },
        body: utf8Bytes(answer.body),
      },
    };
  }

  /** Nothing to configure. */
  updateHttpClientConfig(): void {
    return undefined;
  }

  /** Nothing is configured here. */
  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  /** @internal */
  [INSPECT](): string {
    return `[EcrRequestHandler: answers in memory, for ${this.#world.callers.defaultAccount} if credentials do not say]`;
  }

  /** There is nothing to close. */
  destroy(): void {
    return undefined;
  }
}

function refuseAborted(signal: HandlerOptions['abortSignal']): void {
  if (signal?.aborted !== true) return;
  throw Object.assign(new Error('Request aborted'), { name: 'AbortError' });
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return utf8Bytes(body);
  // Checked by their type tag: bytes of another realm are not instances of this one's classes.
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (isAnyArrayBuffer(body)) return new Uint8Array(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array | string>) {
    chunks.push(typeof chunk === 'string' ? utf8Bytes(chunk) : chunk);
  }
  return Buffer.concat(chunks);
}
