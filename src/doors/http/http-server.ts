import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Failure } from '../../aws/failure.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { printable } from '../../lib/printable.js';
import { answerWire, refusal, refuseUnread } from '../wire/aws-json.js';
import type { WireWorld } from '../wire/messages.js';
import { type AllowedHosts, browserFault } from './browser-guard.js';
import { CONTROL_PREFIX, type Control, type ControlAnswer, refuseControl } from './control.js';
import { ChangeStreams } from './change-stream.js';
import type { ConsolePage } from './console-page.js';
import { frontPage } from './front-page.js';
import { expectProgress, expectWhole } from './patience.js';
import { type ControlServing, serveControl } from './serve-control.js';
import { Traffic } from './traffic.js';

/** Where a server listens, and whom it answers. @public */
export interface HttpServerOptions {
  /** The address to listen at; loopback by default. */
  readonly host?: string;
  /**
   * Names by which clients call the server, besides `localhost`, names below it, and `host`; where it does not listen
   * on loopback, addresses too. A name that begins with a dot stands for all below it; `all` lets pages of browsers
   * in whose names were made to resolve here.
   */
  readonly allowedHosts?: AllowedHosts;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /**
   * How long a client may take to send its headers, and then its request, in milliseconds of real time; a minute by
   * default. A push may take longer as long as bytes keep arriving.
   */
  readonly requestTimeout?: number;
  /** How long requests in flight may take when the server closes, in milliseconds; three seconds by default. */
  readonly closeTimeout?: number;
  /** Called with a line for each answered request and each dropped client, with control characters escaped. */
  readonly onLog?: (line: string) => void;
}

/** A listening server. @public */
export interface RunningServer {
  /** The address for clients, for example `http://127.0.0.1:4566`. */
  readonly url: string;
  /** The address it listens on. */
  readonly host: string;
  /** The port it listens on. */
  readonly port: number;
  /** Stops listening, lets requests in flight finish, and closes open connections. */
  close(): Promise<void>;
}

/** What a server needs. */
export interface ServedWorld {
  readonly wire: WireWorld;
  readonly control: Control;
  /** Answers pushes and pulls, streaming. */
  readonly registry?: StreamingDoor | undefined;
  /** The page of the console, where it was built. */
  readonly page?: ConsolePage | undefined;
}

/** A door that reads requests and writes responses itself. */
export interface StreamingDoor {
  takes(path: string): boolean;
  /** @returns a line for the log */
  answer(request: IncomingMessage, response: ServerResponse): Promise<string>;
}

/**
 * Listens for the AWS JSON 1.1 protocol, and for control requests below `/_fake-ecr/`. Each request is read
 * completely and then answered synchronously, so that no request sees half of another's changes.
 *
 * @throws a `[fake-ecr]` error if the port is taken, or the host is not valid
 */
export async function startHttpServer(
  world: ServedWorld,
  {
    host = '127.0.0.1',
    port = 0,
    requestTimeout = 60_000,
    closeTimeout = 3_000,
    allowedHosts,
    onLog,
  }: HttpServerOptions = {},
): Promise<RunningServer> {
  if (host === '') {
    throw new FakeEcrError(
      'The host is empty.',
      'Expected an address such as 127.0.0.1, or 0.0.0.0 for all.',
    );
  }
  const allowed = ownNames({ host, allowedHosts });
  const log = (line: string) => onLog?.(printable(line));
  const streams = new Set<() => void>();
  const { control } = world;
  const changes = new ChangeStreams({
    get version() {
      return control.views.version;
    },
    listen: (listener) => control.onChange(listener),
  });
  const traffic = new Traffic();
  let isClosing = false;
  const server = createServer(timeLimits(requestTimeout), (request, response) => {
    traffic.add(response);
    const overdue = () => answerDamaged({ code: REQUEST_TIMEOUT } as NodeJS.ErrnoException, request.socket);
    if (world.registry?.takes(pathOf(request.url ?? '/')) === true) expectProgress(request, requestTimeout);
    else expectWhole(request, requestTimeout, overdue);
    serve(request, response, {
      ...world,
      streams,
      changes,
      log,
      boundTo: bound.address,
      allowed,
      isClosing,
    }).then(
      log,
      // The client has disconnected, so there is nobody to answer.
      () => response.destroy(),
    );
  });
  server.on('clientError', answerDamaged);
  await listen(server, host, port);
  const bound = server.address() as AddressInfo;
  const shown = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return {
    url: `http://${shown}:${bound.port}`,
    host: bound.address,
    port: bound.port,
    close: () => {
      isClosing = true;
      for (const end of streams) end();
      return traffic.close(server, closeTimeout);
    },
  };
}

