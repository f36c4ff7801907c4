import { Failure, type Outcome, invalidParameter } from '../../aws/failure.js';
import type { Destination } from '../../aws/registry-id.js';
import type { Route } from '../../world/configuration/replication-configuration.js';
import type { UnitOfWork } from '../../world/domain-event.js';
import type { Image } from '../../world/images/image.js';
import { BACKFILL_STATES, type Backfill, type BackfillResult } from '../../world/records/backfill.js';
import type { Registry } from '../../world/registry.js';
import type { Repository } from '../../world/repository.js';
import type { Scheduler } from '../scheduler.js';
import { BackfillJob } from './backfill-job.js';
import { REPLICATION_FAILURE_CODES } from './failure-codes.js';
import { type ReplicationEngine, type ReplicationSchedule, deliveryAt } from './replication-engine.js';

/** A backfill fails once this many replications are processed and half of them failed [docs]. */
const JUDGED_FROM = 100;

/** One replication that a backfill has to do. */
interface Piece {
  readonly repository: Repository;
  readonly image: Image;
  readonly tag: string | undefined;
  readonly route: Route;
}

/** A backfill with all its replications. */
interface Course {
  readonly registry: Registry;
  readonly backfill: Backfill;
  readonly pieces: readonly Piece[];
}

/** Replicates images that were pushed before a rule existed, on request. */
export class BackfillEngine {
  constructor(
    private readonly replication: ReplicationEngine,
    private readonly scheduler: Scheduler,
    private readonly schedule: ReplicationSchedule,
  ) {}

  start(registry: Registry, destination: Destination, unit: UnitOfWork): Outcome<Backfill> {
    const refusal = startRefusal(registry, destination);
    if (refusal !== undefined) return refusal;
    const backfill: Backfill = {
      id: registry.world.ids.uuid(),
      position: registry.world.positions.next(),
      destination,
      startedAt: unit.now,
      status: 'PREPARING',
      endedAt: undefined,
      failureCode: undefined,
      progress: undefined,
      results: [],
    };
    registry.backfills.add(backfill);
    const course: Course = { registry, backfill, pieces: piecesOf(registry, destination) };
    this.plan(course, deliveryAt(this.schedule, destination, unit.now), (later) => this.begin(course, later));
    return backfill;
  }

  /** Replicated images stay, and running replications finish [docs]. */
  stop(backfill: Backfill, unit: UnitOfWork): Outcome<Backfill> {
    if (!BACKFILL_STATES.allows(backfill.status, 'stop')) {
      // The service's own text is unknown [assumed].
      return new Failure(
        'ReplicationBackfillInvalidStatusException',
        `The replication backfill with id '${backfill.id}' can't be stopped because its status is ${backfill.status}`,
      );
    }
    backfill.status = BACKFILL_STATES.next(backfill.status, 'stop');
    if (backfill.status === 'STOPPED') backfill.endedAt = unit.now;
    return backfill;
  }

  private begin(course: Course, unit: UnitOfWork): void {
    const { backfill, pieces } = course;
    backfill.status = BACKFILL_STATES.next(backfill.status, 'begin');
    backfill.progress = { total: pieces.length, completed: 0, failed: 0, failureCodes: new Set() };
    if (pieces.length === 0) this.end(course, 'complete', unit);
    else this.proceed(course, 0, unit);
  }

  /** One replication after the other, until one takes time. */
  private proceed(course: Course, start: number, unit: UnitOfWork): void {
    for (let index = start; !this.takesTime(course, index, unit); index += 1) {
      if (!this.process(course, index, unit)) return;
    }
  }

  /** A replication is due. */
  private resume(course: Course, index: number, unit: UnitOfWork): void {
    if (this.process(course, index, unit)) this.proceed(course, index + 1, unit);
  }

  /** Whether a replication was postponed until it is due. */
  private takesTime(course: Course, index: number, unit: UnitOfWork): boolean {
    const { destination } = course.backfill;
    const { repository } = course.pieces[index] as Piece;
    const dueAt = this.replication.arrivalAt(destination, repository.name, unit.now);
    if (dueAt <= unit.now || dueAt === Infinity) return false;
    this.plan(course, dueAt, (later) => this.resume(course, index, later));
    return true;
  }

