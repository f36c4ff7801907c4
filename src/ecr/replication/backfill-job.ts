import { type Destination, destinationKey } from '../../aws/registry-id.js';
import type { UnitOfWork } from '../../world/domain-event.js';
import { type Backfill, isUnderWay } from '../../world/records/backfill.js';
import type { Registry } from '../../world/registry.js';
import type { Job } from '../scheduler.js';

/** The next step of a backfill. */
export class BackfillJob implements Job {
  readonly kind = 'backfill';
  readonly destination: Destination;

  constructor(
    private readonly registry: Registry,
    private readonly backfill: Backfill,
    readonly dueAt: number,
    readonly run: (unit: UnitOfWork) => void,
    /** The repository whose image is next. */
    readonly repositoryName = '',
  ) {
    this.destination = backfill.destination;
  }

  /** Whether the backfill was stopped meanwhile, so that this step has no effect. */
  get isOver(): boolean {
    return !isUnderWay(this.backfill);
  }

  describe(): string {
    return `replication backfill ${this.backfill.id} from ${this.registry.key} to ${destinationKey(this.destination)}`;
  }
}
