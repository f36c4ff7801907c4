import { type Failure, type Outcome, isFailure } from '../../aws/failure.js';
import type { UnitOfWork } from '../../world/domain-event.js';
import * as failures from '../../world/failures.js';
import type { Image, Origin } from '../../world/images/image.js';
import type { BlobReference, Manifest } from '../../world/images/manifest.js';
import type { Repository } from '../../world/repository.js';
import { activate } from '../archive/storage-class.js';
import { unusableKey } from '../repositories/kms-key.js';

/** A manifest to be stored. */
export interface ManifestCopy {
  readonly manifest: Manifest;
  /** The blobs it names; parsed from the manifest when absent. */
  readonly blobs?: readonly BlobReference[];
}

/** An image to be stored, with its children. */
export interface ImageCopy extends ManifestCopy {
  /**
   * For an index, everything it names at any depth, each once and children first; empty for a push, whose children
   * have to exist.
   */
  readonly children: readonly ManifestCopy[];
}

/** How an image is stored. */
export interface Arriving {
  readonly origin: Origin;
  readonly tag?: string | undefined;
  /**
   * What happens if an immutable repository has the tag for another image: a push is refused, while a replica or an
   * import is stored without the tag [docs].
   */
  readonly heldTag: 'refuse' | 'withhold';
}

export interface StoredImage {
  readonly image: Image;
  /** The digest that keeps the tag, if an immutable repository withheld it. */
  readonly withheldBy?: string;
}

/**
 * The only way to store an image, for pushes, replicas, imports and signatures: the KMS key, quotas, the tag, activation of
 * archived images, and the announcement. Children come before their index. A refusal changes nothing, and without a
 * change nothing is announced.
 *
 * @returns the image as it is in the repository now, or the refusal
 */
export function storeImage(
  repository: Repository,
  copy: ImageCopy,
  arriving: Arriving,
  unit: UnitOfWork,
): Outcome<StoredImage> {
  const judgement = judge(repository, copy, arriving);
  if (isFailure(judgement)) return judgement;
  const { newTag, withheldBy } = judgement;
  for (const child of copy.children) arrive(repository, child, arriving.origin, undefined, unit);
  const image = arrive(repository, copy, arriving.origin, newTag, unit);
  return withheldBy === undefined ? { image } : { image, withheldBy };
}

/** Why {@link storeImage} would refuse an image now, or undefined. */
export function storeRefusal(
  repository: Repository,
  copy: ImageCopy,
  arriving: Arriving,
): Failure | undefined {
  const judgement = judge(repository, copy, arriving);
  return isFailure(judgement) ? judgement : undefined;
}

/** What happens to the tag, or why the image is refused. */
function judge(
  repository: Repository,
  copy: ImageCopy,
  { tag, heldTag }: Arriving,
): Outcome<{ readonly newTag?: string | undefined; readonly withheldBy?: string }> {
  const unusable = unusableKey(repository);
  if (unusable !== undefined) return unusable;
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
  return isHeld ? { withheldBy: holder.digest } : { newTag };
}

function arrive(
  repository: Repository,
  { manifest, blobs }: ManifestCopy,
  origin: Origin,
  tag: string | undefined,
  unit: UnitOfWork,
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
    unit.emit({ type: 'image-stored', repository, image, tag, origin, isNew, ...(wakes ? { wakes } : {}) });
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
  // Counted only if the limit may be reached.
  if (room > copy.children.length || room >= newImages(repository, copy)) return undefined;
  return failures.tooManyImages(name, registry.accountId, imagesPerRepository);
}

/** How many images would be added: the image, and those of its children that are missing. */
function newImages(repository: Repository, copy: ImageCopy): number {
  return [...copy.children, copy].filter(({ manifest }) => repository.image(manifest.digest) === undefined)
    .length;
}
