import type { Failure } from '../aws/failure.js';
import type { Destination } from '../aws/registry-id.js';
import {
  type ReplicationDelay,
  type ReplicationFault,
  type ReplicationSelection,
  injectedCause,
  selects,
} from '../ecr/replication/failure.js';
import type { ReplicationTask } from '../ecr/replication/replication-task.js';
import { FAILING_WORK, type FailingWork, type WorkFailure, type WorkFailures } from '../ecr/work-failures.js';
import { shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { serviceUnavailable } from '../world/failures.js';
import type { FailureCause } from '../world/records/replication.js';
import { SCAN_FAILURES, isScanFailure } from '../world/records/scan.js';
import type { Repository } from '../world/repository.js';
import type { Scope } from './call.js';
import { DoorFaults } from './door-faults.js';
import { type FailingCall, injectedFailure } from './injected-failure.js';
import { type Occurrences, type Rationed, Rations } from './occurrences.js';

export type { Occurrences } from './occurrences.js';
/** Which calls a fault applies to; omitted members match any. */
export interface FaultScope {
  /** The caller's account. */
  readonly account?: string;
  readonly region?: string;
  readonly repository?: string;
}

interface Fault {
  readonly operation: string;
  readonly scope: FaultScope;
  /** The error that the call is refused with. */
  readonly failure?: (call: FailingCall) => Failure;
  /** Milliseconds that pass on the fake's clock before the call is answered. */
  readonly latency?: number;
}

/** What a fault does to a call. */
export interface FaultedCall {
  readonly failure?: Failure;
  readonly latency?: number;
}

/** Background work of ECR that is to fail. */
interface WorkFault {
  readonly work: FailingWork;
  /** A repository name; any when absent. */
  readonly repository?: string;
  readonly failure: WorkFailure;
}

/** Fault injection: failing and slow calls, failing work, stuck replications, outages. */
export class Faults implements WorkFailures {
  private readonly rations = new Rations();
  private readonly works: Rationed<WorkFault>[] = [];
  /** Regions that are down, each with the number of outages that have not ended. */
  readonly outages = new Set<{ readonly region: string }>();
  private readonly rationed: Rationed<Fault>[] = [];
  private readonly replications: Rationed<ReplicationFault>[] = [];
  private readonly delays: Rationed<ReplicationDelay>[] = [];
  /** Faults of the wire, where images are pushed and pulled. */
  readonly door: DoorFaults;
  /** Replications that are stuck. */
  readonly stalls = new Set<ReplicationSelection>();

  /** @param latestToken the serial number of the authorization token that was handed out last */
  constructor(latestToken: () => number = () => 0) {
    this.door = new DoorFaults(latestToken);
  }

  fail(operation: string, scope: FaultScope): { with(code: string, message?: string): Occurrences } {
    const sentence = `ecr.fail('${operation}')`;
    const end = this.rations.begin(`${sentence} does not say with what, nor`);
    return {
      with: (code, message) => {
        end();
        const whole = `${sentence}.with('${code}')`;
        const failure = (call: FailingCall) => injectedFailure(code, message, whole, call);
        return this.rations.of(whole, { operation, scope, failure }, this.rationed);
      },
    };
  }

  delay(operation: string, scope: FaultScope, latency: number): Occurrences {
    return this.rations.of(`ecr.delay('${operation}')`, { operation, scope, latency }, this.rationed);
  }

  /**
   * The oldest fault that applies to a call; it is used up once.
   *
   * @throws FakeEcrError if a fault lacks once(), times() or always()
   */
  takeCall(
    operation: string,
    input: Readonly<Record<string, unknown>>,
    { caller, region }: Scope,
  ): FaultedCall | undefined {
    this.rations.requireNoneOpen();
    if (this.isDown(region)) return { failure: serviceUnavailable() };
    if (this.rationed.length === 0) return undefined;
    const found = this.rationed.find(
      ({ what, isSpent }) =>
        !isSpent &&
        (what.operation === '*' || what.operation === operation) &&
        (what.scope.account ?? caller.accountId) === caller.accountId &&
        (what.scope.region ?? region) === region &&
        (what.scope.repository ?? input['repositoryName']) === input['repositoryName'],
    );
    if (found === undefined) return undefined;
    const { failure, latency } = found.spend();
    return {
      ...(failure === undefined ? {} : { failure: failure({ operation, input, caller, region }) }),
      ...(latency === undefined ? {} : { latency }),
    };
  }

  failReplication(fault: ReplicationFault): Occurrences {
    return this.rations.of('ecr.failReplication()', fault, this.replications);
  }

  /** @throws FakeEcrError if there is no such work, or a scan can't end that way */
  failWork(work: FailingWork, repository: string | undefined, failure: WorkFailure): Occurrences {
    if (!FAILING_WORK.includes(work)) {
      throw new FakeEcrError(
        `${shown(work)} is not work that can fail.`,
        `Expected one of ${FAILING_WORK.join(', ')}.`,
      );
    }
    if (work === 'scan' && failure.code !== undefined && !isScanFailure(failure.code)) {
      throw new FakeEcrError(
        `A scan can't fail with ${shown(failure.code)}.`,
        `Expected one of the states ${Object.keys(SCAN_FAILURES).join(', ')}.`,
      );
    }
    const fault = { work, failure, ...(repository === undefined ? {} : { repository }) };
    return this.rations.of(`ecr.failWork('${work}')`, fault, this.works);
  }

  /** How work that is due is to fail, if the test asked for it. */
  take(work: FailingWork, repository: Repository | undefined): WorkFailure | undefined {
    const found = this.works.find(
      ({ what, isSpent }) =>
        !isSpent && what.work === work && (what.repository ?? repository?.name) === repository?.name,
    );
    return found?.spend().failure;
  }

  /** Why a replication that is due is to fail, if the test asked for it. */
  takeReplication(task: ReplicationTask): FailureCause | undefined {
    const { destination, repositoryName } = task;
    const found = this.replications.find(
      ({ what, isSpent }) => !isSpent && selects(what, destination, repositoryName),
    );
    return found && injectedCause(found.spend());
  }

  delayReplication(delay: ReplicationDelay): Occurrences {
    return this.rations.of('ecr.delayReplication()', delay, this.delays);
  }

  /** How long a replication that starts is to take, if the test set it: the latest setting counts. */
  takeLatency(destination: Destination, repositoryName: string): number | undefined {
    const found = this.delays.findLast(
      ({ what, isSpent }) => !isSpent && selects(what, destination, repositoryName),
    );
    return found?.spend().latency;
  }

  /** What keeps replications from arriving for now. */
  blockadeOf(destination: Destination, repositoryName: string): string | undefined {
    if (this.isDown(destination.region)) return `an outage of ${destination.region}`;
    for (const stall of this.stalls) {
      if (selects(stall, destination, repositoryName)) return 'ecr.stallReplication()';
    }
    return undefined;
  }

  private isDown(region: string): boolean {
    for (const outage of this.outages) if (outage.region === region) return true;
    return false;
  }
}
