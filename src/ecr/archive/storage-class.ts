import { Failure, type Outcome } from '../../aws/failure.js';
import type { UnitOfWork } from '../../world/domain-event.js';
import { IMAGE_STATES } from '../../world/images/image-states.js';
import type { Image, ImageStatus } from '../../world/images/image.js';
import type { Repository } from '../../world/repository.js';

export type StorageClass = 'ARCHIVE' | 'STANDARD';

/** The action that a requested class means. */
const ACTIONS = { ARCHIVE: 'archive', STANDARD: 'restore' } as const satisfies Record<StorageClass, string>;

/**
 * Changes an image's class: archiving is immediate, a restore takes time. A restore counts as a push of each tag,
 * under the present rules [docs].
 */
export function updateStorageClass(
  repository: Repository,
  image: Image,
  target: StorageClass,
  unit: UnitOfWork,
): Outcome<ImageStatus> {
  if (!IMAGE_STATES.allows(image.status, ACTIONS[target])) {
    return notSupported(image, target, `its status is ${image.status}`);
  }
  if (target === 'ARCHIVE') {
    if (listsAgainstArchiving(repository, image).length > 0) {
      return notSupported(image, target, 'it is referenced by a manifest list');
    }
    archive(repository, image, unit);
    return image.status;
  }
  repository.setStatus(image, IMAGE_STATES.next(image.status, 'restore'));
  unit.emit({ type: 'image-restore-started', repository, image });
  const tags = image.tags.length === 0 ? [undefined] : image.tags.map((tag) => tag.name);
  for (const tag of tags) {
    unit.emit({ type: 'image-stored', repository, image, tag, origin: 'restore', isNew: false });
  }
  return image.status;
}

/** The manifest lists that keep an image from being archived: those that are not archived [docs]. */
export function listsAgainstArchiving(repository: Repository, image: Image): readonly Image[] {
  return repository.indexesOf(image.digest).filter((list) => list.status !== 'ARCHIVED');
}

/** Archives an image at once [docs]. */
export function archive(repository: Repository, image: Image, unit: UnitOfWork): void {
  repository.setStatus(image, IMAGE_STATES.next(image.status, 'archive'));
  image.lastArchivedAt = unit.now;
  unit.emit({ type: 'image-archived', repository, image });
}

/** Makes an image active: at the end of a restore, or when the same manifest arrives again [docs]. */
export function activate(
  repository: Repository,
  image: Image,
  by: 'push' | 'end restore',
  unit: UnitOfWork,
): void {
  repository.setStatus(image, IMAGE_STATES.next(image.status, by));
  image.lastActivatedAt = unit.now;
  unit.emit({ type: 'image-restored', repository, image });
}

/** The reasons and the text are our own: the real ones are unknown [assumed]. */
function notSupported(image: Image, target: StorageClass, because: string): Failure {
  return new Failure(
    'ImageStorageClassUpdateNotSupportedException',
    `The storage class of the image with digest '${image.digest}' can't be updated to ${target} because ${because}`,
  );
}
