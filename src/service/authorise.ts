import { parseRepositoryArn, repositoryArn } from '../aws/arn.js';
import type { Failure } from '../aws/failure.js';
import { accessQuestion, isUnquestioned } from '../ecr/access/access-question.js';
import type { RequestTags } from '../ecr/access/request-keys.js';
import { accessDenied, decideAccess } from '../iam/policy/decide.js';
import { policyOf } from '../iam/policy/parsed-policies.js';
import type { Context } from '../operations/context.js';
import type { Operation, Target } from '../operations/operation.js';
import type { Registry } from '../world/registry.js';

/**
 * May the caller do this? An administrator in its own account needs to be asked only where a resource policy
 * could deny; everybody else needs an Allow on the side, or both sides, that the decision table names.
 */
export function authorise(operation: Operation, input: never, context: Context): Failure | undefined {
  const targets = operation.target?.(input) ?? defaultTarget(input);
  for (const target of Array.isArray(targets) ? (targets as readonly Target[]) : [targets as Target]) {
    // What is no ARN is refused as such by its operation.
    if (target.scope === 'arn' && parseRepositoryArn(target.arn) === undefined) continue;
    const denied = authoriseOn(
      target,
      operation.action ?? `ecr:${operation.name}`,
      context,
      requestTags(input),
    );
    if (denied !== undefined) return denied;
  }
  return undefined;
}

/** Why the caller may not also do this to a repository, which need not exist. */
export function refusalToDo(
  action: string,
  { accountId: registryId }: Registry,
  repositoryName: string,
  context: Context,
): Failure | undefined {
  return authoriseOn({ scope: 'repository', registryId, repositoryName }, action, context);
}

/** Would the caller be permitted to set the policy of a repository, if its policy were this text? */
export function maySetPolicy(
  policyText: string,
  registry: Registry,
  repositoryName: string,
  { caller, region, now }: Context,
): boolean {
  const question = accessQuestion({
    registry,
    repositoryName,
    resource: repositoryArn(registry.region, registry.accountId, repositoryName),
    action: 'ecr:SetRepositoryPolicy',
    caller,
    region,
    now,
    ofRegistry: false,
  });
  const repositoryPolicy = policyOf(policyText, 'repository');
  return decideAccess({ ...question, ...(repositoryPolicy === undefined ? {} : { repositoryPolicy }) })
    .allowed;
}

function authoriseOn(
  target: Target,
  action: string,
  context: Context,
  tags?: RequestTags,
): Failure | undefined {
  const { caller, region, now } = context;
  const place = placeOf(target, context);
  const ofRegistry = target.scope === 'registry';
  if (isUnquestioned(caller, place.registry, place.repositoryName, ofRegistry)) return undefined;
  const resource = resourceOf(target, place.registry);
  const question = accessQuestion({
    registry: place.registry,
    repositoryName: place.repositoryName,
    resource,
    action,
    caller,
    region,
    now,
    tags,
    ofRegistry,
  });
  const decision = decideAccess(question);
  return decision.allowed ? undefined : accessDenied(decision, question.request);
}

/** Tags that an input sets or removes, for conditions on them. */
function requestTags(input: {
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly tagKeys?: readonly string[];
}): RequestTags | undefined {
  if (input.tags !== undefined) {
    const set = new Map(input.tags.map(({ Key, Value }) => [Key, Value]));
    return { set, keys: [...set.keys()] };
  }
  return input.tagKeys === undefined ? undefined : { keys: input.tagKeys };
}

/** Most operations name a repository; those that name none speak of the caller's registry. */
function defaultTarget(input: { readonly repositoryName?: string; readonly registryId?: string }): Target {
  const { repositoryName, registryId } = input;
  return repositoryName === undefined
    ? { scope: 'registry', registryId }
    : { scope: 'repository', repositoryName, registryId };
}

/** What is touched, before anybody asks for its ARN. */
interface CallTarget {
  readonly registry: Registry;
  readonly repositoryName?: string;
}

function placeOf(target: Target, { world, region, caller }: Context): CallTarget {
  if (target.scope === 'arn') {
    const parsed = parseRepositoryArn(target.arn);
    const registry = world.registry(parsed?.accountId ?? caller.accountId, region);
    return parsed === undefined ? { registry } : { registry, repositoryName: parsed.repositoryName };
  }
  const registry = world.registry(target.registryId ?? caller.accountId, region);
  return target.scope === 'repository' ? { registry, repositoryName: target.repositoryName } : { registry };
}

function resourceOf(target: Target, { region, accountId }: Registry): string {
  switch (target.scope) {
    case 'registry':
      return '*';
    case 'arn':
      return target.arn;
    case 'repositories':
      return repositoryArn(region, accountId, '*');
    case 'repository':
      return repositoryArn(region, accountId, target.repositoryName);
  }
}
