import { checkInput } from '../api/check-input.js';
import { requireAccountId, requireRegion } from '../aws/arguments.js';
import { type Outcome, isFailure } from '../aws/failure.js';
import { BlobFolder } from '../doors/registry/blob-folder.js';
import type { WireRequest, WireResponse, WireWorld } from '../doors/wire/messages.js';
import { Subscribers } from '../ecr/events/subscribers.js';
import type { JournalEntry } from '../ecr/journal-entry.js';
import { putReplicationConfiguration } from '../ecr/replication/put-configuration.js';
import { requireSchedule } from '../ecr/replication/replication-engine.js';
import type { WorldEditor } from '../handles/world-editor.js';
import { Callers, DEFAULT_ACCOUNT_ID } from '../iam/credentials.js';
import type { Trace } from '../inspect/trace/trace.js';
import { FakeEcrError } from '../lib/misuse.js';
import { configurationShape } from '../operations/replication/configuration.js';
import type { Dispatcher } from '../service/call.js';
import { Clock } from '../service/clock.js';
import { EcrService } from '../service/ecr-service.js';
import type { SavedWorld } from '../snapshot/snapshot.js';
import { Blobs } from '../world/blobs.js';
import type { ReplicationRule } from '../world/configuration/replication-configuration.js';
import type { DomainEvent, UnitOfWork } from '../world/domain-event.js';
import type { Registry } from '../world/registry.js';
import type { World } from '../world/world.js';
import { traceOf } from './debugging.js';
import type { BlobOptions, FakeWorldOptions } from './options.js';
import { type DeclarationSource, UnusedReports } from './unused-reports.js';

/**
 * Everything behind a fake, created and reset as one. The fake's parts and doors use it; handles see it as a
 * WorldEditor: without call log and faults, and with refusals as mistakes of the test.
 */
export class Simulation implements WorldEditor, WireWorld {
  readonly callers: Callers;
  readonly service: EcrService;
  readonly defaultRegion: string;
  readonly listeners = new Subscribers();
  /** Tells of faults and overrides that were declared and never used. */
  readonly unused: UnusedReports;
  /** Prints what happens, if that was asked for. */
  readonly trace: Trace | undefined;
  /** Answers requests for STS, if that door is open. */
  answerSts: ((request: WireRequest) => WireResponse) | undefined;
  /** Told after each change by a test or a seed, also within a change of several steps. */
  onStep: (() => void) | undefined;
  private readonly afterReset = new Set<() => void>();
  private readonly afterRestore = new Set<() => void>();
  private baseline: SavedWorld | undefined;
  /** Set during a change of several steps. */
  private whole: UnitOfWork | undefined;

  /** @param blobs where bytes of layers are kept, instead of where the options say */
  constructor(options: FakeWorldOptions, blobs?: Blobs) {
    this.callers = new Callers(requireAccountId(options.defaultAccount ?? DEFAULT_ACCOUNT_ID));
    this.service = serviceOf(options, this.listeners, blobs);
    this.trace = traceOf(options.debug, {
      world: () => this.service.world,
      now: () => this.service.clock.now(),
    });
    this.service.tracer = this.trace;
    this.unused = new UnusedReports(options.onUnused ?? 'error', () => this.service.history);
    this.unused.add(this.faultsDeclared);
    const { defaultRegion = 'us-east-1' } = options;
    this.defaultRegion = defaultRegion === 'required' ? 'us-east-1' : requireRegion(defaultRegion);
  }

  /** The world, after all due work. */
  get world(): World {
    if (this.whole === undefined) this.service.catchUp();
    return this.service.world;
  }

  get journal(): readonly JournalEntry[] {
    this.service.catchUp();
    return this.service.journal;
  }

  get forgotten(): number {
    return this.service.forgotten;
  }

  note(where: string, text: string): void {
    const last = this.service.journal.at(-1);
    // A test that polls asserts the same repeatedly.
    if (last?.kind === 'assertion' && last.where === where && last.text === text) return;
    this.service.remember({ kind: 'assertion', at: this.now(), where, text });
  }

  now(): number {
    return this.whole?.now ?? this.service.clock.now();
  }

  act<T>(what: string, change: (unit: UnitOfWork) => Outcome<T>): T {
    if (this.whole !== undefined) return this.done(what, change(this.whole));
    const now = this.now();
    this.service.catchUp(now);
    const events: DomainEvent[] = [];
    const outcome = this.done(what, change({ now, emit: (event) => events.push(event) }));
    this.service.commit(events, now);
    return outcome;
  }

