import { checkInput } from '../api/check-input.js';
import { type OperationName, isOperationName } from '../api/facts.js';
import { readInput, withOwnBytes } from '../api/read-input.js';
import { Failure, type Outcome, isFailure } from '../aws/failure.js';
import { type EngineOptions, Engines } from '../ecr/engines.js';
import type { JournalEntry } from '../ecr/journal-entry.js';
import type { Job } from '../ecr/scheduler.js';
import type { Caller } from '../iam/caller.js';
import { Changes } from '../lib/changes.js';
import { type Retention, keepAll } from '../lib/retained.js';
import { operations } from '../operations/index.js';
import type { Operation } from '../operations/operation.js';
import { findTarget } from '../operations/target.js';
import { notModelled } from '../operations/not-modelled.js';
import { Blobs } from '../world/blobs.js';
import type { CallRecord } from '../world/call-record.js';
import type { DomainEvent, UnitOfWork } from '../world/domain-event.js';
import { expiredToken, unrecognizedClient } from '../world/failures.js';
import type { Serving } from '../world/serving.js';
import { TokenBearers } from '../world/token-bearers.js';
import { World, type WorldOptions } from '../world/world.js';
import { authorise, refusalToDo } from './authorise.js';
import { CallContext } from './call-context.js';
import type { Answer, Dispatcher, PreparedCall, Scope } from './call.js';
import type { Clock } from './clock.js';
import { Faults } from './faults.js';
import { hintOf } from './hints.js';
import { Journal } from './journal.js';
import { noteReplacement } from './note-replacement.js';
import { type OnUnmodelled, Unmodelled } from './unmodelled-input.js';
import type { Instant, Recorder } from './recorder.js';
import type { Tracer } from './tracer.js';
import type { History } from './what-came-near.js';

export interface ModelOptions {
  readonly world: WorldOptions;
  readonly engines: EngineOptions;
  readonly onUnmodelled?: OnUnmodelled;
  /** Where bytes of layers are kept; in memory by default. */
  readonly blobs?: Blobs;
}

/** What is replaced as a whole at a reset, or with another world. */
interface Running {
  readonly world: World;
  readonly engines: Engines;
  readonly log: Journal;
  readonly faults: Faults;
}

/** The world, its engines and the pipeline of calls: what all doors share and what a reset replaces. */
export class EcrService implements Dispatcher {
  /** Called with the outcome of every call in any service, except injected ones: for checks that hold for all calls. */
  static observer?: (operation: Operation, outcome: Outcome<object>) => void;

  private running: Running;
  /**
   * What a reset keeps: bytes that a baseline holds, the server in front, who has a token, how much history is kept.
   */
  readonly lasting: {
    readonly blobs: Blobs;
    readonly serving: Serving;
    readonly bearers: TokenBearers;
    readonly retention: Retention;
  };
  /** For listeners that show the world while it runs. */
  readonly changes = new Changes();
  private readonly unmodelled: Unmodelled;
  /** Told of everything while it happens, if anybody asked for that. */
  tracer: Tracer | undefined;
  /** Writes down what changes the world, if it is kept. */
  recorder: Recorder | undefined;
  /** Set while one thing happens, whose consequences are part of it. */
  private isWithin = false;

  constructor(
    readonly clock: Clock,
    private readonly options: ModelOptions,
  ) {
    this.lasting = {
      blobs: options.blobs ?? new Blobs(),
      serving: {},
      bearers: new TokenBearers(),
      retention: keepAll(),
    };
    this.running = this.runningIn(this.newWorld());
    this.unmodelled = new Unmodelled(options.onUnmodelled);
  }

  get world(): World {
    return this.running.world;
  }

  get engines(): Engines {
    return this.running.engines;
  }

  get log(): Journal {
    return this.running.log;
  }

  get faults(): Faults {
    return this.running.faults;
  }

  /** Calls, replications and events, in the order in which they happened. */
  get journal(): readonly JournalEntry[] {
    return this.log.entries;
  }

  /** How many of the oldest entries of the journal are no longer kept. */
  get forgotten(): number {
    return this.log.forgotten;
  }

  /** What happened and what is under way, to say what came near to what a test declared. Runs nothing. */
  get history(): History {
    const { scheduler, replication } = this.engines;
    const jobs = [...scheduler.pending(), ...replication.waitingRoom.jobs];
    return {
      journal: this.journal,
      forgotten: this.forgotten,
      pending: jobs.map((job) => ({ kind: job.kind, text: job.describe() })),
    };
  }

  /** Records what a test asserted. */
  remember(look: JournalEntry & { readonly kind: 'assertion' }): void {
    this.log.asserted(look);
    this.changes.touch();
  }

  /** Forgets everything; attached clients stay attached. */
  reset(): void {
    this.clock.reset();
    this.world.release();
    this.running = this.runningIn(this.newWorld());
    this.changes.touch();
  }

