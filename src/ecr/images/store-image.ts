import { type Failure, type Outcome, isFailure } from '../../aws/failure.js';
import type { UnitOfWork } from '../../world/domain-event.js';
import * as failures from '../../world/failures.js';
import type { Image, Origin } from '../../world/images/image.js';
import type { BlobReference, Manifest } from '../../world/images/manifest.js';
import type { Repository } from '../../world/repository.js';
import { activate } from '../archive/storage-class.js';

/** A manifest on its way into a repository. */
export interface ManifestCopy {
  readonly manifest: Manifest;
  /** What it names; read from it when it is stored where they are absent. */
  readonly blobs?: readonly BlobReference[];
}

/** An image on its way into a repository, with what comes along. */
export interface ImageCopy extends ManifestCopy {
  /**
   * For an index, all that it names at any depth, each once and children first; a push brings none, since its children
   * have to be there.
   */
  readonly children: readonly ManifestCopy[];
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

/** Why {@link storeImage} would refuse an image as things stand, if it would. */
export function storeRefusal(
  repository: Repository,
  copy: ImageCopy,
  arriving: Arriving,
): Failure | undefined {
  const judgement = judge(repository, copy, arriving);
  return isFailure(judgement) ? judgement : undefined;
}

/** What becomes of the tag, or why the image may not come in. */
function judge(
  repository: Repository,
  copy: ImageCopy,
  { tag, heldTag }: Arriving,
): Outcome<{ readonly newTag?: string | undefined; readonly withheldBy?: string }> {
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
  // Counted only if it may matter.
  if (room > copy.children.length || room >= newImages(repository, copy)) return undefined;
  return failures.tooManyImages(name, registry.accountId, imagesPerRepository);
}

/** How many there would be more of: the image, and of its children those that are not there. */
function newImages(repository: Repository, copy: ImageCopy): number {
  return [...copy.children, copy].filter(({ manifest }) => repository.image(manifest.digest) === undefined)
    .length;
}
