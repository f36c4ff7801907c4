import type { Callers } from '../../iam/credentials.js';
import type { DomainEvent, UnitOfWork } from '../../world/domain-event.js';
import { type Failure, isFailure } from '../../aws/failure.js';
import type { Registry } from '../../world/registry.js';
import type { Repository } from '../../world/repository.js';
import type { WorldEditor } from '../../handles/world-editor.js';
import type { World } from '../../world/world.js';
import { policyFaults } from '../../iam/policy/document.js';
import type { Engines } from '../../ecr/engines.js';
import { checkInput } from '../../api/check-input.js';
import type { OperationName } from '../../api/facts.js';
import { readInput } from '../../api/read-input.js';
import { operations } from '../../operations/index.js';
import { type CallTarget, findTarget } from '../../operations/target.js';
import { TokenBearers } from '../../world/token-bearers.js';
import type { Operation } from '../../operations/operation.js';
import { CallContext } from '../../service/call-context.js';
import { type ResourcePlace, refuse } from './refuse.js';
import type { PlannedResource } from './thing.js';

/** What a change is made with: whose world it is, who calls, and what a call may use. */
export interface Builder extends WorldEditor {
  readonly callers: Pick<Callers, 'administrator'>;
  readonly service: { readonly engines: Engines };
}

/** Where resources are built: the world at one moment, and the operations that everybody uses. */
export class Site {
  /** What goes for good once the whole change has been accepted. */
  readonly leftovers: (() => void)[] = [];
  private readonly marked = new Set<Registry | Repository>();

  constructor(
    readonly world: World,
    private readonly builder: Builder,
    private readonly unit: UnitOfWork,
    private readonly undo: (putBack: () => void) => void,
  ) {
    undo(world.mark());
    undo(world.origins.mark());
  }

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
    this.mark(this.world.registry(account, region));
    this.world.account(account).useRegion(region);
    const operation: Operation = operations[name];
    const caller = this.builder.callers.administrator(account);
    const target = findTarget(operation.target?.(input), input, caller, region, this.world);
    if (isFailure(target)) return target;
    this.leavePutBack(name, target);
    const events: DomainEvent[] = [];
    const scope = { caller, region };
    const { engines } = this.builder.service;
    const context = new CallContext(this.unit.now, scope, target, engines, new TokenBearers(), events);
    const outcome = operation.handle(input, context);
    if (isFailure(outcome)) return outcome;
    for (const event of events) this.unit.emit(event);
    return undefined;
  }

  /** Before an operation changes its target. */
  private leavePutBack(
    name: OperationName,
    { registry, repositoryNames: [repositoryName] }: CallTarget,
  ): void {
    if (repositoryName === undefined) return;
    const repository = registry.repository(repositoryName);
    if (repository !== undefined) this.mark(repository);
    if (name === 'CreateRepository' && repository === undefined) {
      this.undo(() => registry.deleteRepository(repositoryName, true));
    }
    if (name !== 'DeleteRepository' || repository === undefined) return;
    const layers = repository.layers.takeOut();
    this.leftovers.push(() => layers.letGo());
    this.undo(() => {
      if (!repository.isPresent) registry.putBackRepository(repository);
      layers.putBack();
    });
  }

  private mark(one: Registry | Repository): void {
    if (this.marked.has(one)) return;
    this.marked.add(one);
    this.undo(one.mark());
  }
}

/** What a refusal is about that names no member of the input. */
const FIELD_OF: Readonly<Record<string, string>> = {
  RepositoryAlreadyExistsException: 'repositoryName',
  TemplateAlreadyExistsException: 'prefix',
  PullThroughCacheRuleAlreadyExistsException: 'ecrRepositoryPrefix',
};

/** Policies are refused without the place of the fault; here it is told. */
function refused(
  { code, message = '' }: Failure,
  input: object,
  resource: PlannedResource,
  place: ResourcePlace,
) {
  const field = /^Invalid parameter at '([^']*)'/.exec(message)?.[1] ?? FIELD_OF[code] ?? '';
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
 * Changes a world all at once or not at all: a refused change is undone, and no listener hears of it.
 *
 * @param change builds
 * @returns what the change answered
 */
export function changeWorld<T>(builder: Builder, change: (site: Site) => T): T {
  const built: { readonly answer: T; readonly site: Site }[] = [];
  builder.asOne((undo) => {
    builder.act('deploy', (unit) => {
      const site = new Site(builder.world, builder, unit, undo);
      built.push({ answer: change(site), site });
      return undefined;
    });
  });
  const [{ answer, site }] = built as [(typeof built)[number]];
  for (const letGo of site.leftovers) letGo();
  return answer;
}
