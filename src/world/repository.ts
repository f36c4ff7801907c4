import { repositoryArn } from '../aws/arn.js';
import { OrderedIndex, type Positioned } from '../lib/ordered-index.js';
import { DEFAULT_ENCRYPTION, type Encryption, normalEncryption } from './configuration/encryption.js';
import { ImageShelves } from './images/image-index.js';
import { Image, type ImageStatus, type Origin, type TagPointer } from './images/image.js';
import { LayerStore } from './images/layers.js';
import { type BlobReference, type Manifest, manifestBlobs } from './images/manifest.js';
import { TagMutability } from './images/tag-mutability.js';
import type { FollowingReferrers, LifecyclePreview, LifecycleState } from './records/lifecycle.js';
import type { Registry } from './registry.js';

/** The settings of a new repository. */
export interface StoredRepositorySettings {
  readonly tagMutability?: TagMutability;
  readonly scanOnPush?: boolean;
  readonly encryption?: Encryption;
  readonly resourceTags?: ReadonlyMap<string, string>;
  readonly policyText?: string;
  readonly lifecyclePolicyText?: string;
}

/** A tag to put on an image. */
interface NewTag {
  readonly name: string;
  /** The next one when absent. */
  readonly position?: number | undefined;
  /** Epoch milliseconds; the time of storing the image when absent. */
  readonly putAt?: number;
}

/** The images of one name in one registry, and the settings of the repository. */
export class Repository implements Positioned {
  readonly arn: string;
  tagMutability: TagMutability;
  scanOnPush: boolean;
  readonly encryption: Encryption;
  resourceTags: Map<string, string>;
  /** As the service prints it. */
  policyText: string | undefined;
  lifecycle: LifecycleState | undefined;
  preview: LifecyclePreview | undefined;
  /** Referrers that will follow their subjects. */
  readonly following = new Set<FollowingReferrers>();
  readonly layers: LayerStore;
  /** By tag or digest: when the upstream was last asked, in epoch milliseconds. */
  readonly upstreamChecks = new Map<string, number>();
  private readonly images = new Map<string, Image>();
  private readonly tags = new Map<string, TagPointer>();
  private readonly shelves = new ImageShelves();
  /** By digest of a child: the indexes of this repository that name it. */
  private readonly indexesByChild = new Map<string, Set<Image>>();
  /** By digest of a subject, which need not exist: its referrers. */
  private readonly referrersBySubject = new Map<string, OrderedIndex<Image>>();

  constructor(
    readonly registry: Registry,
    readonly name: string,
    readonly position: number,
    /** Epoch milliseconds. */
    readonly createdAt: number,
    settings: StoredRepositorySettings,
  ) {
    this.layers = new LayerStore(registry.world.blobs);
    this.arn = repositoryArn(registry.region, registry.accountId, name);
    this.tagMutability = settings.tagMutability ?? new TagMutability();
    this.scanOnPush = settings.scanOnPush ?? false;
    this.encryption = normalEncryption(settings.encryption ?? DEFAULT_ENCRYPTION);
    this.resourceTags = new Map(settings.resourceTags);
    this.policyText = settings.policyText;
    if (settings.lifecyclePolicyText !== undefined) {
      this.lifecycle = { text: settings.lifecyclePolicyText, putAt: createdAt, lastEvaluatedAt: 0, runs: [] };
    }
  }

  /** The URI for pushes and pulls. */
  get uri(): string {
    return `${this.registry.host}/${this.name}`;
  }

  /** False once it was deleted, even if there is a new one of the same name. */
  get isPresent(): boolean {
    return this.registry.repository(this.name) === this;
  }

  /** Whether an image is still here: image and repository may be removed while work is under way. */
  holds(image: Image): boolean {
    return this.isPresent && this.images.get(image.digest) === image;
  }

  get imageCount(): number {
    return this.images.size;
  }

  get tagCount(): number {
    return this.tags.size;
  }

  image(digest: string): Image | undefined {
    return this.images.get(digest);
  }

  tag(name: string): TagPointer | undefined {
    return this.tags.get(name);
  }

  tagNames(): IterableIterator<string> {
    return this.tags.keys();
  }

  /** Images at or after a position; only active ones unless asked otherwise. */
  list(...selection: Parameters<ImageShelves['list']>): Iterable<Image> {
    return this.shelves.list(...selection);
  }

  allImages(): IterableIterator<Image> {
    return this.images.values();
  }

  /** The indexes in this repository that name a digest; such an image can't be removed alone [observed]. */
  indexesOf(digest: string): readonly Image[] {
    return [...(this.indexesByChild.get(digest) ?? [])];
  }

  isIndexed(digest: string): boolean {
    return this.indexesByChild.has(digest);
  }

  /** Artifacts whose subject is the digest, in order. */
  referrersOf(digest: string): OrderedIndex<Image> {
    return this.referrersBySubject.get(digest) ?? new OrderedIndex<Image>();
  }

