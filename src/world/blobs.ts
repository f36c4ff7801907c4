/** A read in progress. Each piece is valid until the next one is requested. */
export interface BytesRead extends AsyncIterable<Uint8Array> {
  /** Releases what the read holds, such as an open file; call it even if nothing was read. */
  end(): void;
}

/** Stored bytes, which can be read any number of times. */
export interface StoredBytes {
  readonly size: number;
  /**
   * Reads a part. A read that has started finishes even if the bytes are removed meanwhile.
   *
   * @param first the first byte, counted from 0
   * @param last the last byte, inclusive
   */
  read(first: number, last: number): BytesRead;
  remove(): void;
}

/** Bytes that come in, in order. */
export interface BlobWriter {
  /**
   * @param isSteady true if the caller leaves the bytes alone until {@link written} resolves, so that they can be written in
   *   the background; otherwise they are copied or written before this returns
   * @throws if they can't be stored; they are not part of the blob then
   */
  append(bytes: Uint8Array, isSteady?: boolean): void;
  /** Resolves when everything that was appended is written, rejects if it can't be; undefined if nothing is pending. */
  written(): Promise<unknown> | undefined;
  /** Drops everything after the first `size` bytes. Nothing may be pending. */
  cut(size: number): void;
  /** Completes the blob. What is still pending is written before this returns. */
  finish(digest: string): StoredBytes;
  discard(): void;
}

/** Bytes that an earlier process left, and their digest. */
export interface FoundBytes {
  readonly digest: string;
  readonly bytes: StoredBytes;
}

/** Where bytes are kept: in memory, or in a folder. */
export interface BlobStorage {
  create(): BlobWriter;
  /** What an earlier process left here. Called once, before anything is stored. */
  found(): Iterable<FoundBytes>;
}

/** The bytes of a digest, stored once per world. */
export interface Blob {
  readonly digest: string;
  readonly bytes: StoredBytes;
  /** How many hold it: repositories, and copies under way. */
  references: number;
  /** Held for the world that a reset returns to, or that is about to be loaded. */
  isPinned: boolean;
}

/** Keeps bytes in memory, in the pieces in which they arrived. */
export class MemoryStorage implements BlobStorage {
  create(): BlobWriter {
    let pieces: Uint8Array[] = [];
    let size = 0;
    return {
      append: (bytes) => {
        pieces.push(copyOf(bytes));
        size += bytes.byteLength;
      },
      written: () => undefined,
      cut: (length) => {
        pieces = [...piecesOf(pieces, 0, length - 1)];
        size = length;
      },
      finish: () => ({
        size,
        read: (first, last) => readPieces(pieces, first, last),
        remove: () => undefined,
      }),
      discard: () => undefined,
    };
  }

  found(): Iterable<FoundBytes> {
    return [];
  }
}

/** A copy of bytes, so that the larger buffer around them can be freed. */
export function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

function readPieces(pieces: readonly Uint8Array[], first: number, last: number): BytesRead {
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- files are read in the same form, and do wait
    async *[Symbol.asyncIterator]() {
      yield* piecesOf(pieces, first, last);
    },
    end: () => undefined,
  };
}

function* piecesOf(pieces: readonly Uint8Array[], first: number, last: number): Iterable<Uint8Array> {
  let start = 0;
  for (const piece of pieces) {
    const end = start + piece.byteLength;
    if (end > first && start <= last) yield piece.subarray(Math.max(0, first - start), last + 1 - start);
    start = end;
  }
}

/** The most bytes that blobs and uploads may take in memory together [assumed]. */
const MOST_BYTES_IN_MEMORY = 1024 ** 3;

/** The bytes of a world's layers and configs: each digest once, for as long as somebody holds it. */
export class Blobs {
  /** Whether uploaded bytes are kept; if nothing can read them they are hashed and dropped. */
  keeps = false;
  private readonly byDigest = new Map<string, Blob>();
  private used = 0;
  /** Whether nothing is removed, since who holds what is not known yet. */
  private isTakingOver = false;

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

  /**
   * Takes over what an earlier process left in the storage. Nothing is removed while the world that it belongs to is
   * built up; then call {@link sweep}.
   */
  takeOver(): void {
    this.isTakingOver = true;
    for (const { digest, bytes } of this.storage.found()) {
      if (this.byDigest.has(digest)) continue;
      this.byDigest.set(digest, { digest, bytes, references: 0, isPinned: false });
      this.used += bytes.size;
    }
  }

  /** The world has been built up: removes what nobody holds. */
  sweep(): void {
    this.isTakingOver = false;
    for (const blob of this.byDigest.values()) this.removeUnheld(blob);
  }

  /** Starts to receive bytes whose digest is not known yet. */
  draft(): BlobDraft {
    const writer = this.storage.create();
    let size = 0;
    const giveBack = (bytes: number) => {
      size -= bytes;
      this.used -= bytes;
    };
    return {
      append: (bytes, isSteady) => {
        if (this.used + bytes.byteLength > this.most) return false;
        writer.append(bytes, isSteady);
        giveBack(-bytes.byteLength);
        return true;
      },
      written: () => writer.written(),
      cut: (length) => {
        writer.cut(length);
        giveBack(size - length);
      },
      finish: (digest) => {
        if (this.byDigest.has(digest)) {
          writer.discard();
          giveBack(size);
          return;
        }
        this.byDigest.set(digest, { digest, bytes: writer.finish(digest), references: 0, isPinned: false });
      },
      discard: () => {
        writer.discard();
        giveBack(size);
      },
    };
  }

  /**
   * Keeps complete bytes; a repository has to hold them next.
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

  /**
   * Holds the blobs of some digests, as a repository does. Digests without bytes are skipped.
   *
   * @returns a function that releases them; a second call does nothing
   */
  hold(digests: Iterable<string>): () => void {
    const held: Blob[] = [];
    for (const digest of digests) {
      const blob = this.byDigest.get(digest);
      if (blob === undefined) continue;
      blob.references += 1;
      held.push(blob);
    }
    return () => {
      for (const blob of held.splice(0)) this.release(blob);
    };
  }

  /** Releases a repository's hold on a blob; the last release removes it. */
  release(blob: Blob): void {
    blob.references -= 1;
    this.removeUnheld(blob);
  }

  /** Keeps everything that repositories hold now, until {@link unpin}. */
  pin(): void {
    for (const blob of this.byDigest.values()) blob.isPinned = blob.references > 0;
  }

  /** Unpins everything, and removes what no repository holds. */
  unpin(): void {
    for (const blob of this.byDigest.values()) {
      blob.isPinned = false;
      this.removeUnheld(blob);
    }
  }

  private removeUnheld(blob: Blob): void {
    if (this.isTakingOver || blob.references > 0 || blob.isPinned || this.byDigest.get(blob.digest) !== blob)
      return;
    this.byDigest.delete(blob.digest);
    this.used -= blob.bytes.size;
    blob.bytes.remove();
  }
}

/** Received bytes that will become a blob. */
export interface BlobDraft {
  /**
   * @param isSteady true if the caller leaves the bytes alone until {@link written} resolves
   * @returns false if they don't fit; then nothing is kept
   */
  append(bytes: Uint8Array, isSteady?: boolean): boolean;
  /** Resolves when everything that was appended is written; undefined if nothing is pending. */
  written(): Promise<unknown> | undefined;
  /** Drops everything after the first `size` bytes. Nothing may be pending. */
  cut(size: number): void;
  /** Turns them into the blob of a digest; a repository has to hold it next. */
  finish(digest: string): void;
  discard(): void;
}
