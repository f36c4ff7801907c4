import { knownErrors } from '../api/error-names.js';
import { type OperationName, isOperationName, operationNames } from '../api/facts.js';
import { requireAccountId, requireRegion } from '../aws/arguments.js';
import type { ReplicationSelection } from '../ecr/replication/failure.js';
import { requireLatency } from '../ecr/replication/replication-engine.js';
import type { FailingWork, WorkFailure } from '../ecr/work-failures.js';
import { misspeltRepository } from '../expect/known-names.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import { requireOptions, shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { END_OF_TIME } from '../lib/moment.js';
import { meant } from '../lib/vocabulary.js';
import type { DoorFaults } from '../service/door-faults.js';
import type { FaultScope, Occurrences } from '../service/faults.js';
import { isRepositoryName } from '../world/images/image-reference.js';
import { destinationOf } from './places.js';
import type { Simulation } from './simulation.js';

/** Fault injection: failing and slow calls, stuck replications, outages. FakeWorld documents each method. */
export class FaultControls {
  constructor(private readonly simulation: Simulation) {}

  get door(): DoorFaults {
    return this.simulation.service.faults.doorFaults;
  }

  fail(
    operation: OperationName | '*',
    scope: FaultScope = {},
  ): { with(code: string, message?: string): Occurrences } {
    requireOperation(operation, 'ecr.fail()');
    const opened = this.simulation.service.faults.fail(operation, this.#requireScope(scope, 'ecr.fail()'));
    return {
      with: (code, message) => {
        requireErrorCode(code);
        return watched(opened.with(code, message), () => this.simulation.service.changes.touch());
      },
    };
  }

  /**
   * Ends every failure with the same operation, code and scope, including those begun elsewhere.
   *
   * @returns whether there was one
   */
  endFailures(operation: OperationName | '*', code: string, scope: FaultScope): boolean {
    const ended = this.simulation.service.faults.endFailures({ operation, code, scope });
    if (ended) this.simulation.service.changes.touch();
    return ended;
  }

  delay(operation: OperationName | '*', milliseconds: number, scope: FaultScope = {}): Occurrences {
    requireOperation(operation, 'ecr.delay()');
    // Unlike background work, a call can't wait for settle().
    if (requireLatency(milliseconds, 'The time of ecr.delay()') > END_OF_TIME) {
      throw new FakeEcrError(
        `The time of ecr.delay() is ${milliseconds}: a Date can't hold the result.`,
        'Expected a number of milliseconds, such as 60000 for a minute.',
      );
    }
    return this.simulation.service.faults.delay(
      operation,
      this.#requireScope(scope, 'ecr.delay()'),
      milliseconds,
    );
  }

  failReplication(which: ReplicationsOf & { readonly code?: string } = {}): Occurrences {
    requireOptions(which, 'failReplication()', ['to', 'repository', 'code']);
    const { code } = which;
    const selected = this.#selectionOf(which, 'failReplication()');
    return this.simulation.service.faults.failReplication({
      ...selected,
      ...(code === undefined ? {} : { code }),
    });
  }

  delayReplication(which: ReplicationsOf & { readonly latency: number }): Occurrences {
    requireOptions(which, 'delayReplication()', ['to', 'repository', 'latency']);
    const latency = requireLatency(which.latency, 'The latency of delayReplication()');
    return this.simulation.service.faults.delayReplication({
      ...this.#selectionOf(which, 'delayReplication()'),
      latency,
    });
  }

  stallReplication(which: ReplicationsOf = {}): { end(): void } {
    requireOptions(which, 'stallReplication()', ['to', 'repository']);
    const selected = this.#selectionOf(which, 'stallReplication()');
    const end = this.simulation.service.faults.lasting.stall(selected);
    this.simulation.service.changes.touch();
    return { end: () => this.#release(end()) };
  }

  /**
   * Ends every stall of the same destination and repository, including those begun elsewhere.
   *
   * @returns whether there was one
   */
  endStalls(which: ReplicationsOf): boolean {
    const wasHeld = this.simulation.service.faults.lasting.endStalls(
      this.#selectionOf(which, 'stallReplication()'),
    );
    this.#release(wasHeld);
    return wasHeld;
  }

  failWork(work: FailingWork, how: WorkFailure & { readonly repository?: string } = {}): Occurrences {
    requireOptions(how, 'failWork()', ['repository', 'code', 'reason']);
    const { repository, ...failure } = how;
    this.#requireRepository(repository, 'failWork()');
    return this.simulation.service.faults.failWork(work, repository, failure);
  }

  outage(region: string): { end(): void } {
    const end = this.simulation.service.faults.lasting.outage(requireRegion(region));
    this.simulation.service.changes.touch();
    return { end: () => this.#release(end()) };
  }

  /**
   * Ends every outage of a Region, including those begun elsewhere.
   *
   * @returns whether there was one
   */
  endOutages(region: string): boolean {
    const wasHeld = this.simulation.service.faults.lasting.endOutages(requireRegion(region));
    this.#release(wasHeld);
    return wasHeld;
  }

  /** A misspelt option would otherwise make the fault apply to all calls. */
  #requireScope(scope: FaultScope, who: string): FaultScope {
    requireOptions(scope, who, ['account', 'region', 'repository']);
    if (scope.account !== undefined) requireAccountId(scope.account);
    if (scope.region !== undefined) requireRegion(scope.region);
    this.#requireRepository(scope.repository, who);
    return { ...scope };
  }

  #selectionOf({ to, repository }: ReplicationsOf, who: string): ReplicationSelection {
    const destination = destinationOf(to, `${who.slice(0, -1)}{ to })`);
    this.#requireRepository(repository, who);
    return {
      ...(destination === undefined ? {} : { to: destination }),
      ...(repository === undefined ? {} : { repository }),
    };
  }

  /** A repository may be created later, unless its name is probably a misspelt existing one. */
  #requireRepository(repository: string | undefined, who: string): void {
    if (repository === undefined) return;
    requireRepositoryName(repository, who);
    const { world, journal, forgotten, clock } = this.simulation.service;
    const unknown = misspeltRepository({ world, journal, forgotten, now: () => clock.now() }, repository);
    if (unknown === undefined) return;
    throw new FakeEcrError(
      `${who} was given ${unknown.what}: ${unknown.conclusion ?? 'it would never apply'}.`,
      `Did you mean '${unknown.meant}'? If not, create it first.`,
    );
  }

