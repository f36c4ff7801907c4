import type { Destination } from '../../aws/registry-id.js';
import type { UnitOfWork } from '../../world/domain-event.js';
import type { Manifest } from '../../world/images/manifest.js';
import type { Registry } from '../../world/registry.js';
import { removeImage, untagImage } from '../images/remove-images.js';
import type { Arrival } from './held-work.js';

/** A deletion on its way to one destination, under a rule with delete replication [docs]. */
export class ReplicatedDelete implements Arrival {
  readonly kind = 'replicated-delete';
  readonly destination: Destination;
  isOver = false;

  constructor(
    private readonly source: Registry,
    private readonly target: Registry,
    readonly repositoryName: string,
    private readonly manifest: Manifest,
    /** The removed tag; absent if the image was removed with all its tags. */
    private readonly tag: string | undefined,
    readonly dueAt: number,
    /** Whether it has to wait; the function that holds it runs it again. */
    private readonly holds: (job: Arrival) => boolean,
  ) {
    this.destination = { region: target.region, registryId: target.accountId };
  }

  describe(): string {
    const what = this.tag === undefined ? `@${this.manifest.digest}` : `:${this.tag}`;
    return `deletion of ${this.repositoryName}${what} from ${this.source.key} at ${this.target.key}`;
  }

  run(unit: UnitOfWork): void {
    if (this.holds(this)) return;
    this.isOver = true;
    const repository = this.target.repository(this.repositoryName);
    const image = repository?.image(this.manifest.digest);
    if (repository === undefined || image === undefined) return;
    // The source image still exists: only the tag is removed, even if it is the replica's last [docs].
    if (this.tag !== undefined) {
      untagImage(repository, image, this.tag, 'replication', unit);
    } else if (repository.isIndexed(image.digest)) {
      // The child of an index stays, but without its tags [assumed].
      for (const { name } of [...image.tags]) untagImage(repository, image, name, 'replication', unit);
    } else {
      removeImage(repository, image, 'replication', unit);
    }
  }
}
