import type { DomainEvent, ImageRestoreStarted, UnitOfWork } from '../../world/domain-event.js';
import type { Scheduler } from '../scheduler.js';
import { activate } from './storage-class.js';

/** Finishes restores from the archive, which take time. */
export class ArchiveEngine {
  constructor(private readonly scheduler: Scheduler) {}

  react(event: DomainEvent, unit: UnitOfWork): void {
    if (event.type === 'image-restore-started') this.planEnd(event, unit);
  }

  /**
   * A push may have made the image active earlier [docs]; an image that was archived again needs a new restore
   * [assumed].
   */
  private planEnd({ repository, image }: ImageRestoreStarted, { now }: UnitOfWork): void {
    const { registry } = repository;
    const { lastArchivedAt } = image;
    this.scheduler.schedule({
      kind: 'restore',
      dueAt: now + registry.world.durations.restore,
      describe: () => `restore of ${repository.name}@${image.digest} at ${registry.key}`,
      get isOver() {
        const isUnderWay = image.status === 'ACTIVATING' && image.lastArchivedAt === lastArchivedAt;
        return !isUnderWay || !repository.holds(image);
      },
      run: (unit) => activate(repository, image, 'end restore', unit),
    });
  }
}
