import { type Hash, createHash } from 'node:crypto';
import { type Blob, type BlobDraft, Blobs } from '../blobs.js';
import type { BlobReference } from './manifest.js';

/** A blob of a repository: a layer or a config; ECR treats them alike [observed]. */
export interface Layer {
  readonly digest: string;
  readonly size: number;
  /** From the first manifest that named it; absent before [assumed]. */
  mediaType: string | undefined;
  /** How many images of the repository name it. */
  references: number;
  /** How many of those are not archived. */
  activeReferences: number;
}

/** A layer upload under way: bytes are hashed as they arrive, and kept if something can read them. */
export class Upload {
  private hashes: readonly (readonly [string, Hash])[];
  /** Sizes of the parts, in bytes, in order. */
  readonly parts: number[] = [];
  received = 0;

  /**
   * @param startedAt epoch milliseconds
   * @param draft receives the bytes; absent if they are not kept
   */
  constructor(
    readonly id: string,
    readonly startedAt = 0,
    readonly draft?: BlobDraft,
    algorithms: readonly string[] = ['sha256'],
  ) {
    this.hashes = algorithms.map((algorithm) => [algorithm, createHash(algorithm)]);
  }

  /**
   * @param isSteady true if the caller leaves the bytes alone until the draft is written
   * @returns false if the bytes exceed the limit; then nothing is kept
   */
  append(bytes: Uint8Array, isSteady = false): boolean {
    if (this.draft?.append(bytes, isSteady) === false) return false;
    for (const [, hash] of this.hashes) hash.update(bytes);
    this.parts.push(bytes.byteLength);
    this.received += bytes.byteLength;
    return true;
  }

  /** @returns a function that drops what is received from now on; nothing of it may be pending then */
  mark(): () => void {
    const { received } = this;
    const count = this.parts.length;
    const hashes = this.hashes.map(([algorithm, hash]) => [algorithm, hash.copy()] as const);
    return () => {
      this.draft?.cut(received);
      this.received = received;
      this.parts.length = count;
      this.hashes = hashes;
    };
  }

  /** The digest of everything received, if it is among those given. */
  digestAmong(digests: readonly string[]): string | undefined {
    for (const [algorithm, hash] of this.hashes) {
      const digest = `${algorithm}:${hash.copy().digest('hex')}`;
      if (digests.includes(digest)) return digest;
    }
    return undefined;
  }
}

/** The layers of one repository, and the uploads that will become layers. */
export class LayerStore {
  private readonly layers = new Map<string, Layer>();
  readonly uploads = new Map<string, Upload>();
  /** By digest, the blobs of the world that this repository holds; created with the first one. */
  private held: Map<string, Blob> | undefined;

  /** @param blobs the bytes of the world */
  constructor(private readonly blobs: Blobs = new Blobs()) {}

  get(digest: string): Layer | undefined {
    return this.layers.get(digest);
  }

  has(digest: string): boolean {
    return this.layers.has(digest);
  }

  add(digest: string, size: number): Layer {
    const layer: Layer = { digest, size, mediaType: undefined, references: 0, activeReferences: 0 };
    this.layers.set(digest, layer);
    if (!this.blobs.isEmpty) this.hold(digest);
    return layer;
  }

  /** The bytes of a layer of this repository, if there are any: a layer that was only named has none. */
  bytesOf(digest: string): Blob | undefined {
    return this.layers.has(digest) ? this.hold(digest) : undefined;
  }

  /** Removes a layer that no image names; its bytes are removed with the last repository that holds them. */
  remove(digest: string): void {
    this.layers.delete(digest);
    const blob = this.held?.get(digest);
    if (blob === undefined) return;
    this.held?.delete(digest);
    this.blobs.release(blob);
  }

  /** Releases all bytes, when the repository is deleted. */
  release(): void {
    this.takeOut().letGo();
  }

  /** Takes out the layers of a repository. They are put back if it stays after all, or else let go of. */
  takeOut(): { putBack(): void; letGo(): void } {
    const uploads = [...this.uploads];
    const { held } = this;
    this.uploads.clear();
    this.held = undefined;
    return {
      putBack: () => {
        for (const [id, upload] of uploads) this.uploads.set(id, upload);
        this.held = held;
      },
      letGo: () => {
        for (const [, upload] of uploads) upload.draft?.discard();
        for (const blob of held?.values() ?? []) this.blobs.release(blob);
      },
    };
  }

  private hold(digest: string): Blob | undefined {
    const known = this.held?.get(digest);
    if (known !== undefined) return known;
    const blob = this.blobs.find(digest);
    if (blob === undefined) return undefined;
    blob.references += 1;
    (this.held ??= new Map<string, Blob>()).set(digest, blob);
    return blob;
  }

  /**
   * The layers that an active image uses, each of which counts it from now on. Missing layers are added with the
   * image, except foreign ones. A blob that a manifest names twice counts once.
   */
  use(blobs: readonly BlobReference[]): readonly Layer[] {
    const used: Layer[] = [];
    for (const blob of blobs) {
      if (blob.isForeign) continue;
      const layer = this.layers.get(blob.digest) ?? this.add(blob.digest, blob.size);
      // A manifest has few blobs: a set would not be faster.
      if (used.includes(layer)) continue;
      layer.mediaType ??= blob.mediaType;
      layer.references += 1;
      layer.activeReferences += 1;
      used.push(layer);
    }
    // A copy of exact size: a list that grew has spare capacity.
    return used.slice();
  }

  values(): IterableIterator<Layer> {
    return this.layers.values();
  }
}
