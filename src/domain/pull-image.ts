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
 */
export function pullImages(repository: Repository, ids: readonly ImageId[], unit: Unit): Pull {
  const pulled: { image: Image; tag: string | undefined }[] = [];
  const problems: (ImageProblem & { imageId: ImageId })[] = [];
  const seen = new Set<string>();
  for (const imageId of ids) {
    const image = lookUpImage(repository, imageId);
    if (isProblem(image) || image.status !== 'ACTIVE') {
      problems.push({ ...(isProblem(image) ? image : PROBLEMS.inaccessible), imageId });
      continue;
    }
    image.lastPulledAt = unit.now;
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
