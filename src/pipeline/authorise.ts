import type { Caller } from '../domain/caller.js';
import { parseRepositoryArn, repositoryArn } from '../domain/arn.js';
import type { Failure } from '../domain/failure.js';
import type { Registry } from '../domain/registry.js';
import { policyOf } from '../engines/policies.js';
import { accessDenied } from '../engines/policy/denial.js';
import { decideAccess } from '../engines/policy/decide.js';
import { conditionKeys } from '../engines/policy/condition-keys.js';
import type { Context } from '../operations/context.js';
import type { Operation, Target } from '../operations/operation.js';

/**
 * May the caller do this? An administrator in its own account needs to be asked only where a resource policy
 * could deny; everybody else needs an Allow on the side, or both sides, that the decision table names.
 */
export function authorise(operation: Operation, input: never, context: Context): Failure | undefined {
  const targets = operation.target?.(input) ?? defaultTarget(input);
  for (const target of Array.isArray(targets) ? (targets as readonly Target[]) : [targets as Target]) {
    const denied = authoriseOn(target, operation.action ?? `ecr:${operation.name}`, context);
    if (denied !== undefined) return denied;
  }
  return undefined;
}

/** May the caller also do this to a repository, which need not exist? */
export function mayAlso(
  action: string,
  { accountId: registryId }: Registry,
  repositoryName: string,
  context: Context,
): boolean {
  return authoriseOn({ scope: 'repository', registryId, repositoryName }, action, context) === undefined;
}

function authoriseOn(target: Target, action: string, context: Context): Failure | undefined {
  const { caller } = context;
  const { registry, resource, repositoryName } = resolve(target, context);
  const repositoryPolicyText =
    repositoryName === undefined ? undefined : registry.repository(repositoryName)?.policyText;
  const registryPolicyText = target.scope === 'registry' ? undefined : registry.policyText;
  const isOwn = registry.accountId === caller.accountId;
  const isUnconditional = caller.identityPolicies === undefined && caller.sessionPolicies === undefined;
  if (isOwn && isUnconditional && repositoryPolicyText === undefined && registryPolicyText === undefined) {
    return undefined;
  }
  const request = {
    action,
    resource,
    principal: caller,
    keys: conditionKeys(keysOf(context, caller, registry)),
  };
  const repositoryPolicy = policyOf(repositoryPolicyText, 'repository');
  const registryPolicy = policyOf(registryPolicyText, 'registry');
  const decision = decideAccess({
    request,
    owner: registry.accountId,
    ...(repositoryPolicy === undefined ? {} : { repositoryPolicy }),
    ...(registryPolicy === undefined ? {} : { registryPolicy }),
    ...(caller.identityPolicies === undefined
      ? {}
      : { identityPolicies: documents(caller.identityPolicies) }),
    ...(caller.sessionPolicies === undefined ? {} : { sessionPolicies: documents(caller.sessionPolicies) }),
  });
  return decision.allowed ? undefined : accessDenied(decision, request);
}

function documents(texts: readonly string[]) {
  return texts.flatMap((text) => policyOf(text, 'identity') ?? []);
}

/** Most operations name a repository; those that name none speak of the caller's registry. */
function defaultTarget(input: { readonly repositoryName?: string; readonly registryId?: string }): Target {
  const { repositoryName, registryId } = input;
  return repositoryName === undefined
    ? { scope: 'registry', registryId }
    : { scope: 'repository', repositoryName, registryId };
}

interface Resource {
  readonly registry: Registry;
  readonly resource: string;
  readonly repositoryName?: string;
}

function resolve(target: Target, context: Context): Resource {
  const { world, region, caller } = context;
  if (target.scope === 'registry') {
    return { registry: world.registry(target.registryId ?? caller.accountId, region), resource: '*' };
  }
  if (target.scope === 'arn') {
    const parsed = parseRepositoryArn(target.arn);
    const registry = world.registry(parsed?.accountId ?? caller.accountId, region);
    return {
      registry,
      resource: target.arn,
      ...(parsed === undefined ? {} : { repositoryName: parsed.repositoryName }),
    };
  }
  const registry = world.registry(target.registryId ?? caller.accountId, region);
  if (target.scope === 'repositories') {
    return { registry, resource: repositoryArn(region, registry.accountId, '*') };
  }
  const { repositoryName } = target;
  return { registry, repositoryName, resource: repositoryArn(region, registry.accountId, repositoryName) };
}

/** The condition keys that have a value of their own; what a test set for the caller comes on top. */
function keysOf({ now, region }: Context, caller: Caller, registry: Registry) {
  const user = /:user\/(?:.*\/)?([^/]+)$/.exec(caller.arn)?.[1];
  return {
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region,
    'aws:PrincipalArn': caller.roleArn ?? caller.arn,
    'aws:PrincipalAccount': caller.accountId,
    'aws:ResourceAccount': registry.accountId,
    ...(user === undefined ? {} : { 'aws:username': user }),
    ...caller.conditionKeys,
  };
}
