import type { Unit } from '../../domain/domain-event.js';
import { type Destination } from '../../domain/destination.js';
import type { Image, Origin } from '../../domain/image.js';
import type { Registry } from '../../domain/registry.js';
import type { ReplicationAttempt, ReplicationRecord } from '../../domain/replication-record.js';
import type { Job } from '../scheduler.js';
import type { StandingAccess } from './access.js';
import type { Cargo } from './cargo.js';
import { deliver } from './deliver.js';
import type { FailureCause } from './failure-codes.js';
import { closeAttempt, openAttempt } from './record.js';

/** Everything that was decided when a task started. */
export interface TaskPlan {
  readonly source: Registry;
  readonly repositoryName: string;
  readonly image: Image;
  readonly cargo: Cargo;
  /** Images of the source whose status this task writes too: the children of an index. */
  readonly children: readonly Image[];
  readonly tag: string | undefined;
  readonly destination: Registry;
  readonly access: StandingAccess;
  /** Why the task is bound to fail, if it is; seen only when it is due. */
  readonly refusal: FailureCause | undefined;
  readonly origin: Extract<Origin, 'replication' | 'backfill'>;
  readonly startedAt: number;
  readonly dueAt: number;
}

/** What a test may do to tasks. */
export interface TaskHooks {
  /** Why a task that is due is to fail, if it is. */
  interfere(task: ReplicationTask): FailureCause | undefined;
  /** Whether a task that is due has to wait; whoever says so runs it again. */
  hold(task: ReplicationTask): boolean;
}

/** One image on its way to one destination, with at most one tag. */
export class ReplicationTask implements Job {
  readonly kind = 'replication';
  readonly destination: Destination;
  private readonly attempts: readonly (readonly [ReplicationRecord, ReplicationAttempt])[];

  constructor(
    readonly plan: TaskPlan,
    private readonly hooks: TaskHooks,
  ) {
    this.destination = { region: plan.destination.region, registryId: plan.destination.accountId };
    this.attempts = [plan.image, ...plan.children].map((image, index) => {
      const attempt: ReplicationAttempt = {
        tag: index === 0 ? plan.tag : undefined,
        startedAt: plan.startedAt,
        dueAt: plan.dueAt,
        status: 'IN_PROGRESS',
      };
      return [openAttempt(image, this.destination, attempt), attempt] as const;
    });
  }

  get dueAt(): number {
    return this.plan.dueAt;
  }

  /** How the task ended, once it has. */
  get outcome(): ReplicationAttempt {
    return (this.attempts[0] as readonly [ReplicationRecord, ReplicationAttempt])[1];
  }

  describe(): string {
    const { source, repositoryName, image, tag } = this.plan;
    const name = tag === undefined ? `${repositoryName}@${image.digest}` : `${repositoryName}:${tag}`;
    return `replication of ${name} from ${source.key} to ${this.plan.destination.key}`;
  }

  run(unit: Unit): void {
    const { plan } = this;
    if (this.hooks.hold(this)) return;
    const refusal = plan.refusal ?? this.sourceGone() ?? this.hooks.interfere(this);
    const delivery =
      refusal === undefined
        ? deliver(plan.destination, plan.repositoryName, plan.cargo, plan.tag, plan.origin, plan.access, unit)
        : { cause: refusal, createdRepository: false };
    for (const [record, attempt] of this.attempts) closeAttempt(record, attempt, unit.now, delivery.cause);
    if ('withheldBy' in delivery && delivery.withheldBy !== undefined) {
      this.outcome.withheldBy = delivery.withheldBy;
    }
    const refusedCall = refusedCallOf(delivery.cause);
    const { startedAt, failureCode, withheldBy } = this.outcome;
    unit.emit({
      type: 'replication-ended',
      source: { region: plan.source.region, registryId: plan.source.accountId },
      destination: this.destination,
      repositoryName: plan.repositoryName,
      manifest: plan.cargo.manifest,
      tag: plan.tag,
      succeeded: delivery.cause === undefined,
      action: 'replicate',
      createdRepository: delivery.createdRepository,
      startedAt,
      ...(failureCode === undefined ? {} : { failureCode }),
      ...(withheldBy === undefined ? {} : { withheldBy }),
      ...(refusedCall === undefined ? {} : { refusedCall }),
    });
  }

  /** A copy that has started completes, whatever becomes of its source; an option says otherwise [assumed]. */
  private sourceGone(): FailureCause | undefined {
    const { source, repositoryName, image, tag } = this.plan;
    if (source.world.behaviour.sourceDeletedInFlight === 'complete') return undefined;
    const repository = source.repository(repositoryName);
    const isThere =
      repository?.image(image.digest) === image &&
      (tag === undefined || repository.tag(tag)?.image === image);
    return isThere ? undefined : { kind: 'source-deleted' };
  }
}

function refusedCallOf(cause: FailureCause | undefined): 'ReplicateImage' | 'CreateRepository' | undefined {
  if (cause === undefined) return undefined;
  if (cause.kind === 'creation-failed') return 'CreateRepository';
  if (cause.kind === 'denied' && cause.action !== 'ecr:ReplicateImage') return 'CreateRepository';
  return 'ReplicateImage';
}
