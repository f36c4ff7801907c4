import { checkInput } from '../api/check-input.js';
import { type Outcome, isFailure } from '../aws/failure.js';
import { BlobFolder } from '../doors/registry/blob-folder.js';
import type { WireRequest, WireResponse, WireWorld } from '../doors/wire/messages.js';
import type { Subscribers } from '../ecr/events/subscribers.js';
import type { JournalEntry } from '../ecr/journal-entry.js';
import { putReplicationConfiguration } from '../ecr/replication/put-configuration.js';
import { requireSchedule } from '../ecr/replication/replication-engine.js';
import type { WorldEditor } from '../handles/world-editor.js';
import type { Callers } from '../iam/credentials.js';
import { FakeEcrError } from '../lib/misuse.js';
import { configurationShape } from '../operations/replication/configuration.js';
import { Clock } from '../service/clock.js';
import { EcrService } from '../service/ecr-service.js';
import { Blobs } from '../world/blobs.js';
import type { ReplicationRule } from '../world/configuration/replication-configuration.js';
import type { DomainEvent, UnitOfWork } from '../world/domain-event.js';
import type { Registry } from '../world/registry.js';
import type { World } from '../world/world.js';
import type { BlobOptions, FakeWorldOptions } from './options.js';

/** The model that options ask for, which tells the listeners of its events. */
export function modelOf(options: FakeWorldOptions, listeners: Subscribers): EcrService {
  const start = options.now === undefined ? undefined : Number(options.now);
  const { seed, listOrder, limits, durations, behaviour, layers } = options;
  const model: EcrService = new EcrService(new Clock(start), {
    ...(options.blobs === undefined ? {} : { blobs: blobsOf(options.blobs) }),
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
        interfere: (task) => model.faults.takeReplication(task),
        latencyOf: (destination, name) => model.faults.takeLatency(destination, name),
        blockade: (destination, name) => model.faults.blockadeOf(destination, name),
      },
      failures: { take: (work, repository) => model.faults.take(work, repository) },
      onEvent: (event) => listeners.tell(event),
    },
  });
  return model;
}

function blobsOf({ directory, maxBytes }: BlobOptions): Blobs {
  const blobs =
    directory === undefined
      ? new Blobs(undefined, maxBytes)
      : new Blobs(new BlobFolder(directory), maxBytes ?? Infinity);
  blobs.keeps = true;
  return blobs;
}

/** What the further doors need of a fake, and users do not. */
export interface Internals {
  readonly model: EcrService;
  readonly callers: Callers;
  readonly defaultRegion: string;
  /** Answers requests for STS, once that door is open. */
  sts?: ((request: WireRequest) => WireResponse) | undefined;
  /** Runs a function at every reset. @returns how to stop that */
  onReset(run: () => void): () => void;
  /** Runs a function when the fake is restored. @returns how to stop that */
  onRestore(run: () => void): () => void;
}

const byFake = new WeakMap<object, Internals>();

export function rememberInternals(fake: object, internals: Internals): void {
  byFake.set(fake, internals);
}

/** @throws MisuseError where the object was not made by fakeEcr() */
export function internalsOf(fake: object): Internals {
  const internals = byFake.get(fake);
  if (internals === undefined) {
    throw new FakeEcrError('That is no fake.', 'Pass what fakeEcr() returned.');
  }
  return internals;
}

/** The model as fixtures use it: without call log and faults, and with refusals as mistakes of the test. */
export class ServiceWorldEditor implements WorldEditor {
  constructor(private readonly model: EcrService) {}

  get world(): World {
    this.model.catchUp();
    return this.model.world;
  }

  get journal(): readonly JournalEntry[] {
    this.model.catchUp();
    return this.model.journal;
  }

  get forgotten(): number {
    return this.model.forgotten;
  }

  note(where: string, text: string): void {
    const last = this.model.journal.at(-1);
    // A test that waits for something asks again and again.
    if (last?.kind === 'assertion' && last.where === where && last.text === text) return;
    this.model.remember({ kind: 'assertion', at: this.model.clock.now(), where, text });
  }

  now(): number {
    return this.model.clock.now();
  }

  act<T>(what: string, change: (unit: UnitOfWork) => Outcome<T>): T {
    const now = this.model.clock.now();
    this.model.catchUp(now);
    const events: DomainEvent[] = [];
    const outcome = change({ now, emit: (event) => events.push(event) });
    if (isFailure(outcome)) {
      throw new FakeEcrError(`Could not ${what}.`, `${outcome.code}: ${outcome.message ?? ''}`);
    }
    this.model.commit(events, now);
    return outcome;
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
}

/** A fake, as the doors on the wire see it. */
export function wireWorldOf(fake: object): WireWorld {
  const internals = internalsOf(fake);
  return {
    dispatcher: internals.model,
    callers: internals.callers,
    defaultRegion: internals.defaultRegion,
    newRequestId: () => internals.model.world.ids.uuid(),
    // Asked each time: STS may be opened after this door was.
    sts: (request) => internals.sts?.(request),
  };
}
