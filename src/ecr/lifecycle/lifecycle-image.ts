import type { Image } from '../../world/images/image.js';
import type { Repository } from '../../world/repository.js';
import type { LifecycleStorageClass } from './rule.js';

/** What the evaluation needs to know about an image. Times are epoch milliseconds. */
export interface LifecycleImage {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly status: 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING';
  readonly pushedAt: number;
  readonly lastActivatedAt?: number;
  readonly lastArchivedAt?: number;
  readonly lastPulledAt?: number;
  /**
   * Order of insertion into the repository; of two images pushed at the same moment the later one is newer [assumed].
   */
  readonly position: number;
  /** A referrer whose subject is present: it is removed with the subject, never by a rule [assumed]. */
  readonly liveSubject?: boolean;
  readonly isIndex?: boolean;
}

/** The storage class whose rules may select this image, or undefined if no rule may. */
export function storageClassOf(image: LifecycleImage): LifecycleStorageClass | undefined {
  if (image.liveSubject === true) return undefined;
  switch (image.status) {
    case 'ACTIVE':
      return 'standard';
    case 'ARCHIVED':
      return 'archive';
    case 'ACTIVATING':
      // Between the classes, so in neither [assumed].
      return undefined;
  }
}

/** When it was pushed, or restored: a restored image behaves like a newly pushed one [docs]. */
export function effectivePushedAt(image: LifecycleImage): number {
  return image.lastActivatedAt ?? image.pushedAt;
}

/**
 * When it was last used: pulled, otherwise restored, otherwise pushed; a pull before the restore does not count
 * [docs].
 */
export function effectivePulledAt(image: LifecycleImage): number {
  const { lastPulledAt, lastActivatedAt } = image;
  if (lastActivatedAt !== undefined && (lastPulledAt === undefined || lastPulledAt < lastActivatedAt)) {
    return lastActivatedAt;
  }
  return lastPulledAt ?? image.pushedAt;
}

/** An image of a repository, for the evaluation. */
export interface LifecycleView extends LifecycleImage {
  readonly source: Image;
}

/** All images of a repository, as they are now. */
export function lifecycleViews(repository: Repository): readonly LifecycleView[] {
  const views: LifecycleView[] = [];
  for (const image of repository.allImages()) {
    const { manifest } = image;
    const hasLiveSubject = manifest.subject !== undefined && repository.image(manifest.subject) !== undefined;
    views.push({
      source: image,
      digest: image.digest,
      tags: image.tags.map((tag) => tag.name),
      status: image.status,
      pushedAt: image.pushedAt,
      position: image.position,
      ...(image.lastActivatedAt === undefined ? {} : { lastActivatedAt: image.lastActivatedAt }),
      ...(image.lastArchivedAt === undefined ? {} : { lastArchivedAt: image.lastArchivedAt }),
      ...(image.lastPulledAt === undefined ? {} : { lastPulledAt: image.lastPulledAt }),
      ...(hasLiveSubject ? { liveSubject: true } : {}),
      ...(manifest.kind === 'index' ? { isIndex: true } : {}),
    });
  }
  return views;
}
