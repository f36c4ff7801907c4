import type { Caller } from '../domain/caller.js';
import { policyOf } from '../engines/policies.js';
import { type ConditionKeys, conditionKeys } from '../engines/policy/condition-keys.js';
import { evaluatePolicy } from '../engines/policy/evaluate.js';
import type { Role } from './role.js';

/** A value of a condition key. */
export type KeyValues = Readonly<Record<string, string | readonly string[]>>;

/**
 * May a caller do this to a role? Its trust policy has to allow it in any case. It suffices alone where it
 * names a caller of the role's own account; a caller of another account, or one that is trusted as part of its
 * account only, needs the same permission from its own side [docs].
 *
 * @param caller who asks
 * @param role what it wants to become
 * @param action for example `sts:AssumeRole`
 * @param keys condition keys of the request
 * @example
 * mayAssume(caller, role, 'sts:AssumeRole', { 'sts:ExternalId': 'ticket-42' });
 */
export function mayAssume(caller: Caller, role: Role, action: string, keys: KeyValues): boolean {
  const values = conditionKeys(keys);
  const request = { action, resource: role.arn, principal: caller, keys: values };
  const trusted = evaluatePolicy(role.trust.forPrincipals, request);
  if (trusted.effect !== 'Allow') return false;

  const identity = verdictOf(caller.identityPolicies, caller, action, role, values);
  const session = verdictOf(caller.sessionPolicies, caller, action, role, values);
  if (identity === 'Deny' || session !== 'Allow') return false;
  if (identity === 'Allow') return true;
  return caller.accountId === role.accountId && isNamed(caller, role, action, values);
}

/**
 * May the bearer of an identity provider's token do this to a role? Only its trust policy is asked: a bearer
 * has no policies of its own [docs].
 *
 * @param providerArn for example `arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com`
 * @param role what the bearer wants to become
 * @param action for example `sts:AssumeRoleWithWebIdentity`
 * @param keys condition keys of the request, those of the token's claims among them
 */
export function bearerMayAssume(providerArn: string, role: Role, action: string, keys: KeyValues): boolean {
  const principal = { accountId: '', arn: providerArn };
  const request = { action, resource: role.arn, principal, keys: conditionKeys(keys) };
  return evaluatePolicy(role.trust.forProviders, request).effect === 'Allow';
}

/** Is the caller trusted as itself, or by `"*"`, rather than as one of its account? */
function isNamed(caller: Caller, role: Role, action: string, keys: ConditionKeys): boolean {
  // A principal of no account is matched by no account.
  const principal = { ...caller, accountId: '' };
  const request = { action, resource: role.arn, principal, keys };
  return evaluatePolicy(role.trust.forPrincipals, request).effect === 'Allow';
}

/** What policies say together; without policies nothing is restricted. */
function verdictOf(
  texts: readonly string[] | undefined,
  principal: Caller,
  action: string,
  role: Role,
  keys: ConditionKeys,
): 'Allow' | 'Deny' | 'none' {
  if (texts === undefined) return 'Allow';
  const request = { action, resource: role.arn, principal, keys };
  const effects = texts.map((text) => {
    const policy = policyOf(text, 'identity');
    return policy === undefined ? 'none' : evaluatePolicy(policy, request).effect;
  });
  return effects.includes('Deny') ? 'Deny' : effects.includes('Allow') ? 'Allow' : 'none';
}
