/** Initial capacity for a part: most blobs are small. */
const FIRST_ROOM = 256 * 1024;
/** How many full-size buffers are kept for reuse: allocating takes longer than copying. */
const MOST_SPARE = 4;

const spare: Buffer[] = [];

/** Collects the bytes of a part, in reused memory. */
export class PartBuffer {
  length = 0;
  private room: Buffer = Buffer.alloc(0);

  /** @param size the most bytes of a part */
  constructor(private readonly size: number) {}

  /** Valid until more bytes are added, or it is released. */
  get bytes(): Buffer {
    return this.room.subarray(0, this.length);
  }

  /** @returns how many bytes were added; the rest does not fit into this part */
  fill(bytes: Buffer): number {
    const taken = Math.min(bytes.length, this.size - this.length);
    if (this.length + taken > this.room.length) this.grow(this.length + taken);
    bytes.copy(this.room, this.length, 0, taken);
    this.length += taken;
    return taken;
  }

  /** The bytes are no longer needed. */
  release(): void {
    if (this.room.length === this.size && spare.length < MOST_SPARE) spare.push(this.room);
    this.room = Buffer.alloc(0);
    this.length = 0;
  }

  private grow(needed: number): void {
    const { room, size, length } = this;
    const isSmall = needed <= FIRST_ROOM && FIRST_ROOM < size;
    this.room = isSmall ? Buffer.allocUnsafe(FIRST_ROOM) : (spareOf(size) ?? Buffer.allocUnsafeSlow(size));
    room.copy(this.room, 0, 0, length);
  }
}

function spareOf(size: number): Buffer | undefined {
  const last = spare.at(-1);
  if (last?.length !== size) return undefined;
  return spare.pop();
}
