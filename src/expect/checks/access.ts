import type { PrincipalLike } from '../../handles/access-case.js';
import { isKind } from '../../lib/handle-kind.js';
import type { Check } from '../check.js';
import { misspeltRepository, mistypedAccount } from '../known-names.js';
import { type RegistrySubject, type RepositorySubject, registrySubject } from '../subjects.js';

/**
 * Whether the principal is allowed to do something. The verdict is the explanation.
 *
 * @param subject a repository, or a registry for its own settings
 * @param action for example `ecr:PutImage`
 * @param who the name of the assertion, for messages
 * @throws FakeEcrError if the subject is neither, or the question is malformed
 */
export function checkAllowed(subject: unknown, action: string, principal: PrincipalLike, who: string): Check {
  if (!isKind(subject, 'repository')) registrySubject(subject, who);
  const handle = subject as RegistrySubject | RepositorySubject;
  const verdict = handle.explainAccess(action, principal);
  const { witness } = handle;
  const account = typeof principal === 'string' ? principal.split(':')[4] : undefined;
  return {
    pass: verdict.allowed,
    witness,
    found: verdict.allowed,
    expected: `${verdict.question} to be allowed`,
    received: `${verdict.allowed ? 'allowed' : 'denied'}, ${verdict.reason}`,
    reasons: verdict.text.split('\n').slice(1),
    unknown: () =>
      ('name' in handle ? misspeltRepository(witness, handle.name) : undefined) ??
      (account === undefined ? undefined : mistypedAccount(witness, account)),
  };
}
