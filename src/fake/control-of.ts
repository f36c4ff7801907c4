import { type Destination, destinationKey } from '../aws/registry-id.js';
import type { Control } from '../doors/http/control.js';
import { type ConsoleSources, ConsoleViews } from '../inspect/console/console-views.js';
import type { WorldSources } from '../inspect/console/world-view.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { OperationName } from '../api/facts.js';
import type { FakeWorld } from './fake-world.js';
import { FaultControls } from './fault-controls.js';
import type { Simulation } from './simulation.js';
import { Views } from './views.js';
import { INSIDE } from '../lib/handle-kind.js';

/** What control routes may do to a world, and what the console shows of it. */
export function controlOf(ecr: FakeWorld, simulation: Simulation): Control {
  // A reset ends the subscriptions of tests, but not those of other processes.
  const listeners = new Set<(event: object) => void>();
  const subscribe = () => ecr.onEvent((event) => listeners.forEach((listener) => listener(event)));
  subscribe();
  simulation.onReset(subscribe);
  const faults = new FaultControls(simulation);
  const { changes } = simulation.service;
  const registryAt = ({ registryId, region }: Destination) => ecr.registry(registryId, region);
  const at = ({ registryId, region }: Destination) => ecr[INSIDE].registryAt(region, registryId);
  const replicationsOf = ({ to, repository }: { to?: Destination; repository?: string }) => ({
    ...(to === undefined ? {} : { to: at(to) }),
    ...(repository === undefined ? {} : { repository }),
  });
  return {
    // Whoever asks over HTTP did not declare anything.
    reset: () => simulation.unused.leniently(() => ecr.reset()),
    settle: (to) => ecr.settle(to === undefined ? {} : { to: registryAt(to) }),
    advance: (milliseconds) => {
      ecr.clock.advance(milliseconds);
      changes.touch();
    },
    snapshot: () => ecr.snapshot(),
    load: (state) => simulation.unused.leniently(() => void ecr.load(state)),
    events: () => ecr.events,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    explain: ({ image, to, from }) => {
      const source = from === undefined ? undefined : registryAt(from);
      return `${ecr.explain(image, registryAt(to), source).text}\n`;
    },
    topology: () => String(ecr.topology()),
    inspect: () => ecr.inspect(),
    report: () => ecr.report(),
    outage: (region, ends) => {
      if (!ends) faults.outage(region);
      else if (!faults.endOutages(region)) {
        throw new FakeEcrError(`There is no outage of ${region} to end.`, 'GET console/world lists them.');
      }
    },
    stall: ({ ends, ...which }) => {
      if (!ends) faults.stallReplication(replicationsOf(which));
      else if (!faults.endStalls(replicationsOf(which))) {
        throw new FakeEcrError(
          'There is no such stall to end.',
          'Name the same destination and repository as at its beginning; GET console/world lists them.',
        );
      }
    },
    fail: ({ operation, code, message, times, ends, ...scope }) => {
      if (ends) {
        if (faults.endFailures(operation as OperationName, code, scope)) return;
        throw new FakeEcrError(
          'There is no such failure to end.',
          'Name the same operation, code and scope as at its beginning; GET console/world lists them.',
        );
      }
      const occurrences = faults.fail(operation as OperationName, scope).with(code, message);
      if (times === 'always') occurrences.always();
      else occurrences.times(times);
    },
    grant: (to, from) => void at(to).allowReplicationFrom(from),
    views: new ConsoleViews(sourcesOf(simulation, ecr)),
    onChange: (listener) => changes.listen(listener),
  };
}

function sourcesOf(simulation: Simulation, ecr: FakeWorld): ConsoleSources {
  const views = new Views(simulation);
  return {
    get world() {
      return simulation.world;
    },
    get journal() {
      return simulation.journal;
    },
    get forgotten() {
      return simulation.forgotten;
    },
    get version() {
      return simulation.service.changes.version;
    },
    now: () => simulation.now(),
    note: (where, text) => simulation.note(where, text),
    glance: (): WorldSources => {
      const { failing, lasting } = simulation.service.faults;
      const { regionsDown, stuck } = lasting;
      return {
        world: simulation.world,
        judge: views.judge(),
        now: simulation.now(),
        pending: ecr.pending(),
        outages: regionsDown,
        stalls: stuck.map(({ to, repository }) => ({
          ...(to === undefined ? {} : { to: destinationKey(to) }),
          ...(repository === undefined ? {} : { repository }),
        })),
        failures: failing.map(({ operation, code, scope, left }) => ({
          operation,
          code,
          ...scope,
          left: left === Infinity ? 'always' : left,
        })),
      };
    },
  };
}
