import type { Failure } from '../aws/failure.js';
import type { Destination } from '../aws/registry-id.js';
import {
  type ReplicationDelay,
  type ReplicationFault,
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
import { Declarations, type Said } from './declarations.js';
import { DoorFaults } from './door-faults.js';
import { DoorLedger } from './door-ledger.js';
import { type FailingCall, injectedFailure } from './injected-failure.js';
import { LastingFaults, saidOfReplications } from './lasting-faults.js';
import { type Occurrences, type Rationed, Rations } from './occurrences.js';
import { nearestCall, nearestWork, written } from './what-came-near.js';

export type { Occurrences } from './occurrences.js';
/** Which calls a fault applies to; omitted members match any. @public */
export interface FaultScope {
  /** The caller's account. */
  readonly account?: string;
  /** The Region that is called, for example `us-west-2`. */
  readonly region?: string;
  /** The name of the repository, whole: `team/payments`. */
  readonly repository?: string;
}

interface Fault {
  readonly operation: string;
  readonly scope: FaultScope;
  /** The code of the failure, if the call is to fail. */
  readonly code?: string;
  /** The error that the call is refused with. */
  readonly failure?: (call: FailingCall) => Failure;
  /** Milliseconds that pass on the fake's clock before the call is answered. */
  readonly latency?: number;
}

/** Calls that are to fail. */
export interface FailingCalls {
  /** `*` for all. */
  readonly operation: string;
  readonly code: string;
  readonly scope: FaultScope;
}

/** What a fault does to a call. */
export interface FaultedCall {
  readonly failure?: Failure;
  readonly latency?: number;
  /** How the test declared it, for a trace. */
  readonly by: () => string;
}

/** Background work of ECR that is to fail. */
interface WorkFault {
  readonly work: FailingWork;
  /** A repository name; any when absent. */
  readonly repository?: string;
  readonly failure: WorkFailure;
}

/** Fault injection: failing and slow calls, failing and slow replications, failing work. */
export class Faults implements WorkFailures {
  /** All of it, for telling what was never met. */
  readonly declarations: Declarations;
  /** Faults of the wire, where images are pushed and pulled: what the registry's door asks. */
  readonly door: DoorLedger;
  /** What a test holds of it. */
  readonly doorFaults: DoorFaults;
  /** Outages and stalls, until they are ended. */
  readonly lasting: LastingFaults;
  private readonly rations: Rations;
  private readonly works: Rationed<WorkFault>[] = [];
  /** Repositories whose work has ended, by its kind. */
  private readonly worked = new Map<FailingWork, (string | undefined)[]>();
  private readonly rationed: Rationed<Fault>[] = [];
  private readonly replications: Rationed<ReplicationFault>[] = [];
  private readonly delays: Rationed<ReplicationDelay>[] = [];

  /**
   * @param latestToken the serial number of the authorization token that was handed out last
   * @param position how many entries the journal has had
   */
  constructor(latestToken: () => number = () => 0, position?: () => number) {
    this.declarations = new Declarations(position);
    this.rations = new Rations(this.declarations);
    this.door = new DoorLedger(latestToken, this.declarations);
    this.doorFaults = new DoorFaults(this.door);
    this.lasting = new LastingFaults(this.declarations);
  }

  fail(operation: string, scope: FaultScope): { with(code: string, message?: string): Occurrences } {
    const sentence = `ecr.fail('${operation}')`;
    const said = this.ofCall('fail', `ecr.fail(${argumentsOf(operation, scope)})`, operation, scope);
    const { end, line } = this.rations.begin(`${sentence} does not say with what, nor`, said);
    return {
      with: (code, message) => {
        end();
        const whole = `${sentence}.with('${code}')`;
        const failure = (call: FailingCall) => injectedFailure(code, message, whole, call);
        const withCode = { ...said, declared: `${said.declared}.with('${code}')` };
        return this.rations.of(whole, { operation, scope, code, failure }, this.rationed, withCode, line);
      },
    };
  }

  delay(operation: string, scope: FaultScope, latency: number): Occurrences {
    const declared = `ecr.delay(${argumentsOf(operation, latency, scope)})`;
    const said = this.ofCall('delay', declared, operation, scope);
    return this.rations.of(`ecr.delay('${operation}')`, { operation, scope, latency }, this.rationed, said);
  }

  /** Which calls are still to fail, and how often: Infinity until that is ended. Equal ones count together. */
  get failing(): readonly (FailingCalls & { readonly left: number })[] {
    const byKey = new Map<string, FailingCalls & { readonly left: number }>();
    for (const { what, left, isSpent } of this.rationed) {
      const { operation, code, scope } = what;
      if (isSpent || code === undefined) continue;
      const key = keyOf({ operation, code, scope });
      byKey.set(key, { operation, code, scope, left: left + (byKey.get(key)?.left ?? 0) });
    }
    return [...byKey.values()];
  }

  /** Ends the failures of the same calls with the same code. @returns whether there were any */
  endFailures(which: FailingCalls): boolean {
    const key = keyOf(which);
    const ended = this.rationed.filter(
      ({ what: { operation, code, scope }, isSpent }) =>
        !isSpent && code !== undefined && keyOf({ operation, code, scope }) === key,
    );
    for (const one of ended) one.end();
    return ended.length > 0;
  }

  private ofCall(kind: 'fail' | 'delay', declared: string, operation: string, scope: FaultScope): Said {
    const since = this.declarations.now;
    return {
      kind,
      declared,
      nearest: (history, { met }) => nearestCall(operation, { ...scope }, since, history, met),
    };
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
    if (this.lasting.meetsOutage(region))
      return { failure: serviceUnavailable(), by: () => `an outage of ${region}` };
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
      by: () => found.declared,
      ...(failure === undefined ? {} : { failure: failure({ operation, input, caller, region }) }),
      ...(latency === undefined ? {} : { latency }),
    };
  }

  failReplication(fault: ReplicationFault): Occurrences {
    const said = saidOfReplications(this.declarations, 'failReplication', fault);
    return this.rations.of('ecr.failReplication()', fault, this.replications, said);
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
    // What ended before could not meet it.
    const before = this.worked.get(work)?.length ?? 0;
    const how = { ...failure, ...(repository === undefined ? {} : { repository }) };
    return this.rations.of(`ecr.failWork('${work}')`, fault, this.works, {
      kind: 'failWork',
      declared: `ecr.failWork(${argumentsOf(work, how)})`,
      nearest: (history) =>
        nearestWork(work, repository, (this.worked.get(work) ?? []).slice(before), history),
    });
  }

  /** How work that is due is to fail, if the test asked for it. */
  take(work: FailingWork, repository: Repository | undefined): WorkFailure | undefined {
    if (this.works.length > 0) this.noteWork(work, repository?.name);
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
    const said = saidOfReplications(this.declarations, 'delayReplication', delay);
    return this.rations.of('ecr.delayReplication()', delay, this.delays, said);
  }

  /** How long a replication that starts is to take, if the test set it: the latest setting counts. */
  takeLatency(destination: Destination, repositoryName: string): number | undefined {
    const found = this.delays.findLast(
      ({ what, isSpent }) => !isSpent && selects(what, destination, repositoryName),
    );
    return found?.spend().latency;
  }

  private noteWork(work: FailingWork, repository: string | undefined): void {
    const all = this.worked.get(work) ?? [];
    if (all.length < MOST_NOTED) all.push(repository);
    this.worked.set(work, all);
  }
}

/** More are not needed to say what came near. */
const MOST_NOTED = 1000;

function keyOf({ operation, code, scope }: FailingCalls): string {
  return JSON.stringify([operation, code, scope.account, scope.region, scope.repository]);
}

/** Arguments of a call as they were written, without those that say nothing. */
function argumentsOf(name: string, ...rest: readonly (number | object)[]): string {
  const texts = rest.map((one) => (typeof one === 'number' ? String(one) : written(one)));
  return [`'${name}'`, ...texts.filter((text) => text !== '')].join(', ');
}
