import type { IncomingMessage } from 'node:http';
import { PartBuffer } from './part-buffer.js';

/** How a body ended: complete, or with a broken connection. */
export type BodyEnd = 'whole' | 'broken';

/** Reads the body of one request, once. */
export class BodyReader {
  /**
   * @param request the one whose body is read
   * @param watch called with the number of bytes received so far; awaited
   * @param cut after how many bytes the connection breaks
   */
  constructor(
    private readonly request: IncomingMessage,
    private readonly watch?: (received: number) => Promise<unknown>,
    private readonly cut = Infinity,
  ) {}

  /** The stated length of the body; undefined if it comes in chunks. */
  get announced(): number | undefined {
    const length = this.request.headers['content-length'];
    return length === undefined ? undefined : Number(length);
  }

  /**
   * Passes on the body in parts of equal size; the last may be shorter. If the connection breaks, the bytes received
   * so far are passed on.
   *
   * @param take called with each part; if it returns false, the rest is drained
   * @param written resolves once the parts that were passed on are no longer read, so that their memory can be reused
   * @throws what either of them throws, after the rest was drained
   */
  async parts(
    size: number,
    take: (part: Buffer) => boolean,
    written: () => Promise<unknown> | undefined,
  ): Promise<BodyEnd> {
    const { announced } = this;
    let [part, other] = [new PartBuffer(size, announced), new PartBuffer(size, announced)];
    let earlier: Promise<unknown> | undefined;
    let isWanted = true;
    const flush = async () => {
      if (part.length === 0 || !isWanted) return;
      isWanted = take(part.bytes);
      // While this part is written the next one is received, into the memory of the previous one.
      const own = written();
      // Its rejection is handled when it is awaited.
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
   * Reads the whole body.
   *
   * @param most the most bytes; the rest of a longer body is drained
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

  /** Drains the body: a client reads the answer only after it has sent everything. */
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
    // Only after the rest was drained, so that the client reads the answer.
    if (troubles.length > 0) throw troubles[0];
    return this.request.complete && received < this.cut ? 'whole' : 'broken';
  }
}
