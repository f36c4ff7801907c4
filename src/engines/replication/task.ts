import type { Unit } from '../../domain/domain-event.js';
import { type Destination } from '../../domain/destination.js';
import type { Image, Origin } from '../../domain/image.js';
import type { Registry } from '../../domain/registry.js';
import type { ReplicationAttempt, ReplicationInFlight } from '../../domain/replication-record.js';
import type { Route } from '../../domain/replication-configuration.js';
import type { StandingAccess } from './access.js';
import type { Cargo } from './cargo.js';
import { type Delivery, deliver } from './deliver.js';
import { type FailureCause, refusedCallOf } from './failure-codes.js';
import { closeAttempt, endAttempt, openAttempt } from './record.js';
import type { Arrival } from './waiting-room.js';

/** Everything that was decided when a task started. */
export interface TaskPlan {
  readonly source: Registry;
  readonly repositoryName: string;
  readonly image: Image;
  readonly cargo: Cargo;
  readonly tag: string | undefined;
  readonly destination: Registry;
  /** The rule that says so. */
  readonly route: Route;
  readonly access: StandingAccess;
  /** Why the task is bound to fail, if it is; seen only when it is due. */
  readonly refusal: FailureCause | undefined;
  readonly origin: Extract<Origin, 'replication' | 'backfill'>;
  readonly startedAt: number;
  readonly dueAt: number;
}

/** What a test may do to tasks. */
export interface TaskHooks {
  /** Asked of a task that would succeed: why it is to fail, if it is. */
  interfere(task: ReplicationTask): FailureCause | undefined;
  /** What keeps a task that is due from arriving, if anything; whoever says so runs it again. */
  hold(task: ReplicationTask): string | undefined;
}

/** One image on its way to one destination, with at most one tag. */
export class ReplicationTask implements Arrival, ReplicationInFlight {
  readonly kind = 'replication';
  readonly destination: Destination;
  /** How the task ended, once it has. */
  readonly outcome: ReplicationAttempt;
  /** One for all children of an index: what becomes of it becomes of them. */
  private readonly outcomeOfChildren: ReplicationAttempt;

  constructor(
    readonly plan: TaskPlan,
    private readonly hooks: TaskHooks,
  ) {
    this.destination = { region: plan.destination.region, registryId: plan.destination.accountId };
    const { startedAt, dueAt, route } = plan;
    this.outcome = { tag: plan.tag, startedAt, dueAt, status: 'IN_PROGRESS', route };
    this.outcomeOfChildren = { ...this.outcome, tag: undefined };
    openAttempt(plan.image, this.destination, this.outcome);
    for (const child of plan.cargo.children) openAttempt(child, this.destination, this.outcomeOfChildren);
    plan.source.inFlight.add(this);
  }

  get dueAt(): number {
    return this.plan.dueAt;
  }

  get repositoryName(): string {
    return this.plan.repositoryName;
  }

  get digest(): string {
    return this.plan.cargo.manifest.digest;
  }

  get tag(): string | undefined {
    return this.plan.tag;
  }

  get isOver(): boolean {
    return this.outcome.status !== 'IN_PROGRESS';
  }

  describe(): string {
    const { source, repositoryName, image, tag } = this.plan;
    const name = tag === undefined ? `${repositoryName}@${image.digest}` : `${repositoryName}:${tag}`;
    return `replication of ${name} from ${source.key} to ${this.plan.destination.key}`;
  }

  run(unit: Unit): void {
    const { plan, outcome } = this;
    outcome.heldBy = this.hooks.hold(this);
    if (outcome.heldBy !== undefined) return;
    plan.source.inFlight.delete(this);
    const refusal = plan.refusal ?? this.sourceGone();
    const delivery: Delivery =
      refusal === undefined ? deliver(plan, () => this.hooks.interfere(this), unit) : { cause: refusal };
    this.close(unit.now, delivery.cause);
    if (delivery.withheldBy !== undefined) outcome.withheldBy = delivery.withheldBy;
    if (delivery.madeRepository !== undefined) outcome.madeRepository = delivery.madeRepository;
    outcome.permit = plan.access.judge('ecr:ReplicateImage', plan.repositoryName);
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
      createdRepository: delivery.madeRepository !== undefined,
      startedAt,
      ...(failureCode === undefined ? {} : { failureCode }),
      ...(withheldBy === undefined ? {} : { withheldBy }),
      ...(refusedCall === undefined ? {} : { refusedCall }),
    });
  }

  private close(at: number, cause: FailureCause | undefined): void {
    const { plan, destination, outcome, outcomeOfChildren } = this;
    endAttempt(outcome, at, cause);
    endAttempt(outcomeOfChildren, at, cause);
    closeAttempt(plan.image, destination, outcome);
    for (const child of plan.cargo.children) closeAttempt(child, destination, outcomeOfChildren);
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