  /**
   * Replaces this world with another one.
   *
   * @param fill fills the new world and returns its time; if it throws, nothing is changed
   */
  replaceWorld(fill: (world: World) => number): void {
    this.clock.now();
    const world = this.newWorld();
    let now: number;
    try {
      now = fill(world);
    } catch (error) {
      world.release();
      throw error;
    }
    this.world.release();
    this.running = this.runningIn(world);
    this.clock.set(now);
    for (const registry of world.registries()) {
      for (const repository of registry.repositories()) this.engines.lifecycle.resume(repository, now);
    }
    this.changes.touch();
  }

  /** Keeps only the latest calls and events, with long strings cut, now and after every reset. */
  retain(entries: number, textLength: number): void {
    Object.assign(this.lasting.retention, { entries, textLength });
  }

  prepare(operation: string, raw: unknown, isLater = false): PreparedCall {
    if (!isOperationName(operation)) throw notModelled(operation);
    const read = readInput(operation, raw, this.unmodelled.of(operation));
    return { operation, input: isLater && !isFailure(read) ? withOwnBytes(read) : read };
  }

  dispatch(operation: string, raw: unknown, scope: Scope): Answer {
    return this.perform(this.prepare(operation, raw), scope);
  }

  perform(call: PreparedCall, scope: Scope): Answer {
    return this.traced(() => this.answer(call, scope));
  }

  private answer({ operation: name, input: read }: PreparedCall, scope: Scope): Answer {
    // A clock that does not tell the time refuses the call before anything is used up or drawn.
    this.clock.now();
    this.recorder?.requireReady();
    const requestId = this.world.ids.uuid();
    const input = isFailure(read) ? {} : read;
    const fault = this.faults.takeCall(name, input, scope);
    if (fault !== undefined) this.tracer?.faulted(fault.by());
    if (fault?.latency !== undefined) this.clock.advance(fault.latency);
    const now = this.clock.now();
    this.catchUp(now);
    const refusal = fault?.failure ?? (isFailure(read) ? read : undefined);
    return this.within(() => this.fulfil(name, input, scope, now, requestId, refusal));
  }

  /** Does a call again that an earlier process has answered: faults and what was due by then are not part of it. */
  redo(name: OperationName, raw: unknown, scope: Scope): Outcome<object> {
    const { input } = this.prepare(name, raw);
    if (isFailure(input)) return input;
    return this.within(() => this.fulfil(name, input, scope, this.clock.now(), '', undefined)).outcome;
  }

  private fulfil(
    name: OperationName,
    input: Record<string, unknown>,
    scope: Scope,
    now: number,
    requestId: string,
    refusal: Failure | undefined,
  ): Answer {
    const at = this.moment(now);
    const events: DomainEvent[] = [];
    const before = this.recorder && this.traceOfEffects(scope);
    const outcome = refusal ?? this.carryOut(operations[name], input, scope, now, events);
    const after = this.recorder && this.traceOfEffects(scope);
    if (refusal === undefined) EcrService.observer?.(operations[name], outcome);
    // Before its consequences, which may be calls that ECR makes itself.
    const hint = isFailure(outcome)
      ? hintOf(outcome, { operation: name, input, scope, world: this.world })
      : undefined;
    this.record(name, input, scope, now, requestId, outcome, hint);
    this.commit(events, now, scope.caller);
    if (refusal === undefined) {
      const hasEffects = events.length > 0 || after !== before;
      this.recorder?.called({ operation: name, input, scope, outcome, hasEffects }, at);
    }
    return hint === undefined ? { requestId, outcome } : { requestId, outcome, hint };
  }

  /** Differs after a call that created something or entered a Region, even if it was refused or only read. */
  private traceOfEffects({ caller, region }: Scope): string {
    const { positions } = this.world;
    return `${positions.lastGiven} ${this.world.account(caller.accountId).isRegionEnabled(region)}`;
  }

  /** Runs the work that is due up to now. Everything that reads the world calls this first. */
  catchUp(now = this.clock.now()): void {
    if (this.engines.scheduler.nextDueAt > now) return;
    const at = this.moment(now);
    this.engines.scheduler.runDue(now, (dueAt) => this.unitAt(dueAt));
    if (!this.isWithin) this.recorder?.ran(at);
    this.changes.touch();
  }

  /**
   * Does one thing, whose consequences are part of it: work that it makes due is not recorded by itself.
   *
   * @returns what it returns
   */
  within<T>(work: () => T): T {
    const was = this.isWithin;
    this.isWithin = true;
    try {
      return work();
    } finally {
      this.isWithin = was;
    }
  }

  /** A moment to which {@link goBackTo} returns. */
  moment(now = this.clock.now()): Instant {
    return { now, ahead: this.clock.ahead, ids: this.world.ids.position };
  }

  /** Stops the time at a moment of an earlier process, to do again what happened then. */
  goBackTo({ now, ahead, ids }: Instant): void {
    this.clock.hold(now, ahead);
    this.world.ids.position = ids;
  }

