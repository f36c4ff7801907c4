import { type Destination, destinationKey } from '../../domain/destination.js';
import type { DomainEvent, ImageStored, Unit } from '../../domain/domain-event.js';
import type { Image } from '../../domain/image.js';
import type { Manifest } from '../../domain/manifest.js';
import type { Registry } from '../../domain/registry.js';
import { type Route, ruleMatches } from '../../domain/replication-configuration.js';
import type { Repository } from '../../domain/repository.js';
import type { World } from '../../domain/world.js';
import type { Job, Scheduler } from '../scheduler.js';
import type { ReplicationAccess, ReplicationAction } from './access.js';
import { ArrivalOrder, type InOrder, type Travelling } from './arrival-order.js';
import { BackfillJob } from './backfill-job.js';
import { type Cargo, loadCargo } from './cargo.js';
import { ReplicatedDelete } from './delete-task.js';
import type { FailureCause } from './failure-codes.js';
import { refusalAtStart, regionDisabled } from './refusal-at-start.js';
import { type ReplicationSchedule, afterLatency, deliveryAt } from './schedule.js';
import { ReplicationTask, type TaskHooks } from './task.js';
import { type Blockade, WaitingRoom } from './waiting-room.js';

export interface ReplicationOptions {
  schedule: ReplicationSchedule;
  /** Asked when a task is due: a failure that the test injected, if one applies. */
  interfere?: (task: ReplicationTask) => FailureCause | undefined;
  /** Asked when a task starts: a latency that the test set for it, in milliseconds. */
  latencyOf?: (destination: Destination, repositoryName: string) => number | undefined;
  /** Asked when work is due: what keeps it from arriving for now. */
  blockade?: Blockade;
}

/** Origins whose arrival starts tasks; what came by replication goes no further [docs]. */
const STARTS: ReadonlySet<string> = new Set(['push', 'restore', 'pull-through', 'signing']);

/** Starts tasks for what is pushed and for what is deleted, by the rules in force at that moment. */
export class ReplicationEngine {
  /** Work that was due where nothing arrives for now. */
  readonly waitingRoom: WaitingRoom;
  private readonly order = new ArrivalOrder();
  private readonly hooks: TaskHooks = {
    interfere: (task) => this.options.interfere?.(task),
    hold: (task) => this.waitingRoom.detain(task),
  };

  constructor(
    private readonly world: World,
    private readonly scheduler: Scheduler,
    private readonly access: ReplicationAccess,
    private readonly options: ReplicationOptions,
  ) {
    this.waitingRoom = new WaitingRoom(scheduler, options.blockade ?? (() => undefined));
  }

  react(event: DomainEvent, unit: Unit): void {
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

  /** Whether the destination lets the source in for a repository of any name its policy speaks of. */
  permits(source: Registry, destination: Registry, now: number): boolean {
    return this.access.between(source, destination, now).mentions();
  }

  /** The first permission that a repository of this name lacks on its way, as things stand now. */
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
   * Images and deletions that have not arrived, and backfills that have not ended, next first; those that are held
   * back come last.
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

  /** The moment at which a replication that starts now is due. */
  arrivalAt(destination: Destination, repositoryName: string, now: number): number {
    const latency = this.options.latencyOf?.(destination, repositoryName);
    return latency === undefined
      ? deliveryAt(this.options.schedule, destination, now)
      : afterLatency(now, latency);
  }

  /** Makes a task that starts now. */
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
        cargo: order.cargo ?? loadCargo(repository, image),
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

  private replicate(event: ImageStored, unit: Unit): void {
    const { repository, image } = event;
    const routes = repository.registry.replication.routesFor(repository.name);
    if (routes.length === 0) return;
    const cargo = loadCargo(repository, image);
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
    unit: Unit,
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
        // Nothing is done in a Region that is not enabled, on either side [docs].
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
              (job) => this.waitingRoom.detain(job) !== undefined,
            ),
        );
      }
    }
  }

  /** Plans work behind what it must not overtake. */
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

/** The tags that go out with an arrival; a restore sends all the image has, whether it was a push or not [docs]. */
function tagsToSend({ image, tag, wakes }: ImageStored): readonly (string | undefined)[] {
  if (wakes !== true || image.tags.length === 0) return [tag];
  return image.tags.map(({ name }) => name);
}

/** What a task is to carry, and by which rule. */
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
  readonly cargo?: Cargo;
}
