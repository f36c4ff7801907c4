import { Failure } from '../../aws/failure.js';
import type { PolicyDocument, PolicyStatement } from './document.js';
import { type AccessRequest, evaluatePolicy } from './evaluate.js';
import { type Naming, strongerNaming } from './principal.js';

export interface PolicyQuestion {
  readonly request: AccessRequest;
  /** The account that owns the resource. */
  readonly owner: string;
  readonly repositoryPolicy?: PolicyDocument;
  readonly registryPolicy?: PolicyDocument;
  /**
   * True if there is a registry policy that does not apply, since the request is about the registry's own settings.
   */
  readonly hasUnaskedRegistryPolicy?: boolean;
  /** The trust policy, if the resource is a role. */
  readonly trustPolicy?: PolicyDocument;
  /** Absent for an administrator, whose identity side allows everything. */
  readonly identityPolicies?: readonly PolicyDocument[];
  /** Session policies only restrict. */
  readonly sessionPolicies?: readonly PolicyDocument[];
}

export type DecidingSide = 'identity' | 'session' | 'resource';

export interface AccessDecision {
  readonly allowed: boolean;
  readonly reason:
    'allowed' | 'explicit-deny' | 'no-identity-allow' | 'no-session-allow' | 'no-resource-allow';
  /**
   * Which kind of policy denies or allows, and by which statement; absent if none did, as for administrators. Across
   * accounts both sides have to allow, and the statement is that of the resource's owner.
   */
  readonly decidedBy?: { readonly side: DecidingSide; readonly statement: PolicyStatement };
}

/**
 * Explicit denials win. Within an account an Allow on either side is enough, but a resource policy that names the
 * account delegates to the identity policies; across accounts both sides have to allow [docs]. Session policies
 * restrict both, unless a resource policy names the session itself [docs]. On the resource side the repository policy
 * and
 * the registry policy are alternatives.
 */
export function decideAccess(question: PolicyQuestion): AccessDecision {
  const { request, owner, repositoryPolicy, registryPolicy, trustPolicy } = question;
  const resource = combine([repositoryPolicy, registryPolicy, trustPolicy], request);
  const identity = sideOf(question.identityPolicies, request);
  const session = sideOf(question.sessionPolicies, request);
  if (resource.denies !== undefined) return denied('resource', resource.denies);
  if (identity.denies !== undefined) return denied('identity', identity.denies);
  if (session.denies !== undefined) return denied('session', session.denies);

  // A service has no identity policies and no account: the resource policy decides [docs].
  if (request.principal.service !== undefined) {
    return resource.allows ? allowed('resource', resource.allowedBy) : refused('no-resource-allow');
  }
  if (request.principal.accountId !== owner) {
    if (!resource.allows) return refused('no-resource-allow');
    if (!identity.allows) return refused('no-identity-allow');
    return session.allows ? allowed('resource', resource.allowedBy) : refused('no-session-allow');
  }
  if (resource.naming === 'caller') return allowed('resource', resource.allowedBy);
  const isNamed = resource.naming === 'role';
  if (!identity.allows && !isNamed) return refused('no-identity-allow');
  if (!session.allows) return refused('no-session-allow');
  return identity.allows ? allowed('identity', identity.allowedBy) : allowed('resource', resource.allowedBy);
}

function denied(side: DecidingSide, statement: PolicyStatement): AccessDecision {
  return { allowed: false, reason: 'explicit-deny', decidedBy: { side, statement } };
}

function refused(reason: AccessDecision['reason']): AccessDecision {
  return { allowed: false, reason };
}

function allowed(side: DecidingSide, statement: PolicyStatement | undefined): AccessDecision {
  return {
    allowed: true,
    reason: 'allowed',
    ...(statement === undefined ? {} : { decidedBy: { side, statement } }),
  };
}

/** The combined result of the policies of one side. */
interface Side {
  readonly allows: boolean;
  readonly allowedBy?: PolicyStatement | undefined;
  readonly naming?: Naming | undefined;
  readonly denies?: PolicyStatement | undefined;
}

/** Without any policies nothing is restricted. */
function sideOf(policies: readonly PolicyDocument[] | undefined, request: AccessRequest): Side {
  return policies === undefined ? { allows: true } : combine(policies, request);
}

function combine(policies: readonly (PolicyDocument | undefined)[], request: AccessRequest): Side {
  let allowedBy: PolicyStatement | undefined;
  let denies: PolicyStatement | undefined;
  let naming: Naming | undefined;
  for (const policy of policies) {
    if (policy === undefined) continue;
    const verdict = evaluatePolicy(policy, request);
    if (verdict.effect === 'Deny') denies ??= verdict.decidedBy;
    if (verdict.effect !== 'Allow') continue;
    const stronger = strongerNaming(naming, verdict.naming);
    if (allowedBy === undefined || stronger !== naming) allowedBy = verdict.decidedBy;
    naming = stronger;
  }
  return { allows: allowedBy !== undefined, allowedBy, naming, denies };
}

/** A refusal as the service words it: caller, action, resource and kind of policy [observed]. */
export function accessDenied(
  decision: AccessDecision,
  request: Pick<AccessRequest, 'action' | 'resource' | 'principal'>,
): Failure {
  const { action, resource, principal } = request;
  return new Failure(
    'AccessDeniedException',
    `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${because(decision, action)}`,
  );
}

/** Kinds of policies as the service names them [docs]. */
const KIND: Readonly<Record<DecidingSide, string>> = {
  identity: 'identity-based',
  resource: 'resource-based',
  session: 'session',
};

/** Which kind of policy refused a request, as the service words it [observed]. */
export function because({ reason, decidedBy }: AccessDecision, action: string): string {
  switch (reason) {
    case 'allowed':
      return 'allowed';
    case 'explicit-deny': {
      const kind = KIND[decidedBy?.side ?? 'resource'];
      return `with an explicit deny in ${kind.startsWith('i') ? 'an' : 'a'} ${kind} policy`;
    }
    case 'no-resource-allow':
      return `because no ${KIND.resource} policy allows the ${action} action`;
    case 'no-session-allow':
      return `because no ${KIND.session} policy allows the ${action} action`;
    case 'no-identity-allow':
      return `because no ${KIND.identity} policy allows the ${action} action`;
  }
}
