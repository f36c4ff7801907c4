import type { Unit } from './domain-event.js';
import { Failure, type Outcome } from './failure.js';
import type { Image, ImageStatus } from './image.js';
import { activate } from './put-image.js';
import type { Repository } from './repository.js';

export type StorageClass = 'ARCHIVE' | 'STANDARD';

/** Which status an image has after each request; what is not here is not supported [assumed]. */
const TRANSITIONS: Readonly<Record<StorageClass, Partial<Record<ImageStatus, ImageStatus>>>> = {
  ARCHIVE: { ACTIVE: 'ARCHIVED' },
  STANDARD: { ARCHIVED: 'ACTIVATING' },
};

/**
 * Starts what a caller asks for: an archive takes place at once, a restore takes its time. A restore counts
 * as a push of each tag, by the rules in force now [docs].
 */
export function updateStorageClass(
  repository: Repository,
  image: Image,
  target: StorageClass,
  unit: Unit,
): Outcome<ImageStatus> {
  const next = TRANSITIONS[target][image.status];
  const isIndexed = target === 'ARCHIVE' && repository.isIndexed(image.digest);
  if (next === undefined || isIndexed) return notSupported(image, target, isIndexed);
  if (next === 'ARCHIVED') {
    archive(repository, image, unit);
    return next;
  }
  repository.setStatus(image, next);
  unit.emit({ type: 'image-restore-started', repository, image });
  const tags = image.tags.length === 0 ? [undefined] : image.tags.map((tag) => tag.name);
  for (const tag of tags) {
    unit.emit({ type: 'image-stored', repository, image, tag, origin: 'restore', isNew: false });
  }
  return next;
}

/** Archives an image at once [docs]. */
export function archive(repository: Repository, image: Image, unit: Unit): void {
  repository.setStatus(image, 'ARCHIVED');
  image.lastArchivedAt = unit.now;
  unit.emit({ type: 'image-archived', repository, image });
}

/** Ends a restore, unless the image went, or was made active by a push, in the meantime. */
export function endRestore(repository: Repository, image: Image, unit: Unit): void {
  if (repository.image(image.digest) !== image || image.status !== 'ACTIVATING') return;
  activate(repository, image, unit);
}

/** The causes and the text are our own: no real ones are known [assumed]. */
function notSupported(image: Image, target: StorageClass, isIndexed: boolean): Failure {
  const because = isIndexed ? 'it is referenced by a manifest list' : `its status is ${image.status}`;
  return new Failure(
    'ImageStorageClassUpdateNotSupportedException',
    `The storage class of the image with digest '${image.digest}' can't be updated to ${target} because ${because}`,
  );
}
