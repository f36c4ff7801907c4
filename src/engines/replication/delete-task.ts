import type { Unit } from '../../domain/domain-event.js';
import type { Destination } from '../../domain/destination.js';
import type { Manifest } from '../../domain/manifest.js';
import type { Registry } from '../../domain/registry.js';
import { removeImage, untagImage } from '../../domain/remove-image.js';
import type { Job } from '../scheduler.js';

/** A deletion on its way to one destination, under a rule with delete replication [docs]. */
export class ReplicatedDelete implements Job {
  readonly kind = 'replicated-delete';
  readonly destination: Destination;

  constructor(
    private readonly source: Registry,
    private readonly target: Registry,
    private readonly repositoryName: string,
    private readonly manifest: Manifest,
    /** The tag that went; absent where the image went with all its tags. */
    private readonly tag: string | undefined,
    readonly dueAt: number,
  ) {
    this.destination = { region: target.region, registryId: target.accountId };
  }

  describe(): string {
    const what = this.tag === undefined ? `@${this.manifest.digest}` : `:${this.tag}`;
    return `deletion of ${this.repositoryName}${what} from ${this.source.key} at ${this.target.key}`;
  }

  run(unit: Unit): void {
    const repository = this.target.repository(this.repositoryName);
    const image = repository?.image(this.manifest.digest);
    if (repository === undefined || image === undefined) return;
    // The child of an index stays, and so does the last tag of one [assumed].
    const isChild = repository.isIndexed(image.digest);
    if (this.tag === undefined) {
      if (!isChild) removeImage(repository, image, 'replication', unit);
      return;
    }
    if (!image.hasTag(this.tag)) return;
    if (image.tags.length > 1) untagImage(repository, image, this.tag, 'replication', unit);
    else if (!isChild) removeImage(repository, image, 'replication', unit);
  }
}
