import { destinationKey, sameDestination } from '../aws/registry-id.js';
import type { PendingReplication } from '../expect/subjects.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import { requireOptions, shown } from '../lib/arguments.js';
import { isKind, requireKind } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { EcrService } from '../service/ecr-service.js';
import type { LifecycleRun } from '../world/records/lifecycle.js';
import { type Durations, requireDurations } from '../world/world-options.js';
import { FakeFaults, destinationOf } from './fault-controls.js';
import { ServiceWorldEditor } from './simulation.js';

/** The clock of the world. */
export interface FakeClock {
  /** The current moment. */
  now(): Date;
  /** Lets time pass, in milliseconds, and does the work that falls due. */
  advance(milliseconds: number): void;
}

/** What a test does to the world itself rather than to what is in it: time and pending work. */
export abstract class FakeControls extends FakeFaults {
  readonly #workbench: ServiceWorldEditor;
  readonly #clock: FakeClock;

  /** @internal */
  protected constructor(model: EcrService) {
    super(model);
    this.#workbench = new ServiceWorldEditor(model);
    this.#clock = {
      now: () => new Date(model.clock.now()),
      advance: (milliseconds) => {
        model.clock.advance(milliseconds);
        model.catchUp();
      },
    };
  }

  /** The clock of the world. */
  get clock(): FakeClock {
    return this.#clock;
  }

  /** @internal */
  protected get workbench(): ServiceWorldEditor {
    return this.#workbench;
  }

  /**
   * Ends everything that is pending, however late it would be due: replications, backfills, scans, previews,
   * restores, signings. What belongs to the calendar, such as a daily lifecycle run, is not hurried.
   *
   * @param only work for one registry: its handle, or `{ to: handle }`; everything when absent
   * @throws a `[fake-ecr]` error where it is neither
   * @example
   * ecr.settle(dr);
   */
  settle(only: RegistryHandle | { to?: RegistryHandle } = {}): void {
    const to = destinationOf(registryToSettle(only), 'settle({ to })');
    this.model.settle(
      to === undefined
        ? undefined
        : ({ destination }) => destination !== undefined && sameDestination(destination, to),
    );
  }

  /**
   * Says from now on how long ECR's own work takes: scans, previews, restores, signings. Work that is under way
   * keeps its end. How long replications take is said with {@link delayReplication} and {@link stallReplication}.
   *
   * @param durations in milliseconds of the clock; Infinity waits for {@link settle}; what is left out stays as it is
   * @throws a `[fake-ecr]` error where there is no such work, or a duration is not a number of at least 0
   * @remarks In force until the next `reset()` or `load()`, after which it is the fake's option again.
   * @example
   * ecr.setDurations({ scan: 30_000, restore: Infinity });
   */
  setDurations(durations: Partial<Durations>): this {
    requireDurations(durations, 'setDurations()');
    const { world } = this.#workbench;
    world.durations = { ...world.durations, ...durations };
    return this;
  }

  /** Readable lines for work that is pending, next first, and for what an outage holds back. */
  pending(): readonly string[] {
    this.model.catchUp();
    const { scheduler, replication } = this.model.engines;
    const planned = scheduler.pending().filter((job) => job.isRecurring !== true);
    return [...planned.map((job) => job.describe()), ...replication.waitingRoom.describe()];
  }

  /**
   * Replications that have not arrived, next first, deletions and backfills among them; those that are held back
   * come last.
   */
  pendingReplications(): readonly PendingReplication[] {
    this.model.catchUp();
    return this.model.engines.replication.pending.map((job) => ({
      destination: destinationKey(job.destination),
      text: job.describe(),
    }));
  }

  /**
   * Runs lifecycle policies now, which otherwise run once a day of the clock, and lets referrers follow their
   * subjects.
   *
   * @param only a registry, or one repository of it; everything when absent
   * @returns what each run did, by repository ARN; only runs that did or refused something
   * @throws a `[fake-ecr]` error where the registry is no handle, or no repository has that name
   * @example
   * ecr.runLifecycle({ registry: prod, repository: 'payments' });
   */
  runLifecycle(
    only: { registry?: RegistryHandle; repository?: string } = {},
  ): Readonly<Record<string, LifecycleRun>> {
    requireOptions(only, 'runLifecycle()', ['registry', 'repository']);
    if (only.registry !== undefined) requireKind(only.registry, 'registry', 'runLifecycle({ registry })');
    const runs: Record<string, LifecycleRun> = {};
    let found = only.repository === undefined;
    for (const registry of this.#workbench.world.registries()) {
      if (only.registry !== undefined && only.registry.registry !== registry) continue;
      for (const repository of [...registry.repositories()]) {
        if ((only.repository ?? repository.name) !== repository.name) continue;
        found = true;
        const run = this.#workbench.act(`run the lifecycle policy of ${repository.name}`, (unit) =>
          this.model.engines.lifecycle.runNow(repository, unit),
        );
        if (run.actions.length + run.failures.length > 0) runs[repository.arn] = run;
      }
    }
    if (!found) {
      throw new FakeEcrError(
        `runLifecycle() was given the repository ${shown(only.repository)}, which is nowhere.`,
        'Expected one that was created before.',
      );
    }
    return runs;
  }
}

function registryToSettle(only: RegistryHandle | { to?: RegistryHandle }): RegistryHandle | undefined {
  // A handle of this package or of another copy of it, which `instanceof` does not know.
  if (isKind(only, 'registry')) return only as RegistryHandle;
  requireOptions(only, 'settle()', ['to']);
  return (only as { to?: RegistryHandle }).to;
}
