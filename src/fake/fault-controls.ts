import { knownErrors } from '../api/error-names.js';
import { type OperationName, isOperationName, operationNames } from '../api/facts.js';
import { requireAccountId, requireRegion } from '../aws/arguments.js';
import type { Destination } from '../aws/registry-id.js';
import type { ReplicationSelection } from '../ecr/replication/failure.js';
import { requireLatency } from '../ecr/replication/replication-engine.js';
import type { FailingWork, WorkFailure } from '../ecr/work-failures.js';
import { misspeltRepository } from '../expect/known-names.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import { requireOptions, shown } from '../lib/arguments.js';
import { requireKind } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import { END_OF_TIME } from '../lib/moment.js';
import { meant } from '../lib/vocabulary.js';
import type { DoorFaults } from '../service/door-faults.js';
import type { EcrService } from '../service/ecr-service.js';
import type { FaultScope, Occurrences } from '../service/faults.js';
import { isRepositoryName } from '../world/images/image-reference.js';

/** What a test makes go wrong. */
export abstract class FakeFaults {
  // Private to the engine too, here and in every handle: who prints or compares a handle sees no internals.
  readonly #model: EcrService;

  /** @internal */
  protected constructor(model: EcrService) {
    this.#model = model;
  }

  /** @internal */
  protected get model(): EcrService {
    return this.#model;
  }

  /**
   * Faults of the wire, where images are pushed and pulled by `docker push` and the like: expired tokens, broken
   * connections, slow and damaged downloads. Operations fail there as {@link fail} says.
   *
   * @example
   * ecr.door.drop({ method: 'PATCH' }, { afterBytes: 1024 }).once();
   */
  get door(): DoorFaults {
    return this.model.faults.door;
  }

