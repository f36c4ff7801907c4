import { descendantsOf } from '../../domain/descendants.js';
import type { Image } from '../../domain/image.js';
import type { Repository } from '../../domain/repository.js';
import type { ImageCopy } from '../../domain/store-image.js';

/** What travels, taken when the task starts, so that a copy under way completes though the source goes [assumed]. */
export interface Cargo extends ImageCopy {
  /** Images of the source. */
  readonly children: readonly Image[];
}

export function loadCargo(repository: Repository, image: Image): Cargo {
  const children = descendantsOf(image, ({ manifest }) =>
    manifest.children.flatMap((digest) => repository.image(digest) ?? []),
  );
  return { manifest: image.manifest, children };
}
