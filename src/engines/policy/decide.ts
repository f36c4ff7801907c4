import type { PolicyDocument, PolicyStatement } from './document.js';
import { type AccessRequest, evaluatePolicy } from './evaluate.js';

export interface AccessQuestion {
  readonly request: AccessRequest;
  /** The account that owns the resource. */
  readonly owner: string;
  readonly repositoryPolicy?: PolicyDocument;
  readonly registryPolicy?: PolicyDocument;
  /** Absent for an administrator, whose identity side allows everything. */
  readonly identityPolicies?: readonly PolicyDocument[];
  /** Session policies only narrow. */
  readonly sessionPolicies?: readonly PolicyDocument[];
}

export interface AccessDecision {
  readonly allowed: boolean;
  readonly reason: 'allowed' | 'explicit-deny' | 'no-identity-allow' | 'no-resource-allow';
  /** Which kind of policy denies, and by which statement; for explicit denials. */
  readonly deniedBy?: { readonly side: 'identity' | 'resource'; readonly statement: PolicyStatement };
}

/**
 * Explicit denials first. Within an account an Allow on either side suffices; across accounts it takes both
 * [docs]. On the resource side the repository policy and the registry policy are alternatives.
 */
export function decideAccess(question: AccessQuestion): AccessDecision {
  const { request, owner, repositoryPolicy, registryPolicy, identityPolicies, sessionPolicies } = question;
  const resource = combine([repositoryPolicy, registryPolicy], request);
  const identity = identityPolicies === undefined ? undefined : combine(identityPolicies, request);
  const session = sessionPolicies === undefined ? undefined : combine(sessionPolicies, request);
  if (resource.denies !== undefined) return denied('resource', resource.denies);
  const identityDenial = identity?.denies ?? session?.denies;
  if (identityDenial !== undefined) return denied('identity', identityDenial);

  const identityAllows = (identity?.allows ?? true) && (session?.allows ?? true);
  if (request.principal.accountId === owner) {
    return identityAllows || resource.allows
      ? { allowed: true, reason: 'allowed' }
      : { allowed: false, reason: 'no-identity-allow' };
  }
  if (!resource.allows) return { allowed: false, reason: 'no-resource-allow' };
  return identityAllows
    ? { allowed: true, reason: 'allowed' }
    : { allowed: false, reason: 'no-identity-allow' };
}

function denied(side: 'identity' | 'resource', statement: PolicyStatement): AccessDecision {
  return { allowed: false, reason: 'explicit-deny', deniedBy: { side, statement } };
}

function combine(policies: readonly (PolicyDocument | undefined)[], request: AccessRequest) {
  let allows = false;
  let denies: PolicyStatement | undefined;
  for (const policy of policies) {
    if (policy === undefined) continue;
    const verdict = evaluatePolicy(policy, request);
    if (verdict.effect === 'Deny') denies ??= verdict.decidedBy;
    if (verdict.effect === 'Allow') allows = true;
  }
  return { allows, denies };
}
