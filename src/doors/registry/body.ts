import type { IncomingMessage } from 'node:http';

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
   */
  async parts(size: number, take: (part: Buffer) => boolean): Promise<BodyEnd> {
    let pieces: Buffer[] = [];
    let held = 0;
    let isWanted = true;
    const flush = () => {
      if (held > 0 && isWanted)
        isWanted = take(pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces));
      pieces = [];
      held = 0;
    };
    const end = await this.each((chunk) => {
      let rest = chunk;
      while (isWanted && held + rest.length >= size) {
        const taken = size - held;
        pieces.push(rest.subarray(0, taken));
        held = size;
        rest = rest.subarray(taken);
        flush();
      }
      if (!isWanted || rest.length === 0) return;
      pieces.push(rest);
      held += rest.length;
    });
    flush();
    return end;
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

  private async each(take: (chunk: Buffer) => void): Promise<BodyEnd> {
    let received = 0;
    try {
      for await (const chunk of this.request as AsyncIterable<Buffer>) {
        take(chunk.subarray(0, this.cut - received));
        received += chunk.length;
        if (received >= this.cut) {
          this.request.destroy();
          return 'broken';
        }
        await this.watch?.(received);
      }
    } catch {
      return 'broken';
    }
    return this.request.complete ? 'whole' : 'broken';
  }
}
