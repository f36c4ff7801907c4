import { type Destination, destinationKey } from '../../aws/registry-id.js';
import { shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { isMoment } from '../../lib/moment.js';
import { type Route, ruleMatches } from '../../world/configuration/replication-configuration.js';
import type { DomainEvent, ImageStored, UnitOfWork } from '../../world/domain-event.js';
import type { Image } from '../../world/images/image.js';
import type { Manifest } from '../../world/images/manifest.js';
import type { Registry } from '../../world/registry.js';
import type { FailureCause, ReplicationAction } from '../../world/records/replication.js';
import type { Repository } from '../../world/repository.js';
import type { World } from '../../world/world.js';
import type { Job, Scheduler } from '../scheduler.js';
import { ArrivalOrder, type InOrder, type Travelling } from './arrival-order.js';
import { BackfillJob } from './backfill-job.js';
import { type CarriedImage, carriedImage } from './deliver.js';
import { refusalAtStart, regionDisabled } from './failure.js';
import { type Blockade, HeldWork } from './held-work.js';
import { ReplicatedDelete } from './replicated-delete.js';
import type { ReplicationAccess } from './replication-access.js';
import { ReplicationTask, type TaskHooks } from './replication-task.js';

export interface ReplicationOptions {
  schedule: ReplicationSchedule;
  /** Called when a task is due: the failure that the test injected, if one applies. */
  interfere?: (task: ReplicationTask) => FailureCause | undefined;
  /** Called when a task starts: the latency that the test set for it, in milliseconds. */
  latencyOf?: (destination: Destination, repositoryName: string) => number | undefined;
  /** Called when work is due: what keeps it from arriving at the moment. */
  blockade?: Blockade;
}

/** Origins of images that are replicated; replicas are not replicated further [docs]. */
const STARTS: ReadonlySet<string> = new Set(['push', 'restore', 'pull-through', 'signing']);

/** Starts tasks for pushes and deletions, by the rules in force at that moment. */
export class ReplicationEngine {
  /** Due work for destinations that accept nothing at the moment. */
  readonly waitingRoom: HeldWork;
  private readonly order = new ArrivalOrder();
  private readonly hooks: TaskHooks = {
    interfere: (task) => this.options.interfere?.(task),
    hold: (task) => this.waitingRoom.hold(task),
  };

  constructor(
    private readonly world: World,
    private readonly scheduler: Scheduler,
    private readonly access: ReplicationAccess,
    private readonly options: ReplicationOptions,
  ) {
    this.waitingRoom = new HeldWork(scheduler, options.blockade ?? (() => undefined));
  }

  react(event: DomainEvent, unit: UnitOfWork): void {
    switch (event.type) {
      case 'image-stored':
        if (STARTS.has(event.origin)) this.replicate(event, unit);
        break;
      case 'tag-removed':
        if (event.by !== 'replication') {
          this.replicateDelete(event.repository, event.image.manifest, event.tag, unit);
        }
        break;
      case 'image-removed':
        if (event.by === 'caller' || event.by === 'lifecycle') {
          this.replicateDelete(event.repository, event.image.manifest, undefined, unit);
        }
        break;
    }
  }

  /** Whether the destination's policy allows the source to replicate any repository. */
  permits(source: Registry, destination: Registry, now: number): boolean {
    return this.access.between(source, destination, now).mentions();
  }

  /** The statement that lets a repository of this name in, if a template, a plan or a state has written it. */
  permittedBy(
    source: Registry,
    destination: Registry,
    repositoryName: string,
    now: number,
  ): string | undefined {
    const permit = this.access.between(source, destination, now).judge('ecr:ReplicateImage', repositoryName);
    return permit.allowed && permit.origin() !== undefined ? permit.statement() : undefined;
  }

  /** The first permission that is missing for a repository of this name now. */
  missingPermission(
    source: Registry,
    destination: Registry,
    repositoryName: string,
    now: number,
  ): ReplicationAction | undefined {
    const access = this.access.between(source, destination, now);
    const needed: readonly ReplicationAction[] =
      destination.repository(repositoryName) === undefined
        ? ['ecr:ReplicateImage', 'ecr:CreateRepository']
        : ['ecr:ReplicateImage'];
    return needed.find((action) => !access.judge(action, repositoryName).allowed);
  }

  /**
   * Images and deletions that have not arrived, and unfinished backfills, next first; work that is held back comes
   * last.
   */
  get pending(): readonly (ReplicationTask | ReplicatedDelete | BackfillJob)[] {
    return this.planned.filter(
      (job): job is ReplicationTask | ReplicatedDelete | BackfillJob =>
        job instanceof ReplicationTask || job instanceof ReplicatedDelete || job instanceof BackfillJob,
    );
  }

  /** Images that have not arrived. */
  get underWay(): readonly ReplicationTask[] {
    return this.planned.filter((job) => job instanceof ReplicationTask);
  }

  private get planned(): readonly Job[] {
    return [...this.scheduler.pending(), ...this.waitingRoom.jobs];
  }

  /** When a replication that starts now is due. */
  arrivalAt(destination: Destination, repositoryName: string, now: number): number {
    const latency = this.options.latencyOf?.(destination, repositoryName);
    return latency === undefined
      ? deliveryAt(this.options.schedule, destination, now)
      : afterLatency(now, latency);
  }

  /** Creates a task that starts now. */
  start(order: ReplicationOrder): ReplicationTask {
    const { repository, image, route } = order;
    const source = repository.registry;
    const target = this.world.registry(route.destination.registryId, route.destination.region);
    const access = this.access.between(source, target, order.startedAt);
    return new ReplicationTask(
      {
        source,
        repositoryName: repository.name,
        image,
        cargo: order.cargo ?? carriedImage(repository, image),
        tag: order.tag,
        destination: target,
        route,
        access,
        refusal: refusalAtStart(source, target, repository.name, access),
        origin: order.origin,
        startedAt: order.startedAt,
        dueAt: order.dueAt,
      },
      this.hooks,
    );
  }

  private replicate(event: ImageStored, unit: UnitOfWork): void {
    const { repository, image } = event;
    const routes = repository.registry.replication.routesFor(repository.name);
    if (routes.length === 0) return;
    const cargo = carriedImage(repository, image);
    for (const tag of tagsToSend(event)) {
      for (const route of routes) {
        this.schedule(repository, route.destination, { image: image.digest, tag }, unit.now, (dueAt) =>
          this.start({
            repository,
            image,
            tag,
            route,
            cargo,
            origin: 'replication',
            startedAt: unit.now,
            dueAt,
          }),
        );
      }
    }
  }

  private replicateDelete(
    repository: Repository,
    manifest: Manifest,
    tag: string | undefined,
    unit: UnitOfWork,
  ): void {
    const source = repository.registry;
    const sent = new Set<string>();
    for (const rule of source.replication.rules) {
      if (rule.deleteReplication !== true || !ruleMatches(rule, repository.name)) continue;
      for (const destination of rule.destinations) {
        const key = destinationKey(destination);
        if (sent.has(key)) continue;
        sent.add(key);
        const target = this.world.registry(destination.registryId, destination.region);
        // Nothing happens if the Region is not enabled on either side [docs].
        if (regionDisabled(source, target) !== undefined) continue;
        this.schedule(
          repository,
          destination,
          { image: manifest.digest, tag, isDeletion: true },
          unit.now,
          (dueAt) =>
            new ReplicatedDelete(
              source,
              target,
              repository.name,
              manifest,
              tag,
              dueAt,
              (job) => this.waitingRoom.hold(job) !== undefined,
            ),
        );
      }
    }
  }

  /** Plans work after what it must not overtake. */
  private schedule(
    repository: Repository,
    destination: Destination,
    what: Travelling,
    now: number,
    make: (dueAt: number) => InOrder,
  ): void {
    const wanted = this.arrivalAt(destination, repository.name, now);
    if (wanted <= now && this.order.isEmpty) {
      this.scheduler.schedule(make(wanted));
      return;
    }
    const lane = `${repository.arn} ${destinationKey(destination)}`;
    const job = make(Math.max(wanted, this.order.lastDueBefore(lane, what)));
    if (job.dueAt > now) this.order.note(lane, what, job);
    this.scheduler.schedule(job);
  }
}

/** The tags to replicate for an arrival; a restore sends all tags of the image [docs]. */
function tagsToSend({ image, tag, wakes }: ImageStored): readonly (string | undefined)[] {
  if (wakes !== true || image.tags.length === 0) return [tag];
  return image.tags.map(({ name }) => name);
}

/** What a task sends, and by which rule. */
export interface ReplicationOrder {
  readonly repository: Repository;
  readonly image: Image;
  readonly tag: string | undefined;
  readonly route: Route;
  readonly origin: 'replication' | 'backfill';
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly dueAt: number;
  /** Taken from the repository when absent. */
  readonly cargo?: CarriedImage;
}

/**
 * When replicas arrive. `instant`: before the call that caused them returns. `manual`: when the test calls
 * `settle()`. `latency`: that many milliseconds later on the fake's clock, a number or a function of the destination.
 */
export type ReplicationSchedule =
  'instant' | 'manual' | { readonly latency: number | ((destination: Destination) => number) };

/** When a task that starts now is delivered; Infinity if only the test delivers it. */
export function deliveryAt(schedule: ReplicationSchedule, destination: Destination, now: number): number {
  if (schedule === 'instant') return now;
  if (schedule === 'manual') return Infinity;
  const { latency } = schedule;
  if (typeof latency !== 'function') return afterLatency(now, latency);
  return afterLatency(
    now,
    requireLatency(latency(destination), `{ latency } for ${destinationKey(destination)}`),
  );
}

/** The moment a number of milliseconds after another; Infinity if it is beyond what a Date can hold. */
function afterLatency(now: number, latency: number): number {
  const moment = now + latency;
  return isMoment(moment) ? moment : Infinity;
}

/** Refuses a value that is not a schedule. */
export function requireSchedule(schedule: ReplicationSchedule): ReplicationSchedule {
  if (schedule === 'instant' || schedule === 'manual') return schedule;
  const { latency } = (schedule ?? {}) as { latency?: unknown };
  if (typeof latency !== 'function' && typeof latency !== 'number') {
    throw new FakeEcrError(
      `replication: ${shown(schedule)} is not a schedule.`,
      "Expected 'instant', 'manual' or { latency }, in milliseconds or as a function of the destination.",
    );
  }
  if (typeof latency === 'number') requireLatency(latency, '{ latency }');
  return schedule;
}

/** Refuses a value that is not a duration; Infinity means until `settle()`. */
export function requireLatency(latency: unknown, what: string): number {
  if (typeof latency === 'number' && latency >= 0) return latency;
  throw new FakeEcrError(`${what} is ${shown(latency)}.`, 'Expected a number of milliseconds of at least 0.');
}
