import type { Remover, UnitOfWork } from '../../world/domain-event.js';
import { type ImageId, type ImageProblem, isProblem, lookUpImage } from '../../world/images/image-lookup.js';
import type { Image } from '../../world/images/image.js';
import type { Repository } from '../../world/repository.js';

export interface Removal {
  readonly removed: readonly ImageId[];
  readonly problems: readonly (ImageProblem & { imageId: ImageId })[];
}

/** An image that an index names can't be deleted [observed]. */
export function indexedProblem(indexes: readonly Image[]): ImageProblem {
  return {
    failureCode: 'ImageReferencedByManifestList',
    failureReason: `Requested image referenced by manifest list: [${indexes.map((index) => index.digest).join(', ')}]`,
  };
}

/**
 * Removes a batch of ids: a tag, and with its last tag the image; a digest with all its tags. Each is reported once,
 * even if it is named several times.
 */
export function removeImages(repository: Repository, ids: readonly ImageId[], unit: UnitOfWork): Removal {
  const inOrder = repository.registry.world.behaviour.indexReferences === 'in-order';
  // Looked up before anything is removed: an image that one id removes is not missing for the next id [observed].
  const found = ids.map((id) => lookUpImage(repository, id));
  const indexesAtStart = new Map<Image, readonly Image[]>();
  if (!inOrder) {
    for (const image of found) {
      if (!isProblem(image)) indexesAtStart.set(image, repository.indexesOf(image.digest));
    }
  }
  const rows = new Map<string, ImageId>();
  const problems: (ImageProblem & { imageId: ImageId })[] = [];
  ids.forEach((id, at) => {
    const image = found[at] as Image | ImageProblem;
    if (isProblem(image)) {
      problems.push({ ...image, imageId: id });
      return;
    }
    const { imageTag: tag } = id;
    const pointer = tag === undefined ? undefined : repository.tag(tag);
    const isGone = repository.image(image.digest) !== image;
    const tagIsGone = tag !== undefined && pointer?.image !== image;
    if (isGone || tagIsGone) {
      note(rows, { imageDigest: image.digest, ...(tag === undefined ? {} : { imageTag: tag }) });
      return;
    }
    if (pointer !== undefined && image.tags.length > 1) {
      untagImage(repository, image, pointer.name, 'caller', unit);
      note(rows, { imageDigest: image.digest, imageTag: pointer.name });
      return;
    }
    const indexes = indexesAtStart.get(image) ?? repository.indexesOf(image.digest);
    if (indexes.length > 0) {
      problems.push({ ...indexedProblem(indexes), imageId: id });
      return;
    }
    const tags = removeImage(repository, image, 'caller', unit);
    if (tags.length === 0) note(rows, { imageDigest: image.digest });
    for (const name of tags) note(rows, { imageDigest: image.digest, imageTag: name });
  });
  return { removed: [...rows.values()], problems };
}

/** Removes a tag from an image, which stays. */
export function untagImage(
  repository: Repository,
  image: Image,
  tag: string,
  by: Remover,
  unit: UnitOfWork,
): void {
  const pointer = repository.tag(tag);
  if (pointer === undefined || pointer.image !== image) return;
  repository.removeTag(pointer);
  unit.emit({ type: 'tag-removed', repository, image, tag, by });
}

/** Removes an image and returns the tags it had. */
export function removeImage(
  repository: Repository,
  image: Image,
  by: Remover,
  unit: UnitOfWork,
): readonly string[] {
  const tags = image.tags.map((pointer) => pointer.name);
  repository.remove(image);
  unit.emit({ type: 'image-removed', repository, image, tags, by });
  return tags;
}

function note(rows: Map<string, ImageId>, id: ImageId): void {
  // A row with only the digest adds nothing once the image's tags are listed.
  if (id.imageTag === undefined && [...rows.values()].some((row) => row.imageDigest === id.imageDigest))
    return;
  rows.set(`${id.imageDigest} ${id.imageTag ?? ''}`, id);
}
