import { type Destination, destinationKey } from '../../domain/destination.js';
import type { DomainEvent, ImageStored, Unit } from '../../domain/domain-event.js';
import type { Image } from '../../domain/image.js';
import type { Manifest } from '../../domain/manifest.js';
import type { Registry } from '../../domain/registry.js';
import { ruleMatches } from '../../domain/replication-configuration.js';
import type { Repository } from '../../domain/repository.js';
import type { World } from '../../domain/world.js';
import type { Scheduler } from '../scheduler.js';
import type { ReplicationAccess, StandingAccess } from './access.js';
import { type Cargo, loadCargo } from './cargo.js';
import { ReplicatedDelete } from './delete-task.js';
import type { FailureCause } from './failure-codes.js';
import { type ReplicationSchedule, deliveryAt } from './schedule.js';
import { ReplicationTask } from './task.js';

export interface ReplicationOptions {
  schedule: ReplicationSchedule;
  /** Asked when a task is due: a failure that the test injected, if one applies. */
  interfere?: (task: ReplicationTask) => FailureCause | undefined;
  /** Whether a Region is down: what is due there waits. */
  isDown?: (region: string) => boolean;
}

/** Origins whose arrival starts tasks; what came by replication goes no further [docs]. */
const STARTS: ReadonlySet<string> = new Set(['push', 'restore', 'pull-through', 'signing']);

/** Starts tasks for what is pushed and for what is deleted, by the rules in force at that moment. */
export class ReplicationEngine {
  /** By repository and destination: the due moment of the last task, which later ones do not overtake. */
  private readonly lastDue = new Map<string, number>();
  /** Tasks that were due in a Region that was down. */
  private waiting: ReplicationTask[] = [];

  constructor(
    private readonly world: World,
    private readonly scheduler: Scheduler,
    private readonly access: ReplicationAccess,
    private readonly options: ReplicationOptions,
  ) {}

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

  /** Starts one task outside any push: a backfill's. */
  start(
    repository: Repository,
    image: Image,
    tag: string | undefined,
    destination: Destination,
    origin: 'replication' | 'backfill',
    startedAt: number,
    dueAt: number,
    cargo: Cargo = loadCargo(repository, image),
  ): ReplicationTask {
    const source = repository.registry;
    const target = this.world.registry(destination.registryId, destination.region);
    const access = this.access.between(source, target, startedAt);
    return new ReplicationTask(
      {
        source,
        repositoryName: repository.name,
        image,
        cargo,
        children: descendants(repository, image),
        tag,
        destination: target,
        access,
        refusal: refusalAtStart(source, target, repository.name, access),
        origin,
        startedAt,
        dueAt,
      },
      {
        interfere: (task) => this.options.interfere?.(task),
        hold: (task) => {
          if (this.options.isDown?.(task.destination.region) !== true) return false;
          this.waiting.push(task);
          return true;
        },
      },
    );
  }

  get waitingTasks(): readonly ReplicationTask[] {
    return this.waiting;
  }

  /** Readable lines for what an outage holds back. */
  held(): readonly string[] {
    return this.waiting.map(
      (task) => `${task.describe()}, held back by an outage of ${task.destination.region}`,
    );
  }

  /** Lets what was held back arrive, now that a Region is up again. */
  release(region: string, now: number): void {
    const released = this.waiting.filter((task) => task.destination.region === region);
    this.waiting = this.waiting.filter((task) => task.destination.region !== region);
    for (const task of released) {
      const { kind, destination } = task;
      const job = { kind, destination, dueAt: now, describe: () => task.describe() };
      this.scheduler.schedule({ ...job, run: (unit) => task.run(unit) });
    }
  }

  private replicate(event: ImageStored, unit: Unit): void {
    const { repository, image, tag } = event;
    const destinations = repository.registry.replication.destinationsFor(repository.name);
    if (destinations.length === 0) return;
    const cargo = loadCargo(repository, image);
    for (const destination of destinations) {
      const dueAt = this.dueAt(repository, destination, unit.now);
      this.scheduler.schedule(
        this.start(repository, image, tag, destination, 'replication', unit.now, dueAt, cargo),
      );
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
        const dueAt = this.dueAt(repository, destination, unit.now);
        this.scheduler.schedule(new ReplicatedDelete(source, target, repository.name, manifest, tag, dueAt));
      }
    }
  }

  private dueAt(repository: Repository, destination: Destination, now: number): number {
    const dueAt = deliveryAt(this.options.schedule, destination, now);
    if (dueAt <= now || dueAt === Infinity) return dueAt;
    const key = `${repository.arn} ${destinationKey(destination)}`;
    const inOrder = Math.max(dueAt, this.lastDue.get(key) ?? 0);
    this.lastDue.set(key, inOrder);
    return inOrder;
  }
}

/** Judged once, when the task starts: a later grant does not save it, a later revocation does not stop it. */
function refusalAtStart(
  source: Registry,
  destination: Registry,
  repositoryName: string,
  access: StandingAccess,
): FailureCause | undefined {
  for (const [side, registry] of [
    ['source', source],
    ['destination', destination],
  ] as const) {
    if (!registry.account.isRegionEnabled(registry.region)) {
      return { kind: 'region-disabled', side, accountId: registry.accountId, region: registry.region };
    }
  }
  const verdict = access.judge('ecr:ReplicateImage', repositoryName);
  if (verdict.allowed) return undefined;
  return { kind: 'denied', action: 'ecr:ReplicateImage', reasons: () => verdict.reasons() };
}

function descendants(repository: Repository, image: Image): readonly Image[] {
  if (image.manifest.children.length === 0) return [];
  return image.manifest.children.flatMap((digest) => {
    const child = repository.image(digest);
    return child === undefined ? [] : [child, ...descendants(repository, child)];
  });
}
