import type { Caller } from '../../iam/caller.js';
import type { Callers } from '../../iam/credentials.js';
import type { DomainEvent } from '../../world/domain-event.js';
import { type Failure, isFailure } from '../../aws/failure.js';
import type { Registry } from '../../world/registry.js';
import type { World } from '../../world/world.js';
import { policyFaults } from '../../iam/policy/document.js';
import type { Engines } from '../../ecr/engines.js';
import { SavedWorld, captureSnapshot } from '../../snapshot/snapshot.js';
import type { EcrService } from '../../service/ecr-service.js';
import { checkInput } from '../../api/check-input.js';
import type { OperationName } from '../../api/facts.js';
import { readInput } from '../../api/read-input.js';
import { operations } from '../../operations/index.js';
import { findTarget } from '../../operations/target.js';
import { TokenBearers } from '../../world/token-bearers.js';
import type { Operation } from '../../operations/operation.js';
import { CallContext } from '../../service/call-context.js';
import { type ResourcePlace, refuse } from './refuse.js';
import type { PlannedResource } from './thing.js';

/** Where resources are built: a world at one moment, and the operations that everybody uses. */
export class Site {
  readonly events: DomainEvent[] = [];

  constructor(
    readonly world: World,
    private readonly engines: Engines,
    private readonly administrator: (accountId: string) => Caller,
    readonly now: number,
  ) {}

  registry({ account, region }: Pick<PlannedResource, 'account' | 'region'>): Registry {
    return this.world.registry(account, region);
  }

  /**
   * Does what a call of the operation would do, as an administrator, without a trace in the log.
   *
   * @throws FakeEcrError with the service's own refusal, at the property of the resource
   */
  run(name: OperationName, input: object, resource: PlannedResource, source: string): void {
    const refusal = this.attempt(name, input, resource);
    if (refusal !== undefined) throw refused(refusal, input, resource, { source, id: resource.id });
  }

  private attempt(
    name: OperationName,
    raw: object,
    { account, region }: PlannedResource,
  ): Failure | undefined {
    const input = readInput(name, raw, () => undefined);
    if (isFailure(input)) return input;
    const violation = checkInput(name, input);
    if (violation !== undefined) return violation;
    this.world.account(account).useRegion(region);
    const operation: Operation = operations[name];
    const caller = this.administrator(account);
    const target = findTarget(operation.target?.(input), input, caller, region, this.world);
    if (isFailure(target)) return target;
    const events: DomainEvent[] = [];
    const scope = { caller, region };
    const context = new CallContext(this.now, scope, target, this.engines, new TokenBearers(), events);
    const outcome = operation.handle(input, context);
    if (isFailure(outcome)) return outcome;
    this.events.push(...events);
    return undefined;
  }
}

/** Policies are refused without the place of the fault; here it is told. */
function refused(
  { code, message = '' }: Failure,
  input: object,
  resource: PlannedResource,
  place: ResourcePlace,
) {
  const field = /^Invalid parameter at '([^']*)'/.exec(message)?.[1] ?? '';
  const member = field.split('.')[0] ?? '';
  const { places } = resource;
  const steps = places[member.charAt(0).toLowerCase() + member.slice(1)] ?? places[''] ?? [];
  const { policyText } = input as { policyText?: unknown };
  const kind = resource.thing.kind === 'registry policy' ? 'registry' : 'repository';
  const [fault] =
    /^policyText$/i.test(member) && typeof policyText === 'string' ? policyFaults(policyText, kind) : [];
  return refuse(place, steps, `${code}: ${message}`, fault && `${fault.path} ${fault.problem}.`);
}

/**
 * Changes a world all at once or not at all: in a copy first, where whatever is refused is refused.
 *
 * @param change builds; it is run twice, and comes to the same
 * @returns what the change answered
 */
export function changeWorld<T>(
  { service, callers }: { readonly service: EcrService; readonly callers: Callers },
  change: (site: Site) => T,
): T {
  const now = service.clock.now();
  service.catchUp(now);
  const administrator = (accountId: string) => callers.administrator(accountId);
  const trial = service.emptyWorld();
  new SavedWorld(captureSnapshot(service.world, now)).restoreInto(trial.world);
  change(new Site(trial.world, trial.engines, administrator, now));
  const site = new Site(service.world, service.engines, administrator, now);
  const result = change(site);
  service.commit(site.events, now);
  return result;
}
