import type { Engines } from '../ecr/engines.js';
import type { Caller } from '../iam/caller.js';
import type { Context } from '../operations/context.js';
import type { DomainEvent } from '../world/domain-event.js';
import type { ProtocolRules } from '../world/registry-protocol.js';
import type { Registry } from '../world/registry.js';
import type { Repository } from '../world/repository.js';
import type { World } from '../world/world.js';
import { maySetPolicy, refusalToDo } from './authorise.js';

/** What the handler of one call may use. The events it emits are kept, until the call is known to succeed. */
export class CallContext implements Context {
  readonly events: DomainEvent[] = [];

  constructor(
    readonly now: number,
    readonly caller: Caller,
    readonly region: string,
    readonly world: World,
    readonly engines: Engines,
    readonly protocol?: ProtocolRules | undefined,
  ) {}

  emit(event: DomainEvent): void {
    this.events.push(event);
  }

  may(action: string, registry: Registry, repositoryName: string, as: Caller = this.caller): boolean {
    const asked = new CallContext(this.now, as, registry.region, this.world, this.engines);
    return refusalToDo(action, registry, repositoryName, asked) === undefined;
  }

  maySetPolicyUnder(policyText: string, { registry, name }: Repository): boolean {
    return maySetPolicy(policyText, registry, name, this);
  }
}
