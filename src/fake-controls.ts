import type { LifecycleRun } from './domain/lifecycle-state.js';
import { requireKind } from './domain/brand.js';
import { type Destination, sameDestination, destinationKey } from './domain/destination.js';
import { MisuseError } from './domain/misuse.js';
import { requireRegion } from './domain/regions.js';
import { isRepositoryName } from './domain/repository-name.js';
import type { ReplicationSelection } from './engines/replication/injected-failures.js';
import { requireLatency } from './engines/replication/schedule.js';
import type { FailingWork, WorkFailure } from './engines/work-failures.js';
import type { RegistryHandle } from './fixtures/registry-handle.js';
import type { PendingReplication } from './matchers/pending-check.js';
import { ModelWorkbench } from './model-workbench.js';
import { isOperationName } from './model/facts.js';
import type { OperationName } from './operations/operation.js';
import type { FaultScope, Ration } from './pipeline/faults.js';
import type { Model } from './pipeline/model.js';

/** The clock of the world. */
export interface FakeClock {
  /** The current moment. */
  now(): Date;
  /** Lets time pass, in milliseconds, and does the work that falls due. */
  advance(milliseconds: number): void;
}

/** What a test does to the world itself rather than to what is in it: time, pending work and faults. */
export abstract class FakeControls {
  // Private to the engine too, here and in every handle: who prints or compares a handle sees no internals.
  readonly #model: Model;
  readonly #workbench: ModelWorkbench;
  readonly #clock: FakeClock;

  /** @internal */
  protected constructor(model: Model) {
    this.#model = model;
    this.#workbench = new ModelWorkbench(model);
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
  protected get model(): Model {
    return this.#model;
  }

  /** @internal */
  protected get workbench(): ModelWorkbench {
    return this.#workbench;
  }

  /**
   * Ends everything that is pending, however late it would be due: replications, backfills, scans, previews,
   * restores, signings. What belongs to the calendar, such as a daily lifecycle run, is not hurried.
   *
   * @param only `to`: work for that registry only
   * @example
   * ecr.settle({ to: dr });
   */
  settle(only: { to?: RegistryHandle } = {}): void {
    const to = destinationOf(only.to, 'settle({ to })');
    this.model.settle(
      to === undefined
        ? undefined
        : ({ destination }) => destination !== undefined && sameDestination(destination, to),
    );
  }

  /** Readable lines for work that is pending, next first, and for what an outage holds back. */
  pending(): readonly string[] {
    this.model.catchUp();
    const { scheduler, replication } = this.model.engines;
    const planned = scheduler.pending().filter((job) => job.isRecurring !== true);
    return [...planned.map((job) => job.describe()), ...replication.waitingRoom.describe()];
  }

  /** Replications that have not arrived, deletions among them, next first; those that are held back come last. */
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
   * @example
   * ecr.runLifecycle({ registry: prod, repository: 'payments' });
   */
  runLifecycle(
    only: { registry?: RegistryHandle; repository?: string } = {},
  ): Readonly<Record<string, LifecycleRun>> {
    const runs: Record<string, LifecycleRun> = {};
    for (const registry of this.#workbench.world.registries()) {
      if (only.registry !== undefined && only.registry.registry !== registry) continue;
      for (const repository of [...registry.repositories()]) {
        if ((only.repository ?? repository.name) !== repository.name) continue;
        const run = this.#workbench.act(`run the lifecycle policy of ${repository.name}`, (unit) =>
          this.model.engines.lifecycle.runNow(repository, unit),
        );
        if (run.actions.length + run.failures.length > 0) runs[repository.arn] = run;
      }
    }
    return runs;
  }

  /**
   * Makes calls of an operation fail, on top of the model.
   *
   * @param operation for example `PutImage`, or `*` for all
   * @param scope which calls: by account, Region or repository; all when absent
   * @returns `with(code, message?)`, then how often
   * @throws a `[fake-ecr]` error where there is no such operation
   * @example
   * ecr.fail('PutImage').with('ThrottlingException').once();
   */
  fail(
    operation: OperationName | '*',
    scope: FaultScope = {},
  ): { with(code: string, message?: string): Ration } {
    requireOperation(operation, 'ecr.fail()');
    return { with: (code, message) => this.model.faults.fail(operation, scope, code, message) };
  }

  /**
   * Lets time pass on the fake's clock before calls of an operation are answered. Nothing waits for real.
   *
   * @param milliseconds how long each such call takes
   * @throws a `[fake-ecr]` error where there is no such operation
   * @example
   * ecr.delay('BatchGetImage', 2000).always();
   */
  delay(operation: OperationName | '*', milliseconds: number, scope: FaultScope = {}): Ration {
    requireOperation(operation, 'ecr.delay()');
    return this.model.faults.delay(operation, scope, milliseconds);
  }