  /** @throws FakeEcrError if the service refused */
  private done<T>(what: string, outcome: Outcome<T>): T {
    if (isFailure(outcome)) {
      const refusal = `${outcome.code}: ${outcome.message ?? ''}`;
      // It is nearly always there since the test before.
      const isThere = outcome.code === 'RepositoryAlreadyExistsException';
      const advice = isThere
        ? '. If an earlier test made it: setupFakeEcr(), or ecr.reset() in beforeEach, empties the world.'
        : '';
      throw new FakeEcrError(`Could not ${what}.`, refusal + advice);
    }
    this.trace?.note('test', what);
    this.onStep?.();
    return outcome;
  }

  asOne(steps: (undo: (putBack: () => void) => void) => void): void {
    const now = this.now();
    this.service.catchUp(now);
    const events: DomainEvent[] = [];
    const undo: (() => void)[] = [];
    this.whole = { now, emit: (event) => events.push(event) };
    try {
      steps((putBack) => undo.push(putBack));
    } catch (error) {
      for (const putBack of undo.reverse()) putBack();
      throw error;
    } finally {
      this.whole = undefined;
    }
    this.service.commit(events, now);
  }

  addReplicationRules(registry: Registry, rules: readonly ReplicationRule[]): void {
    this.act(`set the replication rules of ${registry.key}`, ({ now }) => {
      const all = [...registry.replication.rules, ...rules];
      const input = { replicationConfiguration: configurationShape(all) };
      return (
        checkInput('PutReplicationConfiguration', input) ?? putReplicationConfiguration(registry, all, now)
      );
    });
  }

  get dispatcher(): Dispatcher {
    return this.service;
  }

  newRequestId(): string {
    return this.service.world.ids.uuid();
  }

  /** Read for each request: STS may be opened after another door. */
  sts(request: WireRequest): WireResponse | undefined {
    return this.answerSts?.(request);
  }

  /** Runs a function at every reset. @returns a function that ends it */
  onReset(run: () => void): () => void {
    return added(this.afterReset, run);
  }

  /** Runs a function when the fake is restored. @returns a function that ends it */
  onRestore(run: () => void): () => void {
    return added(this.afterRestore, run);
  }

  /** Replaces the world and the clock with a saved one. @throws FakeEcrError if it is damaged */
  replaceBy(saved: SavedWorld): void {
    this.service.replaceWorld((world) => saved.restoreInto(world));
  }

  /** Sets the state that {@link reset} returns to: a saved world, whose bytes are kept, or an empty one. */
  returnTo(baseline: SavedWorld | undefined): void {
    this.baseline = baseline;
    const { blobs } = this.service.lasting;
    if (baseline === undefined) blobs.unpin();
    else blobs.pin();
  }

  /** Faults of the world, which go with it; overrides stay. */
  readonly faultsDeclared: DeclarationSource = () => this.service.faults.declarations.all;

  /** Starts over, empty or from the baseline; doors stay open. */
  reset(): void {
    this.listeners.clear();
    this.service.reset();
    if (this.baseline !== undefined) this.replaceBy(this.baseline);
    for (const run of this.afterReset) run();
    this.trace?.note('time', 'reset');
  }

  /** Releases everything that is attached to the fake. */
  restore(): void {
    this.listeners.surface();
    for (const run of this.afterRestore) run();
  }
}

/** Creates the service from options; its events go to the listeners. */
function serviceOf(
  options: FakeWorldOptions,
  listeners: Subscribers,
  blobs = options.blobs === undefined ? undefined : blobsOf(options.blobs),
): EcrService {
  const start = options.now === undefined ? undefined : Number(options.now);
  const { seed, listOrder, limits, durations, behaviour, layers } = options;
  const service: EcrService = new EcrService(new Clock(start), {
    ...(blobs === undefined ? {} : { blobs }),
    ...(options.onUnmodelled === undefined ? {} : { onUnmodelled: options.onUnmodelled }),
    world: {
      ...(seed === undefined ? {} : { seed }),
      ...(listOrder === undefined ? {} : { listOrder }),
      ...(limits === undefined ? {} : { limits }),
      ...(durations === undefined ? {} : { durations }),
      behaviour: { ...behaviour, ...(layers === undefined ? {} : { layers }) },
    },
    engines: {
      replication: {
        schedule: requireSchedule(options.replication ?? 'instant'),
        interfere: (task) => service.faults.takeReplication(task),
        latencyOf: (destination, name) => service.faults.takeLatency(destination, name),
        blockade: (destination, name) => service.faults.lasting.blockadeOf(destination, name),
      },
      failures: { take: (work, repository) => service.faults.take(work, repository) },
      onEvent: (event) => listeners.tell(event),
    },
  });
  return service;
}

function blobsOf({ directory, maxBytes }: BlobOptions): Blobs {
  const blobs =
    directory === undefined
      ? new Blobs(undefined, maxBytes)
      : new Blobs(new BlobFolder(directory), maxBytes ?? Infinity);
  blobs.keeps = true;
  return blobs;
}

function added(runs: Set<() => void>, run: () => void): () => void {
  runs.add(run);
  return () => void runs.delete(run);
}
