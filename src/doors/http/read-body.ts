import type { IncomingMessage } from 'node:http';

/** The largest body: a layer part of 20 MiB as base64, with room for the rest, or a state to load. */
export const LARGEST_BODY = 64 * 1024 * 1024;

/**
 * Reads the body of a request. One that is too large is not kept; the rest of it is let by, since a client reads
 * the answer only when it has sent all.
 *
 * @returns the body, or undefined where it is too large
 * @throws where the client hangs up before the end
 */
export function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
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
