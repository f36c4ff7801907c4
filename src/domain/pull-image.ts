import type { Unit } from './domain-event.js';
import type { Image } from './image.js';
import { type ImageId, type ImageProblem, PROBLEMS, isProblem, lookUpImage } from './image-lookup.js';
import type { Repository } from './repository.js';

export interface Pull {
  readonly pulled: readonly { readonly image: Image; readonly tag: string | undefined }[];
  readonly problems: readonly (ImageProblem & { readonly imageId: ImageId })[];
}

/**
 * Reads images for a puller: a tag gives one row, a digest one row for each of its tags. Being read counts
 * as a pull [observed].
 *
 * @param unserved why an upstream did not serve an id that is missing here, by its place in the list
 */
export function pullImages(
  repository: Repository,
  ids: readonly ImageId[],
  unit: Unit,
  unserved: ReadonlyMap<number, ImageProblem> = new Map(),
): Pull {
  const pulled: { image: Image; tag: string | undefined }[] = [];
  const problems: (ImageProblem & { imageId: ImageId })[] = [];
  const seen = new Set<string>();
  const { pullTimeExclusions } = repository.registry;
  const isRecorded = unit.caller === undefined || !pullTimeExclusions.covers(unit.caller);
  for (const [index, imageId] of ids.entries()) {
    const image = lookUpImage(repository, imageId);
    if (isProblem(image) || image.status !== 'ACTIVE') {
      const problem = isProblem(image) ? (unserved.get(index) ?? image) : PROBLEMS.inaccessible;
      problems.push({ ...problem, imageId });
      continue;
    }
    if (isRecorded) image.lastPulledAt = unit.now;
    const tags = imageId.imageTag === undefined ? image.tags.map((tag) => tag.name) : [imageId.imageTag];
    for (const tag of tags.length === 0 ? [undefined] : tags) {
      const key = `${image.digest} ${tag ?? ''}`;
      if (seen.has(key)) continue;
      seen.add(key);
      pulled.push({ image, tag });
    }
  }
  return { pulled, problems };
}
