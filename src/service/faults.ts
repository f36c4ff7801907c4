import type { Failure } from '../aws/failure.js';
import { type Destination, destinationKey } from '../aws/registry-id.js';
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
import { type Declaration, Declarations, type Said } from './declarations.js';
import { DoorFaults } from './door-faults.js';
import { type FailingCall, injectedFailure } from './injected-failure.js';
import { type Occurrences, type Rationed, Rations } from './occurrences.js';
import {
  nearestCall,
  nearestOutage,
  nearestReplication,
  nearestWork,
  written,
  writtenSelection,
} from './what-came-near.js';

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

/** A fault that lasts until the test ends it. */
interface Lasting {
  readonly declaration: Declaration;
}

interface Outage extends Lasting {
  readonly region: string;
}

interface Stall extends Lasting {
  readonly selected: ReplicationSelection;
}

/** Fault injection: failing and slow calls, failing work, stuck replications, outages. */
export class Faults implements WorkFailures {
  /** All of it, for telling what was never met. */
  readonly declarations: Declarations;
  /** Faults of the wire, where images are pushed and pulled. */
  readonly door: DoorFaults;
  private readonly rations: Rations;
  private readonly works: Rationed<WorkFault>[] = [];
  /** Repositories whose work has ended, by its kind. */
  private readonly worked = new Map<FailingWork, (string | undefined)[]>();
  /** Regions that are down, each with the outages that have not ended. */
  private readonly outages = new Set<Outage>();
  private readonly rationed: Rationed<Fault>[] = [];
  private readonly replications: Rationed<ReplicationFault>[] = [];
  private readonly delays: Rationed<ReplicationDelay>[] = [];
  /** Replications that are stuck. */
  private readonly stalls = new Set<Stall>();

  /**
   * @param latestToken the serial number of the authorization token that was handed out last
   * @param position how many entries the journal has had
   */
  constructor(latestToken: () => number = () => 0, position?: () => number) {
    this.declarations = new Declarations(position);
    this.rations = new Rations(this.declarations);
    this.door = new DoorFaults(latestToken, this.declarations);
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
        return this.rations.of(whole, { operation, scope, failure }, this.rationed, withCode, line);
      },
    };
  }

  delay(operation: string, scope: FaultScope, latency: number): Occurrences {
    const declared = `ecr.delay(${argumentsOf(operation, latency, scope)})`;
    const said = this.ofCall('delay', declared, operation, scope);
    return this.rations.of(`ecr.delay('${operation}')`, { operation, scope, latency }, this.rationed, said);
  }

  private ofCall(kind: 'fail' | 'delay', declared: string, operation: string, scope: FaultScope): Said {
    const since = this.declarations.now;
    return {
      kind,
      declared,
      nearest: (history, { met }) => nearestCall(operation, { ...scope }, since, history, met),
    };
  }

  private ofReplications(
    kind: 'failReplication' | 'delayReplication' | 'stallReplication',
    selected: ReplicationSelection,
  ): Said {
    const since = this.declarations.now;
    return {
      kind,
      declared: `ecr.${kind}(${writtenSelection(selected)})`,
      nearest: (history) => nearestReplication(selected, since, history, kind === 'failReplication'),
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
    if (this.outages.size > 0 && this.meetsOutage(region))
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
    const said = this.ofReplications('failReplication', fault);
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
    const said = this.ofReplications('delayReplication', delay);
    return this.rations.of('ecr.delayReplication()', delay, this.delays, said);
  }

  /** How long a replication that starts is to take, if the test set it: the latest setting counts. */
  takeLatency(destination: Destination, repositoryName: string): number | undefined {
    const found = this.delays.findLast(
      ({ what, isSpent }) => !isSpent && selects(what, destination, repositoryName),
    );
    return found?.spend().latency;
  }

  /** @returns ends it; tells whether that was still to be done */
  stall(selected: ReplicationSelection): () => boolean {
    const declaration = this.declarations.add(this.ofReplications('stallReplication', selected), Infinity);
    const stall = { selected, declaration };
    this.stalls.add(stall);
    return () => this.stalls.delete(stall);
  }

  /** @returns ends it; tells whether that was still to be done */
  outage(region: string): () => boolean {
    const since = this.declarations.now;
    const said: Said = {
      kind: 'outage',
      declared: `ecr.outage('${region}')`,
      nearest: (history) => nearestOutage(region, since, history),
    };
    const outage = { region, declaration: this.declarations.add(said, Infinity) };
    this.outages.add(outage);
    return () => this.outages.delete(outage);
  }

  /** Regions that are down, each once. */
  get regionsDown(): readonly string[] {
    return [...new Set([...this.outages].map(({ region }) => region))].sort();
  }

  /** Which replications are stuck. */
  get stuck(): readonly ReplicationSelection[] {
    return [...this.stalls].map(({ selected }) => selected);
  }

  /** Ends all outages of a Region. @returns whether there were any */
  endOutages(region: string): boolean {
    return endAll(this.outages, (outage) => outage.region === region);
  }

  /** Ends all stalls of the same destination and repository. @returns whether there were any */
  endStalls({ to, repository }: ReplicationSelection): boolean {
    const key = to && destinationKey(to);
    return endAll(
      this.stalls,
      ({ selected }) =>
        selected.repository === repository && (selected.to && destinationKey(selected.to)) === key,
    );
  }

  /** What keeps replications from arriving for now. */
  blockadeOf(destination: Destination, repositoryName: string): string | undefined {
    if (this.meetsOutage(destination.region)) return `an outage of ${destination.region}`;
    const holding = [...this.stalls].filter(({ selected }) => selects(selected, destination, repositoryName));
    for (const { declaration } of holding) declaration.met += 1;
    return holding.length === 0 ? undefined : 'ecr.stallReplication()';
  }

  /** Whether a Region is down, for somebody who meets that. */
  private meetsOutage(region: string): boolean {
    const down = [...this.outages].filter((outage) => outage.region === region);
    for (const { declaration } of down) declaration.met += 1;
    return down.length > 0;
  }

  private noteWork(work: FailingWork, repository: string | undefined): void {
    const all = this.worked.get(work) ?? [];
    if (all.length < MOST_NOTED) all.push(repository);
    this.worked.set(work, all);
  }
}

function endAll<T>(faults: Set<T>, matches: (fault: T) => boolean): boolean {
  const ended = [...faults].filter(matches);
  for (const fault of ended) faults.delete(fault);
  return ended.length > 0;
}

/** More are not needed to say what came near. */
const MOST_NOTED = 1000;

/** Arguments of a call as they were written, without those that say nothing. */
function argumentsOf(name: string, ...rest: readonly (number | object)[]): string {
  const texts = rest.map((one) => (typeof one === 'number' ? String(one) : written(one)));
  return [`'${name}'`, ...texts.filter((text) => text !== '')].join(', ');
}
