import { repositoryArn } from '../aws/arn.js';
import type { AccessCase } from '../ecr/access/access-question.js';
import { type Action, actionNamed, actionsLike } from '../ecr/access/actions.js';
import type { Caller } from '../iam/caller.js';
import { shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { Registry } from '../world/registry.js';
import { principal } from './principal.js';
import { type ServicePrincipal, isServiceName, serviceOf } from './service-principal.js';

/** A caller: the result of `ecr.principal()`, the ARN of an administrator, or a service of AWS. @public */
export type PrincipalLike = string | { readonly caller: Caller } | ServicePrincipal;

/** Who wants to do what to which resource, with handles resolved. */
interface AsAsked {
  readonly principal: PrincipalLike;
  readonly action: string;
  readonly registry: Registry;
  /** Absent if the question is about the registry's own settings. */
  readonly repositoryName: string | undefined;
}

/**
 * A question about access, in the form that policies are evaluated with.
 *
 * @param now epoch milliseconds
 * @throws FakeEcrError if the principal or the action is malformed, or the action applies to something else
 */
export function accessCaseOf(
  { principal: who, action, registry, repositoryName }: AsAsked,
  now: number,
): AccessCase {
  const { name, scope } = requireAction(action, repositoryName !== undefined);
  const touched = repositoryName ?? (scope === 'registry' ? undefined : '*');
  return {
    caller: callerOf(who),
    action: name,
    registry,
    repositoryName,
    resource: touched === undefined ? '*' : repositoryArn(registry.region, registry.accountId, touched),
    region: registry.region,
    now,
    ofRegistry: scope === 'registry',
  };
}

/** Rejects unknown actions, so that a typo is not just denied. */
function requireAction(name: unknown, isOfRepository: boolean): Action {
  const action = typeof name === 'string' ? actionNamed(name) : undefined;
  if (action === undefined) {
    const like = typeof name === 'string' ? actionsLike(name) : [];
    throw new FakeEcrError(
      `${shown(name)} is not an action of ECR.`,
      typeof name === 'string' && /^ecr:ListImageReferrers$/i.test(name)
        ? "Listing referrers needs the permission 'ecr:BatchGetImage'."
        : `Expected ${like.length === 0 ? "for example 'ecr:PutImage'" : `perhaps '${like.join("', '")}'`}.`,
    );
  }
  if (action.scope === 'registry' && isOfRepository) {
    throw new FakeEcrError(`${action.name} does not apply to a repository.`, 'Ask about it on the registry.');
  }
  if (action.scope === 'repository' && !isOfRepository) {
    throw new FakeEcrError(
      `${action.name} applies to a repository, but a registry was given.`,
      "Ask about registry.repository('payments'), which need not exist.",
    );
  }
  return action;
}

function callerOf(who: PrincipalLike): Caller {
  if (typeof who === 'string') return isServiceName(who) ? serviceOf({ service: who }) : principal(who);
  if (typeof who === 'object' && who !== null && 'service' in who) return serviceOf(who);
  const caller: Caller | undefined = (who as Partial<{ caller: Caller }> | null)?.caller;
  if (typeof caller?.arn !== 'string') {
    throw new FakeEcrError(
      'The question has no principal.',
      "Pass what ecr.principal() returns, an ARN such as 'arn:aws:iam::111122223333:role/ci', or { service: 'lambda.amazonaws.com' }.",
    );
  }
  return caller;
}
