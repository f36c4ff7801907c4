import type { Image } from '../../domain/image.js';
import { type BlobReference, type Manifest, manifestBlobs } from '../../domain/manifest.js';
import type { Repository } from '../../domain/repository.js';

/**
 * What travels with an image: its manifest, its blobs and, for an index, its children. Taken when the task
 * starts, so that a copy under way completes though the source goes [assumed].
 */
export interface Cargo {
  readonly manifest: Manifest;
  readonly blobs: readonly BlobReference[];
  readonly children: readonly Cargo[];
}

export function loadCargo(repository: Repository, image: Image): Cargo {
  const children: Cargo[] = [];
  for (const digest of image.manifest.children) {
    const child = repository.image(digest);
    if (child !== undefined) children.push(loadCargo(repository, child));
  }
  return { manifest: image.manifest, blobs: manifestBlobs(image.manifest), children };
}
