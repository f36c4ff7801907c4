import type { Caller } from '../../iam/caller.js';
import { conditionKeys } from '../../iam/policy/condition-keys.js';
import type { PolicyKind } from '../../iam/policy/document.js';
import { policiesOf, policyOf } from '../../iam/policy/parsed-policies.js';
import type { Registry } from '../../world/registry.js';
import { type Circumstances, requestKeys } from './request-keys.js';
import { type WrittenQuestion, writtenPolicies } from './written-policies.js';

/** A request, with everything that decides on it. */
export interface AccessCase extends Circumstances {
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  /** Registry-wide settings are not a resource of the registry policy [docs]. */
  readonly ofRegistry: boolean;
}

/** Collects the policies that apply. */
export function accessQuestion(request: AccessCase): WrittenQuestion {
  const { caller, registry, repositoryName, action, resource } = request;
  const repositoryText =
    repositoryName === undefined ? undefined : registry.repository(repositoryName)?.policyText;
  const repositoryPolicy = policyOf(repositoryText, 'repository');
  const registryPolicy = request.ofRegistry ? undefined : policyOf(registry.policyText, 'registry');
  return {
    request: { action, resource, principal: caller, keys: conditionKeys(() => requestKeys(request)) },
    owner: registry.accountId,
    ...(repositoryPolicy === undefined ? {} : { repositoryPolicy }),
    ...(registryPolicy === undefined ? {} : { registryPolicy }),
    ...(request.ofRegistry && registry.policyText !== undefined ? { hasUnaskedRegistryPolicy: true } : {}),
    ...policiesOf(caller),
    ...(registry.world.origins.isEmpty && registry.world.origins.sources.size === 0
      ? {}
      : { written: writtenPolicies(caller, registry, repositoryName) }),
  };
}

/** For an administrator of the account only a Deny in a resource policy matters. */
export function isUnquestioned(
  caller: Caller,
  registry: Registry,
  repositoryName: string | undefined,
  ofRegistry: boolean,
): boolean {
  return (
    registry.accountId === caller.accountId &&
    caller.identityPolicies === undefined &&
    caller.sessionPolicies === undefined &&
    (ofRegistry || !mayDeny(registry.policyText, 'registry')) &&
    (repositoryName === undefined || !mayDeny(registry.repository(repositoryName)?.policyText, 'repository'))
  );
}

function mayDeny(text: string | undefined, kind: PolicyKind): boolean {
  return text !== undefined && policyOf(text, kind)?.mayDeny === true;
}