  /**
   * Adds a new image with its blobs.
   *
   * @param tags its first tags: they are moved from images that have them; quicker than adding them one by one
   */
  store(
    manifest: Manifest,
    at: number,
    origin: Origin,
    blobs: readonly BlobReference[] = manifestBlobs(manifest),
    position = this.registry.world.positions.next(),
    tags: readonly NewTag[] = [],
  ): Image {
    const layers = this.layers.use(blobs);
    const image = new Image(manifest, position, at, origin, this.sizeOf(manifest), layers);
    this.images.set(manifest.digest, image);
    for (const tag of tags) {
      if (this.tags.get(tag.name)?.image === image) continue;
      image.tags = withPointer(image.tags, this.point(tag, image, at));
    }
    this.shelves.add(image);
    for (const child of manifest.children) {
      const indexes = this.indexesByChild.get(child);
      if (indexes === undefined) this.indexesByChild.set(child, new Set([image]));
      else indexes.add(image);
    }
    if (manifest.subject !== undefined) {
      let referrers = this.referrersBySubject.get(manifest.subject);
      if (referrers === undefined) {
        this.referrersBySubject.set(manifest.subject, (referrers = new OrderedIndex()));
      }
      referrers.add(image);
    }
    return image;
  }

  /** @returns a function that restores the repository's present settings, but not its images */
  mark(): () => void {
    const { tagMutability, scanOnPush, policyText, lifecycle } = this;
    const resourceTags = [...this.resourceTags];
    return () => {
      this.tagMutability = tagMutability;
      this.scanOnPush = scanOnPush;
      this.resourceTags = new Map(resourceTags);
      this.policyText = policyText;
      this.lifecycle = lifecycle;
    };
  }

  /** Points a tag at an image; the image that had it stays [observed]. */
  putTag(name: string, image: Image, at: number): void {
    if (this.tags.get(name)?.image === image) return;
    const pointer = this.point({ name }, image, at);
    const first = image.tags.length === 0;
    if (first) this.shelves.remove(image);
    image.tags = withPointer(image.tags, pointer);
    if (first) this.shelves.add(image);
  }

  private point({ name, position, putAt }: NewTag, image: Image, at: number): TagPointer {
    const held = this.tags.get(name);
    if (held !== undefined) this.detach(held);
    const place = position ?? this.registry.world.positions.next();
    const pointer: TagPointer = { name, image, position: place, putAt: putAt ?? at };
    this.tags.set(name, pointer);
    return pointer;
  }

  /** Removes a tag; the image stays, even without tags. */
  removeTag(pointer: TagPointer): void {
    this.tags.delete(pointer.name);
    this.detach(pointer);
  }

  /** Removes an image with all its tags. */
  remove(image: Image): void {
    this.shelves.remove(image);
    this.images.delete(image.digest);
    for (const pointer of image.tags) this.tags.delete(pointer.name);
    for (const layer of image.layers) {
      layer.references -= 1;
      if (image.status === 'ACTIVE') layer.activeReferences -= 1;
    }
    for (const child of image.manifest.children) {
      const indexes = this.indexesByChild.get(child);
      indexes?.delete(image);
      if (indexes?.size === 0) this.indexesByChild.delete(child);
    }
    if (image.manifest.subject !== undefined) {
      const referrers = this.referrersBySubject.get(image.manifest.subject);
      referrers?.delete(image);
      if (referrers?.size === 0) this.referrersBySubject.delete(image.manifest.subject);
    }
  }

  setStatus(image: Image, status: ImageStatus): void {
    const wasActive = image.status === 'ACTIVE';
    this.shelves.remove(image);
    image.status = status;
    this.shelves.add(image);
    const isActive = status === 'ACTIVE';
    if (wasActive === isActive) return;
    for (const layer of image.layers) layer.activeReferences += isActive ? 1 : -1;
  }

  private detach(pointer: TagPointer): void {
    const { image } = pointer;
    const last = image.tags.length === 1;
    if (last) this.shelves.remove(image);
    image.tags = image.tags.filter((one) => one !== pointer);
    if (last) this.shelves.add(image);
  }

  private sizeOf(manifest: Manifest): number {
    if (manifest.kind !== 'index') return manifest.size;
    const sizes = manifest.children.map((child) => this.images.get(child)?.size ?? 0);
    if (this.registry.world.behaviour.indexSize === 'sum') return sizes.reduce((sum, size) => sum + size, 0);
    return sizes.reduce((largest, size) => Math.max(largest, size), 0);
  }
}

/** A copy of exact size: most images have one tag, and a list that grows reserves space for more. */
function withPointer(tags: readonly TagPointer[], pointer: TagPointer): readonly TagPointer[] {
  if (tags.length === 0) return [pointer];
  let index = tags.length;
  while (index > 0 && (tags[index - 1] as TagPointer).position > pointer.position) index -= 1;
  return [...tags.slice(0, index), pointer, ...tags.slice(index)];
}
