import type { Caller } from '../caller.js';
import { type KeyValues, conditionKeys } from '../policy/condition-keys.js';
import { decideAccess } from '../policy/decide.js';
import { evaluatePolicy } from '../policy/evaluate.js';
import { policiesOf } from '../policy/parsed-policies.js';
import type { Role } from './role.js';

/**
 * Whether a caller may do this to a role. The role's trust policy always has to allow it. That is enough if it names
 * a caller in the role's account; a caller of another account, or one that is trusted only through its account, also
 * needs the permission in its own policies [docs].
 *
 * @param caller who asks
 * @param role the role to assume
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
 * Whether the bearer of an identity provider's token may do this to a role. Only the trust policy counts: a bearer
 * has no policies [docs].
 *
 * @param providerArn for example `arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com`
 * @param role the role to assume
 * @param action for example `sts:AssumeRoleWithWebIdentity`
 * @param keys condition keys of the request, those of the token's claims among them
 */
export function bearerMayAssume(providerArn: string, role: Role, action: string, keys: KeyValues): boolean {
  const principal = { accountId: '', arn: providerArn };
  const request = { action, resource: role.arn, principal, keys: conditionKeys(keys) };
  return evaluatePolicy(role.trust.forProviders, request).effect === 'Allow';
}
