import type { AccessCase } from '../ecr/access/access-question.js';
import { requireKind } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import { type PrincipalLike, accessCaseOf } from './access-case.js';
import type { RegistryHandle } from './registry-handle.js';
import type { RepositoryHandle } from './repository-handle.js';

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

/** @throws FakeEcrError if the question is incomplete or malformed */
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
  const { principal, action } = question;
  return accessCaseOf(
    { principal, action, registry: handle.registry, repositoryName: repository?.name },
    now,
  );
}