  /**
   * Makes replications fail that would have succeeded.
   *
   * @param which the destination, the repository and the failure code; all optional
   * @returns how often
   * @example
   * ecr.failReplication({ to: dr, repository: 'payments', code: 'DESTINATION_REGISTRY_ACCESS_DENIED' }).once();
   */
  failReplication(which: ReplicationsOf & { readonly code?: string } = {}): Ration {
    const { code } = which;
    const selected = selectionOf(which, 'failReplication()');
    return this.model.faults.failReplication({ ...selected, ...(code === undefined ? {} : { code }) });
  }

  /**
   * Makes replications that start from now on take their time, whatever the fake's schedule is: a slow
   * destination. They are IN_PROGRESS until the clock gets there or somebody settles.
   *
   * @param which the destination and the repository, both optional, and `latency`: milliseconds from the push
   * @returns how often; where several apply, the latest counts
   * @throws a `[fake-ecr]` error where the latency is no number of at least 0
   * @example
   * ecr.delayReplication({ to: dr, latency: 60_000 }).always();
   */
  delayReplication(which: ReplicationsOf & { readonly latency: number }): Ration {
    const latency = requireLatency(which?.latency, 'The latency of delayReplication()');
    return this.model.faults.delayReplication({ ...selectionOf(which, 'delayReplication()'), latency });
  }

  /**
   * Makes replications get stuck: what is due stays IN_PROGRESS, and not even `settle()` brings it there.
   *
   * @param which the destination and the repository; both optional
   * @returns `end()` lets replications go on; what was stuck arrives then
   * @example
   * const stall = ecr.stallReplication({ to: dr });
   * stall.end();
   */
  stallReplication(which: ReplicationsOf = {}): { end(): void } {
    const { faults } = this.model;
    const selected = selectionOf(which, 'stallReplication()');
    faults.stalls.add(selected);
    return { end: () => this.release(faults.stalls.delete(selected)) };
  }

  /**
   * Makes work of ECR's own fail: a scan, a lifecycle policy preview or a signing.
   *
   * @param work `scan`, `lifecycle-preview` or `signing`
   * @param how the repository it applies to (any when absent), a code and a reason; for a scan the code is the
   *   status it ends with, `FAILED` by default
   * @returns how often
   * @example
   * ecr.failWork('scan', { code: 'UNSUPPORTED_IMAGE' }).once();
   */
  failWork(work: FailingWork, how: WorkFailure & { readonly repository?: string } = {}): Ration {
    const { repository, ...failure } = how;
    return this.model.faults.failWork(work, repository, failure);
  }

  /**
   * Takes a Region down: calls there are answered `ServiceUnavailableException`, and replications into it wait
   * until it is over.
   *
   * @param region for example `eu-west-1`
   * @returns `end()` brings the Region back; what waited arrives then
   * @example
   * const outage = ecr.outage('eu-west-1');
   * outage.end();
   */
  outage(region: string): { end(): void } {
    const { faults } = this.model;
    faults.outages.add(requireRegion(region));
    return { end: () => this.release(faults.outages.delete(region)) };
  }

  /** What was held back arrives, if it was. */
  private release(wasHeld: boolean): void {
    if (!wasHeld) return;
    this.model.engines.replication.waitingRoom.release(this.model.clock.now());
    this.model.catchUp();
  }
}

/** A fault that no call can meet would make a test green for nothing. */
function requireOperation(operation: string, who: string): void {
  if (operation === '*' || isOperationName(operation)) return;
  throw new MisuseError(
    `${who} was given '${operation}', which is no operation of ECR.`,
    "Expected a name such as 'PutImage', or '*' for all.",
  );
}

/** Which replications a fault is for; all where nothing is said. */
export interface ReplicationsOf {
  /** The destination. */
  readonly to?: RegistryHandle;
  /** A repository's name. */
  readonly repository?: string;
}

function destinationOf(to: RegistryHandle | undefined, who: string): Destination | undefined {
  if (to === undefined) return undefined;
  requireKind(to, 'registry', who);
  return { registryId: to.accountId, region: to.region };
}

function selectionOf({ to, repository }: ReplicationsOf, who: string): ReplicationSelection {
  const destination = destinationOf(to, `${who.slice(0, -1)}{ to })`);
  if (repository !== undefined && !isRepositoryName(repository)) {
    throw new MisuseError(
      `${who} was given the repository ${JSON.stringify(repository) ?? String(repository)}.`,
      "Expected a repository's name, for example 'payments'.",
    );
  }
  return {
    ...(destination === undefined ? {} : { to: destination }),
    ...(repository === undefined ? {} : { repository }),
  };
}
