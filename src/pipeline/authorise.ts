import { parseRepositoryArn, repositoryArn } from '../domain/arn.js';
import type { Failure } from '../domain/failure.js';
import type { Registry } from '../domain/registry.js';
import { accessQuestion, isUnquestioned } from '../engines/policy/access-question.js';
import type { RequestTags } from '../engines/policy/request-keys.js';
import { accessDenied } from '../engines/policy/denial.js';
import { decideAccess } from '../engines/policy/decide.js';
import type { Context } from '../operations/context.js';
import type { Operation, Target } from '../operations/operation.js';

/**
 * May the caller do this? An administrator in its own account needs to be asked only where a resource policy
 * could deny; everybody else needs an Allow on the side, or both sides, that the decision table names.
 */
export function authorise(operation: Operation, input: never, context: Context): Failure | undefined {
  const targets = operation.target?.(input) ?? defaultTarget(input);
  for (const target of Array.isArray(targets) ? (targets as readonly Target[]) : [targets as Target]) {
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

/** May the caller also do this to a repository, which need not exist? */
export function mayAlso(
  action: string,
  { accountId: registryId }: Registry,
  repositoryName: string,
  context: Context,
): boolean {
  return authoriseOn({ scope: 'repository', registryId, repositoryName }, action, context) === undefined;
}

function authoriseOn(
  target: Target,
  action: string,
  context: Context,
  tags?: RequestTags,
): Failure | undefined {
  const { caller, region, now } = context;
  const request = {
    ...resolve(target, context),
    action,
    caller,
    region,
    now,
    tags,
    ofRegistry: target.scope === 'registry',
  };
  if (isUnquestioned(request)) return undefined;
  const question = accessQuestion(request);
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
