import type { AccessCase } from '../ecr/access/access-question.js';
import { INSIDE, requireKind } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import { type PrincipalLike, accessCaseOf } from './access-case.js';
import type { RegistryHandle } from './registry-handle.js';
import type { RepositoryHandle } from './repository-handle.js';

/** Who may do what to which resource? @public */
export interface AccessQuestion {
  /** Who asks: what `ecr.principal()` returns, an ARN, or a service of AWS. */
  readonly principal: PrincipalLike;
  /** For example `ecr:PutImage`. */
  readonly action: string;
  /** The repository. It need not exist. */
  readonly repository?: RepositoryHandle;
  /** The registry, for an action on its own settings. */
  readonly registry?: RegistryHandle;
}

/** @throws FakeEcrError if the question is incomplete or malformed */
export function accessCase(question: AccessQuestion, now: number): AccessCase {
  if (typeof question !== 'object' || question === null) {
    throw new FakeEcrError(
      'explainAccess() was called without a question.',
      "Pass { principal, action: 'ecr:PutImage', repository }.",
    );
  }
  const { repository } = question;
  if (repository !== undefined) requireKind(repository, 'repository', 'explainAccess({ repository })');
  const handle = repository?.registry ?? question.registry;
  if (handle === undefined) {
    throw new FakeEcrError(
      'The question has no resource.',
      "Pass a repository: registry.repository('payments'), or a registry for its settings.",
    );
  }
  requireKind(handle, 'registry', 'explainAccess({ registry })');
  const { principal, action } = question;
  return accessCaseOf(
    { principal, action, registry: handle[INSIDE].registry, repositoryName: repository?.name },
    now,
  );
}
