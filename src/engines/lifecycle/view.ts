import type { Image } from '../../domain/image.js';
import type { Repository } from '../../domain/repository.js';
import type { LifecycleImage } from './lifecycle-image.js';

/** An image of a repository, as the evaluation sees it. */
export interface LifecycleView extends LifecycleImage {
  readonly source: Image;
}

/** Every image of a repository, as it is now. */
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