  /** Does one replication, unless it has to wait. @returns whether to continue with the next one now */
  private process(course: Course, index: number, unit: UnitOfWork): boolean {
    const { backfill, pieces } = course;
    const piece = pieces[index] as Piece;
    if (this.waits(course, piece, (later) => this.resume(course, index, later))) return false;
    const progress = backfill.progress as NonNullable<Backfill['progress']>;
    const failureCode = this.replicate(piece, backfill, unit);
    if (failureCode === undefined) progress.completed += 1;
    else {
      progress.failed += 1;
      progress.failureCodes.add(failureCode);
    }
    if (backfill.status === 'STOPPING') {
      this.end(course, 'end stopping', unit);
      return false;
    }
    const processed = index + 1;
    if (processed >= JUDGED_FROM && progress.failed * 2 >= processed) {
      backfill.failureCode = REPLICATION_FAILURE_CODES.tooManyFailed;
      this.end(course, 'fail', unit);
      return false;
    }
    if (processed < pieces.length) return true;
    this.end(course, 'complete', unit);
    return false;
  }

  private waits(
    { registry, backfill }: Course,
    { repository }: Piece,
    run: (unit: UnitOfWork) => void,
  ): boolean {
    const { waitingRoom } = this.replication;
    if (!waitingRoom.isBlocked(backfill.destination, repository.name)) return false;
    waitingRoom.hold(new BackfillJob(registry, backfill, Infinity, run, repository.name));
    return true;
  }

  private replicate(
    { repository, image, tag, route }: Piece,
    backfill: Backfill,
    unit: UnitOfWork,
  ): string | undefined {
    const { registry, name: repositoryName } = repository;
    const isIndex = image.manifest.kind === 'index';
    const result: BackfillResult = { repositoryName, digest: image.digest, tag, isIndex };
    const isHere =
      registry.repository(repositoryName) === repository && repository.image(image.digest) === image;
    if (!isHere) {
      const failureCode = REPLICATION_FAILURE_CODES.sourceDeleted;
      backfill.results.push({ ...result, failureCode });
      return failureCode;
    }
    const { now } = unit;
    const origin = 'backfill';
    const task = this.replication.start({
      repository,
      image,
      tag,
      route,
      origin,
      startedAt: now,
      dueAt: now,
    });
    task.run(unit);
    const { failureCode } = task.outcome;
    backfill.results.push(failureCode === undefined ? result : { ...result, failureCode });
    return failureCode;
  }

  private end(
    { registry, backfill }: Course,
    action: 'complete' | 'fail' | 'end stopping',
    unit: UnitOfWork,
  ): void {
    backfill.status = BACKFILL_STATES.next(backfill.status, action);
    backfill.endedAt = unit.now;
    unit.emit({ type: 'backfill-ended', registry, backfill });
  }

  private plan({ registry, backfill }: Course, dueAt: number, run: (unit: UnitOfWork) => void): void {
    this.scheduler.schedule(new BackfillJob(registry, backfill, dueAt, run));
  }
}

/** The Region is checked before the number of backfills [assumed]. */
function startRefusal(registry: Registry, destination: Destination): Failure | undefined {
  if (!registry.replication.hasDestination(destination)) {
    // Class and text are unknown [assumed].
    return invalidParameter(
      'destination',
      'Destination must be part of the replication configuration of the registry',
    );
  }
  const underWay = registry.backfills.underWay();
  if (underWay.some((one) => one.destination.region === destination.region)) {
    return new Failure(
      'ReplicationBackfillInProgressException',
      'A replication backfill is already in progress for the specified destination Region.',
    );
  }
  const limit = registry.world.limits.backfillsInProgress;
  if (underWay.length < limit) return undefined;
  return new Failure(
    'LimitExceededException',
    `The registry with id '${registry.accountId}' already has the maximum allowed number of replication backfills in progress which is '${limit}'`,
  );
}

/**
 * What to replicate: each tag of each active image, and untagged images once unless they are sent with an index; in
 * the order of creation of repositories, images and tags.
 */
function piecesOf(registry: Registry, destination: Destination): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const repository of registry.repositories()) {
    const route = registry.replication.routeTo(repository.name, destination);
    if (route === undefined) continue;
    for (const image of repository.allImages()) {
      // Archived images are skipped [assumed].
      if (image.status !== 'ACTIVE') continue;
      for (const tag of image.tags) pieces.push({ repository, image, tag: tag.name, route });
      const goesWithIndex = repository.isIndexed(image.digest);
      if (!image.isTagged && !goesWithIndex) pieces.push({ repository, image, tag: undefined, route });
    }
  }
  return pieces;
}
