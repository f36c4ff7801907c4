import type { Caller } from '../../iam/caller.js';
import { accessDenied, decideAccess } from '../../iam/policy/decide.js';
import type { Registry } from '../../world/registry.js';
import { accessQuestion } from '../access/access-question.js';

/** Checks the pusher's identity policies; permissions of another account's profile are not modelled [assumed]. */
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

/** Whether the caller that pushed is allowed to sign with a profile. */
export interface SigningRights {
  /** @returns why not, as the service words it; undefined if it is allowed */
  refusal(pusher: Caller, profileArn: string, registry: Registry, now: number): string | undefined;
}
