import { type Destination, sameDestination } from '../../aws/registry-id.js';
import type { Route } from '../../world/configuration/replication-configuration.js';
import type { UnitOfWork } from '../../world/domain-event.js';
import type { Image, Origin } from '../../world/images/image.js';
import type {
  FailureCause,
  ReplicationAttempt,
  ReplicationInFlight,
  ReplicationRecord,
} from '../../world/records/replication.js';
import type { Registry } from '../../world/registry.js';
import { type CarriedImage, type Delivery, deliver } from './deliver.js';
import { failureCodeOf, refusedCallOf } from './failure.js';
import type { Arrival } from './held-work.js';
import type { StandingAccess } from './replication-access.js';

/** Everything that was decided when a task started. */
export interface TaskPlan {
  readonly source: Registry;
  readonly repositoryName: string;
  readonly image: Image;
  readonly cargo: CarriedImage;
  readonly tag: string | undefined;
  readonly destination: Registry;
  /** The rule that sends it. */
  readonly route: Route;
  readonly access: StandingAccess;
  /** Why the task will fail, if it will; visible only when it is due. */
  readonly refusal: FailureCause | undefined;
  readonly origin: Extract<Origin, 'replication' | 'backfill'>;
  readonly startedAt: number;
  readonly dueAt: number;
}

/** What a test may do to tasks. */
export interface TaskHooks {
  /** Called for a task that would succeed: returns an injected failure, if any. */
  interfere(task: ReplicationTask): FailureCause | undefined;
  /** What keeps a due task from arriving, if anything; the function that holds it runs it again. */
  hold(task: ReplicationTask): string | undefined;
}

/** The replication of one image to one destination, with at most one tag. */
export class ReplicationTask implements Arrival, ReplicationInFlight {
  readonly kind = 'replication';
  readonly destination: Destination;
  /** How the task ended, once it has. */
  readonly outcome: ReplicationAttempt;
  /** Shared by all children of an index, which have its result. */
  private readonly outcomeOfChildren: ReplicationAttempt | undefined;
  /** Releases the bytes, which the task holds: a copy completes even if its source is deleted [assumed]. */
  private readonly letGo: (() => void) | undefined;

  constructor(
    readonly plan: TaskPlan,
    private readonly hooks: TaskHooks,
  ) {
    this.destination = { region: plan.destination.region, registryId: plan.destination.accountId };
    const { startedAt, dueAt, route } = plan;
    this.outcome = { tag: plan.tag, startedAt, dueAt, status: 'IN_PROGRESS', route };
    const hasChildren = plan.cargo.children.length > 0;
    this.outcomeOfChildren = hasChildren ? { ...this.outcome, tag: undefined } : undefined;
    openAttempt(plan.image, this.destination, this.outcome);
    if (this.outcomeOfChildren !== undefined) {
      for (const child of plan.cargo.children) openAttempt(child, this.destination, this.outcomeOfChildren);
    }
    plan.source.inFlight.add(this);
    const { blobs } = plan.source.world;
    this.letGo = blobs.isEmpty ? undefined : blobs.hold(digestsOf([plan.image, ...plan.cargo.children]));
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

  run(unit: UnitOfWork): void {
    const { plan, outcome } = this;
    outcome.heldBy = this.hooks.hold(this);
    if (outcome.heldBy !== undefined) return;
    plan.source.inFlight.delete(this);
    const refusal = plan.refusal ?? this.sourceGone();
    const delivery: Delivery =
      refusal === undefined ? deliver(plan, () => this.hooks.interfere(this), unit) : { cause: refusal };
    this.close(unit.now, delivery.cause);
    this.release();
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

  release(): void {
    this.letGo?.();
  }

  private close(at: number, cause: FailureCause | undefined): void {
    const { plan, destination, outcome, outcomeOfChildren } = this;
    endAttempt(outcome, at, cause);
    closeAttempt(plan.image, destination, outcome);
    if (outcomeOfChildren === undefined) return;
    endAttempt(outcomeOfChildren, at, cause);
    for (const child of plan.cargo.children) closeAttempt(child, destination, outcomeOfChildren);
  }

  /** A started copy completes even if its source is removed, unless the option says otherwise [assumed]. */
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

function digestsOf(images: readonly Image[]): Set<string> {
  return new Set(images.flatMap(({ layers }) => layers.map(({ digest }) => digest)));
}

/** The record of an image for a destination, if a task was ever started. */
export function recordOf(image: Image, destination: Destination): ReplicationRecord | undefined {
  return image.replications?.find((record) => sameDestination(record.destination, destination));
}

/** Records that a task starts: it decides the image's status at that destination from now on [assumed]. */
function openAttempt(image: Image, destination: Destination, attempt: ReplicationAttempt): void {
  image.replications ??= [];
  let record = recordOf(image, destination);
  if (record === undefined) {
    record = { destination, status: 'IN_PROGRESS', attempts: [] };
    image.replications.push(record);
  }
  record.status = 'IN_PROGRESS';
  record.failureCode = undefined;
  const earlier = record.attempts.findIndex((one) => one.tag === attempt.tag);
  if (earlier !== -1) record.attempts.splice(earlier, 1);
  record.attempts.push(attempt);
}

/** Records how a task ended. */
function endAttempt(attempt: ReplicationAttempt, at: number, cause: FailureCause | undefined): void {
  attempt.endedAt = at;
  attempt.status = cause === undefined ? 'COMPLETE' : 'FAILED';
  if (cause !== undefined) {
    attempt.cause = cause;
    attempt.failureCode = failureCodeOf(cause);
  }
}

/** The status of an image after an attempt. Only the task that started last changes it. */
function closeAttempt(image: Image, destination: Destination, attempt: ReplicationAttempt): void {
  const record = recordOf(image, destination);
  if (record?.attempts.at(-1) !== attempt) return;
  record.status = attempt.status;
  record.failureCode = attempt.failureCode;
}
