import type { Unit } from './domain-event.js';
import type { Failure, Outcome } from './failure.js';
import * as failures from './failures.js';
import type { Image, Origin } from './image.js';
import type { BlobReference, Manifest } from './manifest.js';
import type { Repository } from './repository.js';
import { activate } from './storage-class.js';

/** An image on its way into a repository: its manifest, its blobs and, for an index, its children. */
export interface ImageCopy {
  readonly manifest: Manifest;
  readonly blobs: readonly BlobReference[];
  /** Those that come with it; a push brings none, since its children have to be there. */
  readonly children: readonly ImageCopy[];
}

/** How an image comes in. */
export interface Arriving {
  readonly origin: Origin;
  readonly tag?: string | undefined;
  /**
   * What becomes of a tag that an immutable repository keeps for another image: a push is refused, while a replica
   * or an import arrives without it [docs].
   */
  readonly heldTag: 'refuse' | 'withhold';
}

export interface StoredImage {
  readonly image: Image;
  /** The digest that keeps the tag, where an immutable repository withheld it. */
  readonly withheldBy?: string;
}

/**
 * The one way in for an image, whatever brings it: quotas, the tag, activation of what was archived, and the
 * announcement. Children come before their index. What is refused changes nothing; where nothing changes, nothing is
 * announced.
 *
 * @returns the image as it is in the repository now, or why it may not come in
 */
export function storeImage(
  repository: Repository,
  copy: ImageCopy,
  { origin, tag, heldTag }: Arriving,
  unit: Unit,
): Outcome<StoredImage> {
  const known = repository.image(copy.manifest.digest);
  const holder = tag === undefined ? undefined : repository.tag(tag)?.image;
  const isHeld =
    tag !== undefined &&
    holder !== undefined &&
    holder !== known &&
    !repository.tagMutability.allowsMoving(tag);
  if (isHeld && heldTag === 'refuse') return failures.imageTagAlreadyExists(tag, repository.name);
  const newTag = isHeld || (holder !== undefined && holder === known) ? undefined : tag;
  const overflow = tooManyTags(repository, known, newTag) ?? tooManyImages(repository, copy);
  if (overflow !== undefined) return overflow;

  for (const child of copy.children) storeChild(repository, child, origin, unit);
  const image = arrive(repository, copy, origin, newTag, unit);
  return isHeld ? { image, withheldBy: holder.digest } : { image };
}

function storeChild(repository: Repository, copy: ImageCopy, origin: Origin, unit: Unit): void {
  for (const child of copy.children) storeChild(repository, child, origin, unit);
  arrive(repository, copy, origin, undefined, unit);
}

function arrive(
  repository: Repository,
  { manifest, blobs }: ImageCopy,
  origin: Origin,
  tag: string | undefined,
  unit: Unit,
): Image {
  const known = repository.image(manifest.digest);
  const tags = tag === undefined ? [] : [{ name: tag }];
  const image = known ?? repository.store(manifest, unit.now, origin, blobs, undefined, tags);
  // An archived image is active again when the same manifest arrives [docs].
  const wakes = image.status !== 'ACTIVE';
  if (wakes) activate(repository, image, 'push', unit);
  if (known !== undefined && tag !== undefined) repository.putTag(tag, image, unit.now);
  const isNew = known === undefined;
  if (isNew || wakes || tag !== undefined) {
    unit.emit({ type: 'image-stored', repository, image, tag, origin, isNew });
  }
  return image;
}

function tooManyTags(
  repository: Repository,
  known: Image | undefined,
  newTag: string | undefined,
): Failure | undefined {
  const { name, registry } = repository;
  const { tagsPerImage } = registry.world.limits;
  if (known === undefined || newTag === undefined || known.tags.length < tagsPerImage) return undefined;
  return failures.tooManyTagsOnImage(newTag, name, registry.accountId, tagsPerImage);
}

function tooManyImages(repository: Repository, copy: ImageCopy): Failure | undefined {
  const { name, registry } = repository;
  const { imagesPerRepository } = registry.world.limits;
  const room = imagesPerRepository - repository.imageCount;
  // Counted only where it may matter.
  if (room >= sizeOf(copy) || room >= newImages(repository, copy).size) return undefined;
  return failures.tooManyImages(name, registry.accountId, imagesPerRepository);
}

function sizeOf({ children }: ImageCopy): number {
  return children.reduce((size, child) => size + sizeOf(child), 1);
}

/** Digests of what would be stored: the image, and its children if it is an index. */
function newImages(repository: Repository, copy: ImageCopy, found = new Set<string>()): ReadonlySet<string> {
  if (repository.image(copy.manifest.digest) === undefined) found.add(copy.manifest.digest);
  for (const child of copy.children) newImages(repository, child, found);
  return found;
}