  /** Delivers work that is no longer held back. */
  #release(wasHeld: boolean): void {
    if (!wasHeld) return;
    this.simulation.service.engines.replication.waitingRoom.release(this.simulation.service.clock.now());
    this.simulation.service.catchUp();
    this.simulation.service.changes.touch();
  }
}

/** The same, and somebody is told when the fault begins and ends: whoever looks at the console sees it. */
function watched(how: Occurrences, tell: () => void): Occurrences {
  const told = (fault: { end(): void }) => {
    tell();
    return {
      end: () => {
        fault.end();
        tell();
      },
    };
  };
  return {
    once: () => told(how.once()),
    times: (count) => told(how.times(count)),
    always: () => told(how.always()),
  };
}

/** A fault that applies to no call would silently have no effect. */
function requireOperation(operation: unknown, who: string): void {
  if (operation === '*' || isOperationName(operation)) return;
  throw new FakeEcrError(
    `${who} was given ${shown(operation)}, which is not an operation of ECR.`,
    meant(operation, operationNames).trim() || "Expected a name such as 'PutImage', or '*' for all.",
  );
}

/** No handler of the application would recognise a code that does not exist. */
function requireErrorCode(code: unknown): void {
  if (knownErrors.includes(code as string)) return;
  const like = meant(code, knownErrors).trim();
  throw new FakeEcrError(
    `ecr.fail().with() was given ${shown(code)}, which is not an error of ECR.`,
    `${like === '' ? "Expected a name such as 'ThrottlingException'." : like} For any other error use a stub: ecr.mock.on(…).rejects(…).`,
  );
}

/** Which replications a fault applies to; all by default. */
export interface ReplicationsOf {
  /** The destination. */
  readonly to?: RegistryHandle;
  /** A repository's name. */
  readonly repository?: string;
}

function requireRepositoryName(repository: string, who: string): void {
  if (isRepositoryName(repository)) return;
  throw new FakeEcrError(
    `${who} was given the repository ${shown(repository)}.`,
    "Expected a repository's name, for example 'payments'.",
  );
}
