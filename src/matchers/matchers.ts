import { requireAmount, requireOptions, requireText } from '../domain/arguments.js';
import { isKind, requireKind } from '../domain/brand.js';
import type { RegistryHandle } from '../fixtures/registry-handle.js';
import { MisuseError } from '../domain/misuse.js';
import type { FakeSubject, RegistrySubject, RepositorySubject } from './subjects.js';
import { fakeSubject, registrySubject } from './subjects.js';
import { checkAllowed } from './access-check.js';
import { type CallScope, checkCalled, requireCallScope, requireCallable } from './call-check.js';
import { type Check, renderCheck } from './check.js';
import { checkImage, checkRepository, checkTag } from './content-check.js';
import { type EventPattern, checkEmitted, requireEventPattern } from './event-check.js';
import { checkFindings } from './findings-check.js';
import { type Times, requireTimes } from './occurrence.js';
import { checkPending } from './pending-check.js';
import { renderValue } from './render-value.js';
import { checkReplicated } from './replication-check.js';

/** What a matcher answers in Jest, Vitest and their like. */
export interface MatcherResult {
  pass: boolean;
  message: () => string;
}

/** What a runner calls a matcher on. */
export interface MatcherContext {
  /** Whether `not` was asked for. */
  readonly isNot?: boolean;
}

/** From which registry to which. */
export interface Route {
  readonly from?: RegistryHandle;
  readonly to: RegistryHandle;
}

export function toHaveRepository(this: MatcherContext, registry: unknown, name: string): MatcherResult {
  const check = checkRepository(registrySubject(registry, 'toHaveRepository()').registry, name);
  return answer(this, check, 'toHaveRepository', name);
}

export function toHaveImage(this: MatcherContext, subject: unknown, reference: string): MatcherResult {
  const [registry, name] = place(subject, reference, 'toHaveImage()');
  return answer(this, checkImage(registry.registry, name), 'toHaveImage', reference);
}

export function toHaveTag(
  this: MatcherContext,
  subject: unknown,
  reference: string,
  digest?: string,
): MatcherResult {
  const [registry, name] = place(subject, reference, 'toHaveTag()');
  return answer(this, checkTag(registry.registry, name, digest), 'toHaveTag', reference, digest);
}

export function toHaveReplicated(
  this: MatcherContext,
  fake: unknown,
  reference: string,
  route: Route,
): MatcherResult {
  requireKind(fake, 'fake', 'expect(…).toHaveReplicated()');
  return answer(this, replicated(reference, route, 'toHaveReplicated'), 'toHaveReplicated', reference);
}

export function toBeReplicated(this: MatcherContext, reference: unknown, route: Route): MatcherResult {
  if (typeof reference !== 'string') {
    throw new MisuseError(
      'toBeReplicated() was given no image.',
      "Expected expect('payments:v1').toBeReplicated({ to: registry }).",
    );
  }
  return answer(this, replicated(reference, route, 'toBeReplicated'), 'toBeReplicated', route.to.key);
}

export function toHavePendingReplications(
  this: MatcherContext,
  fake: unknown,
  scope: { to?: RegistrySubject; count?: number } = {},
): MatcherResult {
  const subject = fakeSubject(fake, 'toHavePendingReplications()');
  requireOptions(scope, 'toHavePendingReplications()', ['to', 'count']);
  if (scope.count !== undefined) requireAmount(scope.count, 'toHavePendingReplications({ count })');
  const check = checkPending(subject.pendingReplications(), {
    ...(scope.to === undefined
      ? {}
      : { to: registrySubject(scope.to, 'toHavePendingReplications({ to })').key }),
    count: scope.count,
  });
  return answer(this, check, 'toHavePendingReplications');
}

export function toHaveEmitted(
  this: MatcherContext,
  fake: unknown,
  pattern: EventPattern,
  times: Times = {},
): MatcherResult {
  const subject = fakeSubject(fake, 'toHaveEmitted()');
  requireEventPattern(pattern, 'toHaveEmitted()');
  requireTimes(times, 'toHaveEmitted()');
  return answer(this, checkEmitted(subject.events, pattern, times), 'toHaveEmitted', pattern);
}

export function toHaveCalled(
  this: MatcherContext,
  fake: unknown,
  operation: string,
  scope: CallScope = {},
): MatcherResult {
  const subject = fakeSubject(fake, 'toHaveCalled()');
  requireCallable(operation, 'toHaveCalled()');
  requireCallScope(scope, 'toHaveCalled()');
  return answer(this, checkCalled(subject.calls, operation, scope), 'toHaveCalled', operation);
}

export function toHaveScanFindings(
  this: MatcherContext,
  subject: unknown,
  reference: string,
  counts?: object,
): MatcherResult {
  const [registry, name] = place(subject, reference, 'toHaveScanFindings()');
  const check = checkFindings(registry.registry, name, counts, registry.now());
  return answer(this, check, 'toHaveScanFindings', reference, counts);
}

export function toAllow(
  this: MatcherContext,
  subject: unknown,
  action: string,
  principal: Parameters<RegistrySubject['explainAccess']>[1],
): MatcherResult {
  const check = checkAllowed(subject, action, principal, 'toAllow()');
  return answer(this, check, 'toAllow', action);
}

/** A registry with a reference, or a repository with a tag or digest of its own. */
function place(subject: unknown, reference: string, who: string): [RegistrySubject, string] {
  if (!isKind(subject, 'repository')) return [registrySubject(subject, who), reference];
  const { registry, name } = subject as RepositorySubject;
  requireText(reference, who, "a tag such as 'v1', or a digest");
  if (reference.startsWith(`${name}:`) || reference.startsWith(`${name}@`)) {
    const own = reference.slice(name.length + 1);
    throw new MisuseError(
      `${who} was given '${reference}' for the repository '${name}'.`,
      `Expected '${own}': a repository needs no name in front.`,
    );
  }
  const own = reference.startsWith('sha256:') ? `${name}@${reference}` : `${name}:${reference}`;
  return [registry, own];
}

function replicated(reference: string, route: Route, who: string): Check {
  if (typeof route !== 'object' || route === null) {
    throw new MisuseError(`${who}() was not told where to.`, 'Pass { to: registry } as second argument.');
  }
  requireOptions(route, `${who}()`, ['from', 'to']);
  const destination = registrySubject(route.to, `${who}({ to })`).registry;
  const source =
    route.from === undefined ? undefined : registrySubject(route.from, `${who}({ from })`).registry;
  return checkReplicated(destination.world, reference, destination, source);
}

function answer(
  context: MatcherContext,
  check: Check,
  matcher: string,
  ...args: readonly unknown[]
): MatcherResult {
  const isNot = context?.isNot === true;
  const shown = args.filter((one) => one !== undefined).map(renderValue);
  const hint = `expect(${check.subject})${isNot ? '.not' : ''}.${matcher}(${shown.join(', ')})`;
  return { pass: check.pass, message: () => renderCheck(check, hint, isNot) };
}

/** All matchers, as runners take them. */
export const matchers = {
  toAllow,
  toBeReplicated,
  toHaveCalled,
  toHaveEmitted,
  toHaveImage,
  toHavePendingReplications,
  toHaveReplicated,
  toHaveRepository,
  toHaveScanFindings,
  toHaveTag,
};

export type { FakeSubject, RegistrySubject };
