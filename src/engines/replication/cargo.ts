import type { Image } from '../../domain/image.js';
import { manifestBlobs } from '../../domain/manifest.js';
import type { Repository } from '../../domain/repository.js';
import type { ImageCopy } from '../../domain/store-image.js';

/** What travels, taken when the task starts, so that a copy under way completes though the source goes [assumed]. */
export type Cargo = ImageCopy;

export function loadCargo(repository: Repository, image: Image): Cargo {
  const children: Cargo[] = [];
  for (const digest of image.manifest.children) {
    const child = repository.image(digest);
    if (child !== undefined) children.push(loadCargo(repository, child));
  }
  return { manifest: image.manifest, blobs: manifestBlobs(image.manifest), children };
}
