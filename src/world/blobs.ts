/** Bytes that are kept, to be read as often as somebody wants. */
export interface StoredBytes {
  readonly size: number;
  /**
   * Reads a part. What has begun to be read is read to its end, though the bytes be removed meanwhile.
   *
   * @param first the first byte, counted from 0
   * @param last the last byte, which is read too
   */
  read(first: number, last: number): AsyncIterable<Uint8Array>;
  remove(): void;
}

/** Bytes that come in. */
export interface BlobWriter {
  append(bytes: Uint8Array): void;
  finish(): StoredBytes;
  discard(): void;
}

/** Where bytes are kept: in memory, or in a folder. */
export interface BlobStorage {
  create(): BlobWriter;
}

/** The bytes of a digest, once for the whole world. */
export interface Blob {
  readonly digest: string;
  readonly bytes: StoredBytes;
  /** How many repositories hold it. */
  references: number;
  /** Held for the world that a reset returns to. */
  isPinned: boolean;
}

/** Keeps bytes in memory, in the pieces in which they came. */
export class MemoryStorage implements BlobStorage {
  create(): BlobWriter {
    const pieces: Uint8Array[] = [];
    let size = 0;
    return {
      append: (bytes) => {
        // A copy: whoever sent them may use them for something else.
        pieces.push(new Uint8Array(bytes));
        size += bytes.byteLength;
      },
      finish: () => ({
        size,
        read: (first, last) => readPieces(pieces, first, last),
        remove: () => undefined,
      }),
      discard: () => undefined,
    };
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- files are read in the same form, and do wait
async function* readPieces(pieces: readonly Uint8Array[], first: number, last: number) {
  let start = 0;
  for (const piece of pieces) {
    const end = start + piece.byteLength;
    if (end > first && start <= last) yield piece.subarray(Math.max(0, first - start), last + 1 - start);
    start = end;
  }
}

/** The most that all blobs and uploads may take where they are in memory [assumed]. */
const MOST_BYTES_IN_MEMORY = 1024 ** 3;

/** The bytes of a world's layers and configs: each digest once, for as long as a repository holds it. */
export class Blobs {
  /** Whether bytes that are uploaded are kept; without a reader they are hashed and dropped. */
  keeps = false;
  private readonly byDigest = new Map<string, Blob>();
  private used = 0;

  /** @param most the most bytes that blobs and uploads may take together */
  constructor(
    private readonly storage: BlobStorage = new MemoryStorage(),
    readonly most = MOST_BYTES_IN_MEMORY,
  ) {}

  get isEmpty(): boolean {
    return this.byDigest.size === 0;
  }

  /** Bytes that blobs and uploads take. */
  get size(): number {
    return this.used;
  }

  find(digest: string): Blob | undefined {
    return this.byDigest.get(digest);
  }

  /** Begins to keep bytes whose digest is not known yet. */
  draft(): BlobDraft {
    const writer = this.storage.create();
    let size = 0;
    return {
      append: (bytes) => {
        if (this.used + bytes.byteLength > this.most) return false;
        writer.append(bytes);
        size += bytes.byteLength;
        this.used += bytes.byteLength;
        return true;
      },
      finish: (digest) => {
        const known = this.byDigest.get(digest);
        if (known === undefined) {
          this.byDigest.set(digest, { digest, bytes: writer.finish(), references: 0, isPinned: false });
          return;
        }
        writer.discard();
        this.used -= size;
      },
      discard: () => {
        writer.discard();
        this.used -= size;
      },
    };
  }

  /**
   * Keeps bytes that are there whole, for some repository to hold next.
   *
   * @returns false if they don't fit
   */
  keep(digest: string, bytes: Uint8Array): boolean {
    if (this.byDigest.has(digest)) return true;
    const draft = this.draft();
    if (draft.append(bytes)) {
      draft.finish(digest);
      return true;
    }
    draft.discard();
    return false;
  }

  /** A repository lets go of a blob, which is removed with the last one. */
  release(blob: Blob): void {
    blob.references -= 1;
    this.removeUnheld(blob);
  }

  /** Holds what repositories hold now until {@link unpin}. */
  pin(): void {
    for (const blob of this.byDigest.values()) blob.isPinned = blob.references > 0;
  }

  unpin(): void {
    for (const blob of this.byDigest.values()) {
      blob.isPinned = false;
      this.removeUnheld(blob);
    }
  }

  private removeUnheld(blob: Blob): void {
    if (blob.references > 0 || blob.isPinned || this.byDigest.get(blob.digest) !== blob) return;
    this.byDigest.delete(blob.digest);
    this.used -= blob.bytes.size;
    blob.bytes.remove();
  }
}

/** Bytes on their way to becoming a blob. */
export interface BlobDraft {
  /** @returns false if they don't fit; nothing of them is kept then */
  append(bytes: Uint8Array): boolean;
  /** Makes them the blob of a digest, which some repository is to hold next. */
  finish(digest: string): void;
  discard(): void;
}
