/** A body up to this size gets a buffer of its own size: most blobs are small. */
const SMALL = 1024 ** 2;
/** How many full-size buffers are kept for reuse: fresh memory costs more than copying. */
const MOST_SPARE = 4;

const spare: Buffer[] = [];

/** Collects the bytes of a part, in reused memory. */
export class PartBuffer {
  length = 0;
  private room: Buffer = Buffer.alloc(0);

  /**
   * @param size the most bytes of a part
   * @param expected the announced length of the body; 0 if unknown
   */
  constructor(
    private readonly size: number,
    private readonly expected = 0,
  ) {}

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
    const wanted = Math.max(needed, this.expected);
    const isFirst = room.length === 0;
    this.room =
      isFirst && wanted <= SMALL
        ? Buffer.allocUnsafe(wanted)
        : (spareOf(size) ?? Buffer.allocUnsafeSlow(size));
    room.copy(this.room, 0, 0, length);
  }
}

function spareOf(size: number): Buffer | undefined {
  const last = spare.at(-1);
  if (last?.length !== size) return undefined;
  return spare.pop();
}
