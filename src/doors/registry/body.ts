import type { IncomingMessage } from 'node:http';
import { PartBuffer } from './part-buffer.js';

/** How a body ended: whole, or with a connection that broke. */
export type BodyEnd = 'whole' | 'broken';

/** Reads the body of one request, once. */
export class BodyReader {
  /**
   * @param request whose body is read
   * @param watch told of the bytes that have come so far; awaited
   * @param cut after how many bytes the connection breaks
   */
  constructor(
    private readonly request: IncomingMessage,
    private readonly watch?: (received: number) => Promise<unknown>,
    private readonly cut = Infinity,
  ) {}

  /** How long the body says it is; undefined if it comes in chunks. */
  get announced(): number | undefined {
    const length = this.request.headers['content-length'];
    return length === undefined ? undefined : Number(length);
  }

  /**
   * Hands on the body in parts of one size, the last of which may be shorter. Where the connection breaks, what came
   * is handed on all the same.
   *
   * @param take told of each part; where it answers false, the rest is let by
   * @param written resolves once nobody reads the parts that were handed on: their memory is used again then
   * @throws what either of them throws, after the rest was let by
   */
  async parts(
    size: number,
    take: (part: Buffer) => boolean,
    written: () => Promise<unknown> | undefined,
  ): Promise<BodyEnd> {
    let [part, other] = [new PartBuffer(size), new PartBuffer(size)];
    let earlier: Promise<unknown> | undefined;
    let isWanted = true;
    const flush = async () => {
      if (part.length === 0 || !isWanted) return;
      isWanted = take(part.bytes);
      // While this one is written the next one comes in, into the memory of the one before.
      const own = written();
      // Seen when it is awaited.
      own?.catch(() => undefined);
      await earlier;
      earlier = own;
      [part, other] = [other, part];
      part.length = 0;
    };
    try {
      const end = await this.each(async (chunk) => {
        let rest = chunk;
        while (isWanted && rest.length > 0) {
          rest = rest.subarray(part.fill(rest));
          if (part.length === size) await flush();
        }
      });
      await flush();
      await earlier;
      return end;
    } finally {
      await written()?.catch(() => undefined);
      part.release();
      other.release();
    }
  }

  /**
   * Reads the body whole.
   *
   * @param most the most bytes; of a longer one the rest is let by
   * @returns undefined if it is longer, or breaks off
   */
  async whole(most: number): Promise<Buffer | undefined> {
    const pieces: Buffer[] = [];
    let size = 0;
    const end = await this.each((chunk) => {
      size += chunk.length;
      if (size <= most) pieces.push(chunk);
      else pieces.length = 0;
    });
    return end === 'broken' || size > most ? undefined : Buffer.concat(pieces);
  }

  /** Lets the body by: a client reads the answer only when it has sent all. */
  async drop(): Promise<void> {
    await this.each(() => undefined);
  }

  private async each(take: (chunk: Buffer) => Promise<void> | void): Promise<BodyEnd> {
    let received = 0;
    const troubles: unknown[] = [];
    try {
      for await (const chunk of this.request as AsyncIterable<Buffer>) {
        try {
          if (troubles.length === 0) await take(chunk.subarray(0, this.cut - received));
        } catch (error) {
          troubles.push(error);
        }
        received += chunk.length;
        if (received >= this.cut) {
          this.request.destroy();
          break;
        }
        await this.watch?.(received);
      }
    } catch {
      // The connection broke.
    }
    // Not before the rest was let by: the client is to read the answer.
    if (troubles.length > 0) throw troubles[0];
    return this.request.complete && received < this.cut ? 'whole' : 'broken';
  }
}
