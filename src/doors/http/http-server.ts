import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '../../domain/failure.js';
import { MisuseError } from '../../domain/misuse.js';
import { answerWire, refusal } from '../wire/answer-wire.js';
import type { WireResponse, WireWorld } from '../wire/wire-message.js';
import { CONTROL_PREFIX, type Control, answerControl, streamEvents } from './control.js';

/** The largest body: a layer part of 20 MiB as base64, with room for the rest, or a state to load. */
export const LARGEST_BODY = 64 * 1024 * 1024;

export interface HttpServerOptions {
  /** The address to listen at; loopback by default. */
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Told of each request that was answered: one line. */
  readonly onLog?: (line: string) => void;
}

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Stops listening and ends what is open. */
  close(): Promise<void>;
}

/**
 * Listens for the AWS JSON 1.1 protocol, and for control requests below `/_fake-ecr/`. Each request is read
 * whole and then answered at once, so that none sees half of another's changes.
 *
 * @throws a `[fake-ecr]` error where the port is taken
 */
export async function startHttpServer(
  world: WireWorld & { readonly control: Control },
  { host = '127.0.0.1', port = 0, onLog }: HttpServerOptions = {},
): Promise<RunningServer> {
  const streams = new Set<() => void>();
  const server = createServer((request, response) => {
    void serve(request, response, world, streams, onLog);
  });
  // Damaged requests have no response object to answer with.
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
  });
  await listen(server, host, port);
  const bound = server.address() as AddressInfo;
  const shown = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return {
    url: `http://${shown}:${bound.port}`,
    host: bound.address,
    port: bound.port,
    close: () => close(server, streams),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new MisuseError(`Port ${port} of ${host} is taken.`, 'Choose another one, or 0 for any free one.')
          : new MisuseError(`Could not listen at ${host}:${port}: ${error.message}.`),
      );
    });
    server.listen(port, host, resolve);
  });
}

function close(server: Server, streams: ReadonlySet<() => void>): Promise<void> {
  for (const end of streams) end();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  world: WireWorld & { readonly control: Control },
  streams: Set<() => void>,
  onLog: ((line: string) => void) | undefined,
): Promise<void> {
  const { method = 'GET' } = request;
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  try {
    const body = await read(request);
    if (body === undefined) {
      response.setHeader('connection', 'close');
      send(
        response,
        refusal(new Failure('RequestEntityTooLargeException', `More than ${LARGEST_BODY} bytes.`), 413),
      );
      return;
    }
    if (path.startsWith(CONTROL_PREFIX)) {
      const route = path.slice(CONTROL_PREFIX.length);
      if (route === 'events' && method === 'GET' && request.headers.accept?.includes('text/event-stream')) {
        const end = streamEvents(request, response, world.control);
        streams.add(end);
        request.once('close', () => streams.delete(end));
        return;
      }
      const answer = answerControl({ method, route, body }, world.control);
      response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
      onLog?.(`${method} ${path} ${answer.status}`);
      return;
    }
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : value,
      ]),
    );
    const answer = answerWire({ method, path, headers, body }, world);
    send(response, answer);
    onLog?.(
      `${method} ${headers['x-amz-target'] ?? path} ${answer.status} ${answer.headers['x-amzn-errortype'] ?? ''}`.trim(),
    );
  } catch {
    // A client that hung up; there is nobody to tell.
    response.destroy();
  }
}

/** The body, or undefined where it is too large. @throws where the client hangs up */
async function read(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, headers, body }: WireResponse): void {
  const length = String(Buffer.byteLength(body));
  response.writeHead(status, { ...headers, 'content-length': length }).end(body);
}
