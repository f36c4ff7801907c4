import type { Engines } from '../ecr/engines.js';
import type { Caller } from '../iam/caller.js';
import type { Context } from '../operations/context.js';
import type { CallTarget } from '../operations/target.js';
import type { DomainEvent } from '../world/domain-event.js';
import type { ProtocolRules } from '../world/registry-protocol.js';
import type { Registry } from '../world/registry.js';
import type { Repository } from '../world/repository.js';
import type { TokenBearers } from '../world/token-bearers.js';
import { maySetPolicy, refusalToDo } from './authorise.js';
import type { Scope } from './call.js';

/** What the handler of one call may use. The events it emits are held back until the call has succeeded. */
export class CallContext implements Context {
  readonly caller: Caller;
  readonly region: string;
  readonly registry: Registry;
  readonly protocol: ProtocolRules | undefined;

  constructor(
    readonly now: number,
    { caller, region, protocol }: Scope,
    readonly target: CallTarget,
    readonly engines: Engines,
    readonly bearers: TokenBearers,
    private readonly events: DomainEvent[],
  ) {
    this.caller = caller;
    this.region = region;
    this.registry = target.registry;
    this.protocol = protocol;
  }

  emit(event: DomainEvent): void {
    this.events.push(event);
  }

  may(action: string, registry: Registry, repositoryName: string, as: Caller = this.caller): boolean {
    const request = { caller: as, region: registry.region, now: this.now };
    return refusalToDo(action, registry, repositoryName, request) === undefined;
  }

  maySetPolicyUnder(policyText: string, { registry, name }: Repository): boolean {
    return maySetPolicy(policyText, registry, name, this);
  }
}
