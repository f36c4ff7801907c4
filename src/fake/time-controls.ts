import { destinationKey, sameDestination } from '../aws/registry-id.js';
import type { PendingReplication } from '../expect/subjects.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import { requireOptions, shown } from '../lib/arguments.js';
import { INSIDE, isKind, requireKind } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { LifecycleRun } from '../world/records/lifecycle.js';
import { type Durations, requireDurations } from '../world/world-options.js';
import { destinationOf } from './places.js';
import type { Simulation } from './simulation.js';

/** The clock of the world. */
export interface FakeClock {
  /** The current moment. */
  now(): Date;
  /** Advances the clock, in milliseconds, and runs the work that becomes due. */
  advance(milliseconds: number): void;
}

/** The clock and pending work. FakeWorld documents each method. */
export class TimeControls {
  readonly clock: FakeClock;

  constructor(private readonly simulation: Simulation) {
    const { service } = simulation;
    this.clock = {
      now: () => new Date(service.clock.now()),
      advance: (milliseconds) => {
        service.clock.advance(milliseconds);
        simulation.trace?.note('time', `advanced by ${milliseconds} ms`);
        service.catchUp();
      },
    };
  }

  settle(only: RegistryHandle | { to?: RegistryHandle } = {}): void {
    const to = destinationOf(registryToSettle(only), 'settle({ to })');
    this.simulation.trace?.note(
      'time',
      `settled${to === undefined ? '' : `, what goes to ${destinationKey(to)}`}`,
    );
    this.simulation.service.settle(
      to === undefined
        ? undefined
        : ({ destination }) => destination !== undefined && sameDestination(destination, to),
    );
  }

  setDurations(durations: Partial<Durations>): void {
    requireDurations(durations, 'setDurations()');
    const { world } = this.simulation;
    world.durations = { ...world.durations, ...durations };
  }

  pending(): readonly string[] {
    this.simulation.service.catchUp();
    const { scheduler, replication } = this.simulation.service.engines;
    const planned = scheduler.pending().filter((job) => job.isRecurring !== true);
    return [...planned.map((job) => job.describe()), ...replication.waitingRoom.describe()];
  }

  pendingReplications(): readonly PendingReplication[] {
    this.simulation.service.catchUp();
    return this.simulation.service.engines.replication.pending.map((job) => ({
      destination: destinationKey(job.destination),
      text: job.describe(),
    }));
  }

  runLifecycle(
    only: { registry?: RegistryHandle; repository?: string } = {},
  ): Readonly<Record<string, LifecycleRun>> {
    requireOptions(only, 'runLifecycle()', ['registry', 'repository']);
    if (only.registry !== undefined) requireKind(only.registry, 'registry', 'runLifecycle({ registry })');
    const runs: Record<string, LifecycleRun> = {};
    let found = only.repository === undefined;
    for (const registry of this.simulation.world.registries()) {
      if (only.registry !== undefined && only.registry[INSIDE].registry !== registry) continue;
      for (const repository of [...registry.repositories()]) {
        if ((only.repository ?? repository.name) !== repository.name) continue;
        found = true;
        const run = this.simulation.act(`run the lifecycle policy of ${repository.name}`, (unit) =>
          this.simulation.service.engines.lifecycle.runNow(repository, unit),
        );
        if (run.actions.length + run.failures.length > 0) runs[repository.arn] = run;
      }
    }
    if (!found) {
      throw new FakeEcrError(
        `runLifecycle() was given the repository ${shown(only.repository)}, which does not exist.`,
        'Expected one that was created before.',
      );
    }
    return runs;
  }
}

function registryToSettle(only: RegistryHandle | { to?: RegistryHandle }): RegistryHandle | undefined {
  // A handle of this or another copy of this package, which `instanceof` would not recognise.
  if (isKind(only, 'registry')) return only as RegistryHandle;
  requireOptions(only, 'settle()', ['to']);
  return (only as { to?: RegistryHandle }).to;
}