  /** Finishes matching pending work now, no matter when it would be due. */
  settle(matches?: (job: Job) => boolean): void {
    const now = this.clock.now();
    this.catchUp(now);
    this.engines.scheduler.settle(now, (moment) => this.unitAt(moment), matches);
    this.changes.touch();
  }

  /** A unit of work for what ECR does by itself, or for a fixture. */
  unitAt(now: number, caller?: Caller): UnitOfWork {
    const unit: UnitOfWork = {
      now,
      caller,
      emit: (event: DomainEvent) => this.announce(event, unit),
    };
    return unit;
  }

  /**
   * Lets the engines react to a command's events, and runs what they plan for this moment. A command without events
   * may have changed settings.
   */
  commit(events: readonly DomainEvent[], now: number, caller?: Caller): void {
    if (events.length > 0) {
      const unit = this.unitAt(now, caller);
      this.traced(() => {
        for (const event of events) this.announce(event, unit);
        this.catchUp(now);
      });
    }
    this.changes.touch();
  }

  /** Why a caller may not do something to a repository, which need not exist. */
  refusalOf(action: string, registryId: string, repositoryName: string, scope: Scope): Failure | undefined {
    const { caller, region } = scope;
    const asker = { caller, region, now: this.clock.now() };
    return refusalToDo(action, this.world.registry(registryId, region), repositoryName, asker);
  }

  private newWorld(): World {
    return new World({ ...this.options.world, ...this.lasting });
  }

  private runningIn(world: World): Running {
    const { retention, bearers } = this.lasting;
    const log = new Journal(
      retention,
      () => world.ids.uuid(),
      (entry) => this.tracer?.entry(entry),
    );
    const faults = new Faults(
      () => bearers.latest,
      () => log.position,
    );
    return { world, log, engines: this.enginesOf(world, log), faults };
  }

  private enginesOf(world: World, journal: Journal): Engines {
    const { engines } = this.options;
    return new Engines(world, {
      ...engines,
      retention: this.lasting.retention,
      onEvent: (event) => {
        journal.raised(event);
        engines.onEvent?.(event);
      },
    });
  }

  private announce(event: DomainEvent, unit: UnitOfWork): void {
    this.log.react(event, unit);
    this.engines.react(event, unit);
    this.tracer?.reacted(event, unit);
  }

  /** Does something whose trace belongs together. */
  private traced<T>(work: () => T): T {
    if (this.tracer === undefined) return work();
    this.tracer.begin();
    try {
      return work();
    } finally {
      this.tracer.end();
    }
  }

  private carryOut(
    operation: Operation,
    input: Record<string, unknown>,
    scope: Scope,
    now: number,
    events: DomainEvent[],
  ): Outcome<object> {
    const { caller, region } = scope;
    if (caller.expiresAt !== undefined && now >= caller.expiresAt) return expiredToken();
    const violation = checkInput(operation.name, input);
    if (violation !== undefined) return violation;
    const account = this.world.account(caller.accountId);
    account.useRegion(region);
    if (!account.isRegionEnabled(region)) return unrecognizedClient();
    const target = findTarget(operation.target?.(input), input, caller, region, this.world);
    if (isFailure(target)) return target;
    const context = new CallContext(now, scope, target, this.engines, this.lasting.bearers, events);
    operation.prepare?.(context);
    const prepared = events.length;
    const denied = authorise(operation, input, target, context, this.tracer);
    if (denied !== undefined) return denied;
    const outcome = operation.handle(input, context);
    if (!isFailure(outcome)) {
      if (!this.world.origins.isEmpty)
        noteReplacement(operation.name, input, target.registry, caller.arn, now);
    } else if (events.slice(prepared).some(changedTheWorld)) {
      throw new Error(`${operation.name} refused after it had changed the world: ${outcome.code}`);
    }
    return outcome;
  }

  private record(
    operation: string,
    input: Record<string, unknown>,
    { caller, region, protocol }: Scope,
    time: number,
    requestId: string,
    outcome: Outcome<object>,
    hint: string | undefined,
  ): void {
    const failure = outcome instanceof Failure ? outcome : undefined;
    const call: CallRecord = {
      sequence: this.log.next,
      time,
      accountId: caller.accountId,
      region,
      principal: caller.arn,
      operation,
      ...(protocol === undefined ? {} : { door: 'registry' as const }),
      requestId,
      outcome: failure?.code ?? 'success',
      ...(hint === undefined ? {} : { hint }),
      input: 'layerPartBlob' in input ? withoutBlob(input) : input,
    };
    this.log.answered(failure?.message === undefined ? call : { ...call, errorMessage: failure.message });
  }
}

function withoutBlob({ layerPartBlob: _, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

/** A failed request to an upstream is recorded, but changes nothing. */
function changedTheWorld(event: DomainEvent): boolean {
  return event.type !== 'pull-through-synced' || event.failure === undefined;
}
