/** Something with a place in a listing: smaller positions come first. */
export interface Positioned {
  readonly position: number;
}

const CHUNK = 512;

/**
 * Items in the order of their positions, in chunks: adding, removing and continuing after a position take about as
 * long among a million items as among ten.
 */
export class OrderedIndex<T extends Positioned> {
  private readonly chunks: T[][] = [];
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(item: T): void {
    this.count += 1;
    const last = this.chunks.at(-1);
    if (last === undefined) {
      this.chunks.push([item]);
      return;
    }
    if (item.position > (last.at(-1) as T).position) {
      if (last.length < CHUNK) last.push(item);
      else this.chunks.push([item]);
      return;
    }
    const at = this.chunkOf(item.position);
    const chunk = this.chunks[at] as T[];
    chunk.splice(lowerBound(chunk, item.position), 0, item);
    if (chunk.length > CHUNK) this.chunks.splice(at + 1, 0, chunk.splice(CHUNK / 2));
  }

  delete(item: T): boolean {
    const at = this.chunkOf(item.position);
    const chunk = this.chunks[at];
    if (chunk === undefined) return false;
    const index = lowerBound(chunk, item.position);
    if (chunk[index] !== item) return false;
    chunk.splice(index, 1);
    if (chunk.length === 0) this.chunks.splice(at, 1);
    this.count -= 1;
    return true;
  }

  /** Items whose position is at least `position`, in order; the index must not change meanwhile. */
  *from(position = -Infinity): Generator<T, void, undefined> {
    const start = position === -Infinity ? 0 : this.chunkOf(position);
    for (let at = start; at < this.chunks.length; at += 1) {
      const chunk = this.chunks[at] as T[];
      for (let index = at === start ? lowerBound(chunk, position) : 0; index < chunk.length; index += 1) {
        yield chunk[index] as T;
      }
    }
  }

  [Symbol.iterator](): Generator<T, void, undefined> {
    return this.from();
  }

  /** The first chunk whose last position is not below `position`, or the last chunk. */
  private chunkOf(position: number): number {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const chunk = this.chunks[middle] as T[];
      if ((chunk[chunk.length - 1] as T).position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function lowerBound(chunk: readonly Positioned[], position: number): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((chunk[middle] as Positioned).position < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Several indexes read as one, in the order of positions. */
export function* merged<T extends Positioned>(
  indexes: readonly OrderedIndex<T>[],
  position = -Infinity,
): Generator<T, void, undefined> {
  if (indexes.length === 1) {
    yield* (indexes[0] as OrderedIndex<T>).from(position);
    return;
  }
  const cursors = indexes.map((index) => index.from(position));
  const heads = cursors.map((cursor) => cursor.next().value as T | undefined);
  for (;;) {
    let first = -1;
    for (let index = 0; index < heads.length; index += 1) {
      const head = heads[index];
      if (head === undefined) continue;
      if (first === -1 || head.position < (heads[first] as T).position) first = index;
    }
    if (first === -1) return;
    yield heads[first] as T;
    heads[first] = (cursors[first] as Generator<T, void, undefined>).next().value as T | undefined;
  }
}