  /**
   * Makes calls of an operation fail, on top of the model.
   *
   * @param operation for example `PutImage`, or `*` for all
   * @param scope which calls: by account, Region or repository; all when absent
   * @returns `with(code, message?)`, then how often; without a message the error has ECR's text for the code, as far
   *   as it is known and the call names what it speaks of, and says otherwise that the test injected it
   * @throws a `[fake-ecr]` error where there is no such operation or code, or no call can be in that scope; so does the
   *   next call where it was not said how often
   * @example
   * ecr.fail('PutImage').with('ThrottlingException').once();
   */
  fail(
    operation: OperationName | '*',
    scope: FaultScope = {},
  ): { with(code: string, message?: string): Occurrences } {
    requireOperation(operation, 'ecr.fail()');
    const opened = this.model.faults.fail(operation, this.#requireScope(scope, 'ecr.fail()'));
    return {
      with(code, message) {
        requireErrorCode(code);
        return opened.with(code, message);
      },
    };
  }

  /**
   * Lets time pass on the fake's clock before calls of an operation are answered. Nothing waits for real.
   *
   * @param milliseconds how long each such call takes
   * @param scope which calls: by account, Region or repository; all when absent
   * @returns how often
   * @throws a `[fake-ecr]` error where there is no such operation, no call can be in that scope or the time is no
   *   number of at least 0
   * @example
   * ecr.delay('BatchGetImage', 2000).always();
   */
  delay(operation: OperationName | '*', milliseconds: number, scope: FaultScope = {}): Occurrences {
    requireOperation(operation, 'ecr.delay()');
    // Unlike work of ECR's own, a call can't wait until somebody settles.
    if (requireLatency(milliseconds, 'The time of ecr.delay()') > END_OF_TIME) {
      throw new FakeEcrError(
        `The time of ecr.delay() is ${milliseconds}: no date is that late.`,
        'Expected a number of milliseconds, such as 60000 for a minute.',
      );
    }
    return this.model.faults.delay(operation, this.#requireScope(scope, 'ecr.delay()'), milliseconds);
  }

  /**
   * Makes replications fail that would have succeeded.
   *
   * @param which the destination, the repository and the failure code; all optional
   * @returns how often
   * @example
   * ecr.failReplication({ to: dr, repository: 'payments', code: 'DESTINATION_REGISTRY_ACCESS_DENIED' }).once();
   */
  failReplication(which: ReplicationsOf & { readonly code?: string } = {}): Occurrences {
    requireOptions(which, 'failReplication()', ['to', 'repository', 'code']);
    const { code } = which;
    const selected = this.#selectionOf(which, 'failReplication()');
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
  delayReplication(which: ReplicationsOf & { readonly latency: number }): Occurrences {
    requireOptions(which, 'delayReplication()', ['to', 'repository', 'latency']);
    const latency = requireLatency(which.latency, 'The latency of delayReplication()');
    return this.model.faults.delayReplication({ ...this.#selectionOf(which, 'delayReplication()'), latency });
  }

  /**
   * Makes replications get stuck: what is due stays IN_PROGRESS, and not even `settle()` brings it there.
   *
   * @param which the destination and the repository; both optional
   * @returns `end()` ends this stall; what no other stall or outage holds back arrives then
   * @example
   * const stall = ecr.stallReplication({ to: dr });
   * stall.end();
   */
  stallReplication(which: ReplicationsOf = {}): { end(): void } {
    const { faults } = this.model;
    requireOptions(which, 'stallReplication()', ['to', 'repository']);
    const selected = this.#selectionOf(which, 'stallReplication()');
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
  failWork(work: FailingWork, how: WorkFailure & { readonly repository?: string } = {}): Occurrences {
    requireOptions(how, 'failWork()', ['repository', 'code', 'reason']);
    const { repository, ...failure } = how;
    this.#requireRepository(repository, 'failWork()');
    return this.model.faults.failWork(work, repository, failure);
  }

  /**
   * Takes a Region down: calls there are answered `ServiceUnavailableException`, and replications into it wait
   * until it is over.
   *
   * @param region for example `eu-west-1`
   * @returns `end()` ends this outage; once the last one of the Region has ended, what waited arrives
   * @example
   * const outage = ecr.outage('eu-west-1');
   * outage.end();
   */
  outage(region: string): { end(): void } {
    const { outages } = this.model.faults;
    const outage = { region: requireRegion(region) };
    outages.add(outage);
    return { end: () => this.release(outages.delete(outage)) };
  }

  /** Nor may a fault be for all calls because what narrows it was misspelt. */
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

  /** A repository that is still to be created is fine, unless its name is a slip of one that is there. */
  #requireRepository(repository: string | undefined, who: string): void {
    if (repository === undefined) return;
    requireRepositoryName(repository, who);
    const { world, journal, clock } = this.model;
    const unknown = misspeltRepository({ world, journal, now: () => clock.now() }, repository);
    if (unknown === undefined) return;
    throw new FakeEcrError(
      `${who} was given ${unknown.what}: it would never apply.`,
      `Did you mean '${unknown.meant}'? If not, create it first.`,
    );
  }

  /** What was held back arrives, if it was. */
  private release(wasHeld: boolean): void {
    if (!wasHeld) return;
    this.model.engines.replication.waitingRoom.release(this.model.clock.now());
    this.model.catchUp();
  }
}

/** A fault that no call can meet would make a test green for nothing. */
function requireOperation(operation: unknown, who: string): void {
  if (operation === '*' || isOperationName(operation)) return;
  throw new FakeEcrError(
    `${who} was given ${shown(operation)}, which is not an operation of ECR.`,
    meant(operation, operationNames).trim() || "Expected a name such as 'PutImage', or '*' for all.",
  );
}

/** A code that nothing throws would go past every handler of the application, as one more unknown error. */
function requireErrorCode(code: unknown): void {
  if (knownErrors.includes(code as string)) return;
  const like = meant(code, knownErrors).trim();
  throw new FakeEcrError(
    `ecr.fail().with() was given ${shown(code)}, which is not an error of ECR.`,
    `${like === '' ? "Expected a name such as 'ThrottlingException'." : like} Any other error can be thrown by a stub: ecr.mock.on(…).rejects(…).`,
  );
}

/** Which replications a fault is for; all where nothing is said. */
export interface ReplicationsOf {
  /** The destination. */
  readonly to?: RegistryHandle;
  /** A repository's name. */
  readonly repository?: string;
}

/** @returns undefined where no registry was given */
export function destinationOf(to: RegistryHandle | undefined, who: string): Destination | undefined {
  if (to === undefined) return undefined;
  requireKind(to, 'registry', who);
  return { registryId: to.accountId, region: to.region };
}

function requireRepositoryName(repository: string, who: string): void {
  if (isRepositoryName(repository)) return;
  throw new FakeEcrError(
    `${who} was given the repository ${shown(repository)}.`,
    "Expected a repository's name, for example 'payments'.",
  );
}
