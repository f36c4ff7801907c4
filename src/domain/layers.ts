import { createHash, type Hash } from 'node:crypto';
import type { BlobReference } from './manifest.js';

/** A blob of a repository: a layer or a config, which ECR treats alike [observed]. Only facts are kept. */
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

/** A layer upload under way: bytes are hashed as they come and not kept. */
export class Upload {
  private readonly hash: Hash = createHash('sha256');
  /** Sizes of the parts, in bytes, in order. */
  readonly parts: number[] = [];
  received = 0;

  constructor(readonly id: string) {}

  append(bytes: Uint8Array): void {
    this.hash.update(bytes);
    this.parts.push(bytes.byteLength);
    this.received += bytes.byteLength;
  }

  /** The digest of everything received. */
  digest(): string {
    return `sha256:${this.hash.copy().digest('hex')}`;
  }
}

/** The layers of one repository and the uploads that will become layers. */
export class LayerStore {
  private readonly layers = new Map<string, Layer>();
  readonly uploads = new Map<string, Upload>();

  get(digest: string): Layer | undefined {
    return this.layers.get(digest);
  }

  has(digest: string): boolean {
    return this.layers.has(digest);
  }

  add(digest: string, size: number): Layer {
    const layer: Layer = { digest, size, mediaType: undefined, references: 0, activeReferences: 0 };
    this.layers.set(digest, layer);
    return layer;
  }

  /**
   * The layers that an active image uses, each of which counts it from now on. Layers that are not there yet come
   * with the image; foreign ones never do. A manifest may name a blob twice, which is one use.
   */
  use(blobs: readonly BlobReference[]): readonly Layer[] {
    const used: Layer[] = [];
    for (const blob of blobs) {
      if (blob.isForeign) continue;
      const layer = this.layers.get(blob.digest) ?? this.add(blob.digest, blob.size);
      // A manifest has few blobs: no set would find one sooner.
      if (used.includes(layer)) continue;
      layer.mediaType ??= blob.mediaType;
      layer.references += 1;
      layer.activeReferences += 1;
      used.push(layer);
    }
    // Of its own size: a list that grew has room for more.
    return used.slice();
  }

  values(): IterableIterator<Layer> {
    return this.layers.values();
  }
}