/** The names that a server was told to listen at, and those that it was told to allow. */
export function ownNames({
  host,
  allowedHosts = [],
}: Pick<HttpServerOptions, 'host' | 'allowedHosts'>): AllowedHosts {
  return allowedHosts === 'all' || host === undefined ? allowedHosts : [...allowedHosts, host];
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // Stays for later errors, such as running out of file descriptors, which must not end the process.
    server.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new FakeEcrError(
              `Port ${port} of ${host} is taken.`,
              'Choose another one, or 0 for any free port.',
            )
          : new FakeEcrError(`Could not listen at ${host}:${port}: ${error.message}.`),
      );
    });
    server.listen(port, host, resolve);
  });
}

/** Node's limit is used for headers only: a layer may take as long as bytes keep arriving. */
export function timeLimits(requestTimeout: number) {
  return {
    requestTimeout: 0,
    headersTimeout: requestTimeout,
    connectionsCheckingInterval: Math.min(5_000, requestTimeout),
  };
}

const REQUEST_TIMEOUT = 'ERR_HTTP_REQUEST_TIMEOUT';

const DAMAGES: Readonly<Record<string, string>> = {
  [REQUEST_TIMEOUT]: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Malformed or endless requests have no response object. */
function answerDamaged({ code = '' }: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) return void socket.destroy();
  const status = DAMAGES[code] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy());
}

interface Serving extends ServedWorld, ControlServing {
  readonly boundTo: string;
  readonly allowed: AllowedHosts;
}

/** Answers a request. @returns a line for the log */
async function serve(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<string> {
  const { method = 'GET' } = request;
  const path = pathOf(request.url ?? '/');
  if (serving.registry?.takes(path) === true) return serving.registry.answer(request, response);
  const isControl = path.startsWith(CONTROL_PREFIX);
  const fault = browserFault(request.headers, serving.boundTo, serving.allowed);
  if (fault !== undefined) {
    // The rest of the body is drained: a client reads the answer only after it has sent everything.
    request.resume();
    const wire = { method, path, headers: headersOf(request), body: new Uint8Array() };
    send(
      response,
      isControl ? refuseControl(403, fault) : refuseUnread(wire, forbidden(fault), serving.wire),
    );
    return `${method} ${path} 403`;
  }
  const body = await readBody(request);
  if (body === undefined) {
    const failure = new Failure('RequestEntityTooLargeException', `More than ${LARGEST_BODY} bytes.`);
    send(response, refusal(failure, serving.wire.newRequestId(), 413));
    return `${method} ${path} 413 ${failure.code}`;
  }
  if (isControl) {
    const route = path.slice(CONTROL_PREFIX.length);
    const { status, ...answer } = serveControl(request, route, body, response, serving);
    if (!response.headersSent) send(response, { status, ...answer });
    return `${method} ${path} ${status}`;
  }
  const headers = headersOf(request);
  const page = frontPage({ method, path: request.url ?? path, headers });
  if (page !== undefined) {
    send(response, page);
    return `${method} ${path} ${page.status}`;
  }
  const answer = answerWire({ method, path, headers, body }, serving.wire);
  send(response, answer);
  const { 'x-amzn-errortype': type } = answer.headers;
  return `${method} ${headers['x-amz-target'] ?? path} ${answer.status}${type === undefined ? '' : ` ${type}`}`;
}

/** Our own error class: ECR does not check the origin of requests. */
function forbidden(fault: string): Failure {
  return new Failure('AccessDeniedException', fault);
}

/** The path without query; a client that uses this as a proxy sends the whole URL. */
function pathOf(url: string): string {
  return /^(?:https?:\/\/[^/?]*)?([^?]*)/.exec(url)?.[1] || '/';
}

function headersOf(request: IncomingMessage): Record<string, string | undefined> {
  const entries = Object.entries(request.headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function send(response: ServerResponse, { status, headers, body }: ControlAnswer): void {
  // Of what was not sent again the length is not said.
  const length = status === 304 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...headers, ...length }).end(body);
}

/** The largest body: a layer part of 20 MiB as base64, with room for the rest, or a state to load. */
export const LARGEST_BODY = 64 * 1024 * 1024;

/**
 * Reads the body of a request. An oversized body is drained, not buffered, since a client reads the answer only after
 * it has sent everything.
 *
 * @returns the body, or undefined if it is too large
 * @throws if the client disconnects before the end
 */
function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const announced = Number(request.headers['content-length'] ?? 0);
    let size = 0;
    const refuseTooLarge = () => {
      if (Math.max(size, announced) <= LARGEST_BODY) return false;
      chunks.length = 0;
      resolve(undefined);
      return true;
    };
    refuseTooLarge();
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (!refuseTooLarge()) chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
