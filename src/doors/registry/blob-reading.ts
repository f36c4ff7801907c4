import { closeSync, openSync, read } from 'node:fs';
import type { BytesRead } from '../../world/blobs.js';

/** How much of a file is read at once, in bytes. */
const READ_AT_ONCE = 512 * 1024;
/** How many buffers are kept for reuse. */
const MOST_SPARE = 8;

const spare: Buffer[] = [];

/** Reads a range of a file. The file is opened at once, so that the read completes even if the file is removed. */
export class BlobReading implements BytesRead {
  private readonly descriptor: number;
  /** The read in the background, if there is one. */
  private underWay: Promise<unknown> | undefined;
  private isOver = false;

  constructor(
    path: string,
    private readonly first: number,
    private readonly last: number,
  ) {
    this.descriptor = openSync(path, 'r');
  }

  /** While a piece is used, the next one is read into the other buffer. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const [one, other] = [spare.pop() ?? roomOf(), spare.pop() ?? roomOf()];
    try {
      let at = this.first;
      let room = one;
      let next = this.fill(room, at);
      while (at <= this.last) {
        const piece = room.subarray(0, await next);
        if (piece.length === 0) throw new Error('The file ends before its last byte.');
        at += piece.length;
        room = room === one ? other : one;
        next = at <= this.last ? this.fill(room, at) : Promise.resolve(0);
        yield piece;
      }
    } finally {
      await this.underWay;
      if (spare.length < MOST_SPARE) spare.push(one, other);
      this.end();
    }
  }

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    if (this.underWay === undefined) closeSync(this.descriptor);
    else void this.underWay.then(() => closeSync(this.descriptor));
  }

  private fill(room: Buffer, at: number): Promise<number> {
    const length = Math.min(room.length, this.last + 1 - at);
    const filled = new Promise<number>((resolve, reject) => {
      read(this.descriptor, room, 0, length, at, (error, count) => {
        if (error === null) resolve(count);
        else reject(error);
      });
    });
    const over = () => (this.underWay = undefined);
    this.underWay = filled.then(over, over);
    return filled;
  }
}

function roomOf(): Buffer {
  return Buffer.allocUnsafeSlow(READ_AT_ONCE);
}
