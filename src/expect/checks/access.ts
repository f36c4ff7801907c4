import type { PrincipalLike } from '../../handles/access-case.js';
import type { RepositoryHandle } from '../../handles/repository-handle.js';
import { INSIDE, isKind } from '../../lib/handle-kind.js';
import type { Check } from '../check.js';
import { misspeltRepository, mistypedAccount } from '../known-names.js';
import { registrySubject } from '../subjects.js';

/**
 * Whether the principal is allowed to do something. The verdict is the explanation.
 *
 * @param subject a repository, or a registry for its own settings
 * @param action for example `ecr:PutImage`
 * @param who the name of the assertion, for messages
 * @throws FakeEcrError if the subject is neither, or the question is malformed
 */
export function checkAllowed(subject: unknown, action: string, principal: PrincipalLike, who: string): Check {
  const repository = isKind(subject, 'repository') ? (subject as RepositoryHandle) : undefined;
  const { witness, explainAccess } = repository?.[INSIDE] ?? registrySubject(subject, who);
  const verdict = explainAccess(action, principal);
  const account = typeof principal === 'string' ? principal.split(':')[4] : undefined;
  return {
    pass: verdict.allowed,
    witness,
    found: verdict.allowed,
    expected: `${verdict.question} to be allowed`,
    received: `${verdict.allowed ? 'allowed' : 'denied'}, ${verdict.reason}`,
    reasons: verdict.text.split('\n').slice(1),
    unknown: () =>
      (repository === undefined ? undefined : misspeltRepository(witness, repository.name)) ??
      (account === undefined ? undefined : mistypedAccount(witness, account)),
  };
}
