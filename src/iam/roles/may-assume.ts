import type { Caller } from '../caller.js';
import { type KeyValues, conditionKeys } from '../policy/condition-keys.js';
import { decideAccess } from '../policy/decide.js';
import { evaluatePolicy } from '../policy/evaluate.js';
import { policiesOf } from '../policy/parsed-policies.js';
import type { Role } from './role.js';

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
  const request = { action, resource: role.arn, principal: caller, keys: conditionKeys(keys) };
  const trustPolicy = role.trust.forPrincipals;
  if (evaluatePolicy(trustPolicy, request).effect !== 'Allow') return false;
  return decideAccess({ request, owner: role.accountId, trustPolicy, ...policiesOf(caller) }).allowed;
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
