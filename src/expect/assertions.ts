import type { PrincipalLike } from '../handles/access-case.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import type { RepositoryHandle } from '../handles/repository-handle.js';
import { referenceWithin } from '../handles/tag-or-digest.js';
import { requireAmount, requireOptions } from '../lib/arguments.js';
import { isKind, requireKind } from '../lib/handle-kind.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { Assertion } from './bind.js';
import { checkAllowed } from './checks/access.js';
import { type CallScope, checkCalled, requireCallScope, requireCallable } from './checks/call.js';
import { checkImage, checkRepository, checkTag } from './checks/content.js';
import { type EventPattern, checkEmitted, requireEventPattern } from './checks/event.js';
import { checkFindings } from './checks/findings.js';
import { checkPending } from './checks/pending.js';
import { checkReplicated } from './checks/replication.js';
import { checkUnused } from './checks/unused.js';
import { type RegistrySubject, fakeSubject, registrySubject } from './subjects.js';
import { type Times, requireTimes } from './times.js';

/** From where an image was replicated, or from any registry, and to where. */
export interface Route {
  /** The source; any registry when absent. */
  readonly from?: RegistryHandle;
  /** The destination. */
  readonly to: RegistryHandle;
}

/** Which replications are meant, and how many. */
export interface PendingScope {
  /** The destination; any when absent. */
  readonly to?: RegistryHandle;
  /** The exact number; at least one when absent. */
  readonly count?: number;
}

// Each assertion is bound in matchers.ts to a runner's `expect` and in expectations.ts to a function:
// its opposite is another binding.

export const hasRepository: Assertion<[name: string]> = (who, subject, name) => {
  const { registry, witness } = registrySubject(subject, `${who}()`);
  return checkRepository(registry, name, witness);
};

export const hasImage: Assertion<[reference: string]> = (who, subject, reference) => {
  const [{ registry, witness }, name] = place(subject, reference, `${who}()`);
  return checkImage(registry, name, witness);
};

export const hasTag: Assertion<[reference: string, digest?: string]> = (who, subject, reference, digest) => {
  const [{ registry, witness }, name] = place(subject, reference, `${who}()`);
  return checkTag(registry, name, digest, witness);
};

export const hasScanFindings: Assertion<[reference: string, counts?: object]> = (
  who,
  subject,
  reference,
  counts,
) => {
  const [handle, name] = place(subject, reference, `${who}()`);
  return checkFindings(handle.registry, name, counts, handle.now(), handle.witness);
};

export const hasReplicated: Assertion<[reference: string, route: Route]> = (who, fake, reference, route) => {
  requireKind(fake, 'fake', `expect(…).${who}()`);
  return replicated(reference, route, who);
};

export const isReplicated: Assertion<[route: Route]> = (who, reference, route) => {
  if (typeof reference !== 'string') {
    throw new FakeEcrError(
      `${who}() was given no image.`,
      `Expected expect('payments:v1').${who}({ to: registry }).`,
    );
  }
  return replicated(reference, route, who);
};

export const hasPendingReplications: Assertion<[scope?: PendingScope]> = (who, fake, scope = {}) => {
  const subject = fakeSubject(fake, `${who}()`);
  requireOptions(scope, `${who}()`, ['to', 'count']);
  const { to, count } = scope;
  if (to !== undefined) requireKind(to, 'registry', `${who}({ to })`);
  if (count !== undefined) requireAmount(count, `${who}({ count })`);
  return checkPending(subject.witness, subject.pendingReplications(), {
    ...(to === undefined ? {} : { to: to.key }),
    count,
  });
};

export const hasUnused: Assertion<[]> = (who, fake) => {
  const subject = fakeSubject(fake, `${who}()`);
  return checkUnused(subject.witness, subject.assertedUnused());
};

export const hasEmitted: Assertion<[pattern: EventPattern, times?: Times]> = (
  who,
  fake,
  pattern,
  times = {},
) => {
  const { witness } = fakeSubject(fake, `${who}()`);
  requireEventPattern(pattern, `${who}()`);
  requireTimes(times, `${who}()`);
  return checkEmitted(witness, pattern, times);
};

export const hasCalled: Assertion<[operation: string, scope?: CallScope]> = (
  who,
  fake,
  operation,
  scope = {},
) => {
  const { witness } = fakeSubject(fake, `${who}()`);
  requireCallable(operation, `${who}()`);
  requireCallScope(operation, scope, `${who}()`);
  return checkCalled(witness, operation, scope);
};

export const allows: Assertion<[action: string, principal: PrincipalLike]> = (
  who,
  subject,
  action,
  principal,
) => checkAllowed(subject, action, principal, `${who}()`);

/** A registry with a reference, or a repository with one of its tags or digests. */
function place(subject: unknown, reference: string, who: string): [RegistrySubject, string] {
  if (!isKind(subject, 'repository')) return [registrySubject(subject, who), reference];
  const { registry, name } = subject as RepositoryHandle;
  return [registrySubject(registry, who), referenceWithin(name, reference, who)];
}

function replicated(reference: string, route: Route, who: string): ReturnType<typeof checkReplicated> {
  if (typeof route !== 'object' || route === null) {
    throw new FakeEcrError(`${who}() was given no destination.`, 'Pass { to: registry } as second argument.');
  }
  requireOptions(route, `${who}()`, ['from', 'to']);
  const { registry: destination, witness } = registrySubject(route.to, `${who}({ to })`);
  const source =
    route.from === undefined ? undefined : registrySubject(route.from, `${who}({ from })`).registry;
  return checkReplicated(witness, reference, destination, source);
}
