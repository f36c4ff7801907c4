import { repositoryArn } from '../aws/arn.js';
import type { AccessCase } from '../ecr/access/access-question.js';
import { type Action, actionNamed, actionsLike } from '../ecr/access/actions.js';
import type { Caller } from '../iam/caller.js';
import { shown } from '../lib/arguments.js';
import { requireKind } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import { principal } from './principal.js';
import type { RegistryHandle } from './registry-handle.js';
import type { RepositoryHandle } from './repository-handle.js';
import { type ServiceFixture, isServiceName, serviceOf } from './service-principal.js';

/** Somebody who calls: what `ecr.principal()` returns, the ARN of an administrator, or a service of AWS. */
export type PrincipalLike = string | { readonly caller: Caller } | ServiceFixture;

/** Who may do what, and to which thing? */
export interface AccessQuestion {
  readonly principal: PrincipalLike;
  /** For example `ecr:PutImage`. */
  readonly action: string;
  /** The repository that is touched. It need not exist. */
  readonly repository?: RepositoryHandle;
  /** The registry whose settings are touched, where no repository is. */
  readonly registry?: RegistryHandle;
}

/** @throws MisuseError where the question is incomplete or malformed */
export function accessCase(question: AccessQuestion, now: number): AccessCase {
  if (typeof question !== 'object' || question === null) {
    throw new FakeEcrError(
      'explainAccess() was asked nothing.',
      "Pass { principal, action: 'ecr:PutImage', repository }.",
    );
  }
  const { repository } = question;
  if (repository !== undefined) requireKind(repository, 'repository', 'explainAccess({ repository })');
  const handle = repository?.registry ?? question.registry;
  if (handle === undefined) {
    throw new FakeEcrError(
      'The question does not say on what.',
      "Pass a repository: registry.repository('payments'), or a registry for its settings.",
    );
  }
  requireKind(handle, 'registry', 'explainAccess({ registry })');
  const { registry } = handle;
  const { name: action, scope } = requireAction(question.action, repository !== undefined);
  const repositoryName = repository?.name ?? (scope === 'registry' ? undefined : '*');
  return {
    caller: callerOf(question.principal),
    action,
    registry,
    repositoryName: repository?.name,
    resource:
      repositoryName === undefined ? '*' : repositoryArn(registry.region, registry.accountId, repositoryName),
    region: registry.region,
    now,
    ofRegistry: scope === 'registry',
  };
}

/** An action that no call makes would be answered all the same, and hide a slip of the pen. */
function requireAction(name: unknown, isOfRepository: boolean): Action {
  const action = typeof name === 'string' ? actionNamed(name) : undefined;
  if (action === undefined) {
    const like = typeof name === 'string' ? actionsLike(name) : [];
    throw new FakeEcrError(
      `${shown(name)} is no action of ECR.`,
      typeof name === 'string' && /^ecr:ListImageReferrers$/i.test(name)
        ? "Referrers are listed by permission of 'ecr:BatchGetImage'."
        : `Expected ${like.length === 0 ? "for example 'ecr:PutImage'" : `perhaps '${like.join("', '")}'`}.`,
    );
  }
  if (action.scope === 'registry' && isOfRepository) {
    throw new FakeEcrError(`${action.name} touches no repository.`, 'Ask about it on the registry.');
  }
  if (action.scope === 'repository' && !isOfRepository) {
    throw new FakeEcrError(
      `${action.name} touches a repository, and a registry was given.`,
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
      'The question does not say who.',
      "Pass what ecr.principal() returns, an ARN such as 'arn:aws:iam::111122223333:role/ci', or { service: 'lambda.amazonaws.com' }.",
    );
  }
  return caller;
}
