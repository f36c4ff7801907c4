import type { Caller } from '../domain/caller.js';
import type { Registry } from '../domain/registry.js';
import { accessQuestion } from './policy/access-question.js';
import { decideAccess } from './policy/decide.js';
import { accessDenied } from './policy/denial.js';
import type { SigningRights } from './signing/rights.js';

/** Asks the pusher's identity policies; what another account's profile allows is not modelled [assumed]. */
export class PolicySigningRights implements SigningRights {
  refusal(caller: Caller, profileArn: string, registry: Registry, now: number): string | undefined {
    if (caller.identityPolicies === undefined && caller.sessionPolicies === undefined) return undefined;
    const question = accessQuestion({
      caller,
      registry,
      region: registry.region,
      now,
      action: 'signer:SignPayload',
      resource: profileArn,
      ofRegistry: true,
    });
    const decision = decideAccess({ ...question, owner: caller.accountId });
    return decision.allowed ? undefined : accessDenied(decision, question.request).message;
  }
}
