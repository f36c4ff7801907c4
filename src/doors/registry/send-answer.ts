import type { ServerResponse } from 'node:http';
import type { RegistryAnswer } from './answer.js';
import { pause } from './pause.js';

/** Whether one byte of the answer is changed. */
export type Corrupted = boolean;

/** The wire faults that a test set for an answer. */
export interface Meets {
  /** After how many bytes of the body the connection breaks. */
  readonly drop?: number | undefined;
  readonly bytesPerSecond?: number | undefined;
  readonly corrupted?: Corrupted | undefined;
}

/** Sends an answer; a streamed body is never held in memory as a whole. */
export async function sendAnswer(
  response: ServerResponse,
  method: string,
  { status, headers = {}, body = '', size }: RegistryAnswer,
  meets: Meets,
): Promise<void> {
  const isStream = typeof body === 'object' && 'bytes' in body;
  const length = size ?? (isStream ? body.size : Buffer.byteLength(body));
  const isEmpty = status === 204 || status === 304;
  response.writeHead(status, {
    'docker-distribution-api-version': 'registry/2.0',
    ...headers,
    ...(isEmpty ? {} : { 'content-length': String(length) }),
  });
  if (method === 'HEAD') {
    response.end();
    return;
  }
  const { drop, bytesPerSecond, corrupted } = meets;
  if (!isStream && drop === undefined && bytesPerSecond === undefined) {
    response.end(body);
    return;
  }
  const whole: AsyncIterable<Uint8Array> = isStream ? (body.bytes ?? none()) : single(Buffer.from(body));
  const bytes =
    drop === undefined && bytesPerSecond === undefined && corrupted !== true ? whole : meeting(whole, meets);
  try {
    for await (const piece of bytes) await flushed(response, piece);
    response.end();
  } catch {
    // The client disconnected, or the test wanted the connection to break.
    response.destroy();
  }
}

/** Releases a body, whether it was sent or not. */
export function endBody({ body }: RegistryAnswer): void {
  if (typeof body === 'object' && 'bytes' in body) body.bytes?.end();
}

/** Sends a piece. Its memory can be reused when this resolves. */
function flushed(response: ServerResponse, piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    if (response.destroyed) {
      reject(new Error('The client hung up.'));
      return;
    }
    const hungUp = () => reject(new Error('The client hung up.'));
    response.once('close', hungUp);
    response.write(piece, (error) => {
      response.off('close', hungUp);
      if (error) reject(error);
      else resolve();
    });
  });
}

async function* meeting(
  bytes: AsyncIterable<Uint8Array>,
  { drop = Infinity, bytesPerSecond, corrupted }: Meets,
): AsyncIterable<Uint8Array> {
  let sent = 0;
  for await (const piece of bytes) {
    const isChanged = corrupted === true && sent === 0;
    const kept = piece.subarray(0, Math.max(0, drop - sent));
    const next = isChanged ? changed(kept) : kept;
    if (bytesPerSecond !== undefined) await pause((next.byteLength / bytesPerSecond) * 1000);
    if (next.byteLength > 0) yield next;
    sent += piece.byteLength;
    if (sent >= drop) throw new Error('The connection has to break here.');
  }
}

function changed(piece: Uint8Array): Uint8Array {
  const copy = new Uint8Array(piece);
  copy[0] = (copy[0] ?? 0) ^ 1;
  return copy;
}

// eslint-disable-next-line @typescript-eslint/require-await -- there is nothing to wait for
async function* single(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

async function* none(): AsyncIterable<Uint8Array> {
  // Nothing is sent.
}
