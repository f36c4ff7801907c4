import { activeFake } from './active-fake.js';
import type { Who } from './fixtures/access-fixture.js';
import type { RegistryHandle } from './fixtures/registry-handle.js';
import type { RepositoryHandle } from './fixtures/repository-handle.js';
import { checkAllowed } from './matchers/access-check.js';
import { assertCheck } from './matchers/assert.js';
import { type CallScope, checkCalled, requireCallScope, requireCallable } from './matchers/call-check.js';
import { checkImage, checkRepository, checkTag } from './matchers/content-check.js';
import { type EventPattern, checkEmitted, requireEventPattern } from './matchers/event-check.js';
import { type Times, requireTimes } from './matchers/occurrence.js';
import { checkPending } from './matchers/pending-check.js';
import { checkReplicated } from './matchers/replication-check.js';
import { fakeSubject, registrySubject } from './matchers/subjects.js';
import type { FakeWorld } from './fake-world.js';
import type { OperationName } from './operations/operation.js';

/**
 * Asserts that an image was replicated, on the fake made last. Needs no test framework.
 *
 * @param image `payments:v1`, `payments@sha256:…` or a full image URI
 * @param region the destination's Region
 * @param account the destination's account, twelve digits; the default account when absent
 * @throws AssertionError that says why it was not; a `[fake-ecr]` error where an argument is malformed
 * @example
 * await expectReplicated('payments:v1', 'eu-west-1', '444455556666');
 */
export async function expectReplicated(image: string, region: string, account?: string): Promise<void> {
  await activeFake('expectReplicated()').expectReplicated(image, region, account);
}

/**
 * Asserts that an image was not replicated, on the fake made last.
 *
 * @param image `payments:v1`, `payments@sha256:…` or a full image URI
 * @param region the destination's Region
 * @param account the destination's account, twelve digits; the default account when absent
 * @throws AssertionError where it was
 * @example
 * await expectNotReplicated('internal:v1', 'eu-west-1', '444455556666');
 */
// eslint-disable-next-line @typescript-eslint/require-await -- awaited like its opposite
export async function expectNotReplicated(image: string, region: string, account?: string): Promise<void> {
  const { registry } = activeFake('expectNotReplicated()').registryAt(region, account);
  const check = checkReplicated(registry.world, image, registry);
  const hint = `expectNotReplicated('${image}', '${region}'${account === undefined ? '' : `, '${account}'`})`;
  assertCheck(check, hint, true);
}

/**
 * Asserts that a registry has an image.
 *
 * @param registry for example `ecr.registry('111122223333', 'us-west-2')`
 * @param reference `payments:v1` or `payments@sha256:…`
 * @throws AssertionError that says what is there instead
 * @example
 * expectImage(dr, 'payments:v1');
 */
export function expectImage(registry: RegistryHandle, reference: string): void {
  assertCheck(
    checkImage(registrySubject(registry, 'expectImage()').registry, reference),
    `expectImage('${reference}')`,
  );
}

/** Asserts that a registry does not have an image. @throws AssertionError where it has */
export function expectNoImage(registry: RegistryHandle, reference: string): void {
  const check = checkImage(registrySubject(registry, 'expectNoImage()').registry, reference);
  assertCheck(check, `expectNoImage('${reference}')`, true);
}

/** Asserts that a registry has a repository. @throws AssertionError that names those it has */
export function expectRepository(registry: RegistryHandle, name: string): void {
  assertCheck(
    checkRepository(registrySubject(registry, 'expectRepository()').registry, name),
    `expectRepository('${name}')`,
  );
}

/**
 * Asserts that a tag exists, and on which digest.
 *
 * @param reference `payments:stable`
 * @param digest `sha256:…`; any when absent
 * @throws AssertionError that says where the tag is
 * @example
 * expectTag(prod, 'payments:stable', digest);
 */
export function expectTag(registry: RegistryHandle, reference: string, digest?: string): void {
  assertCheck(
    checkTag(registrySubject(registry, 'expectTag()').registry, reference, digest),
    `expectTag('${reference}')`,
  );
}

/**
 * Asserts that an EventBridge event was raised.
 *
 * @param fake what `fakeEcr()` returned
 * @param pattern members of the event
 * @param times exactly so often; at least once when absent
 * @throws AssertionError that shows the nearest event
 * @example
 * expectEmitted(ecr, { 'detail-type': 'ECR Replication Action', detail: { result: 'SUCCESS' } });
 */
export function expectEmitted(fake: FakeWorld, pattern: EventPattern, times: Times = {}): void {
  requireEventPattern(pattern, 'expectEmitted()');
  requireTimes(times, 'expectEmitted()');
  const { events } = fakeSubject(fake, 'expectEmitted()');
  assertCheck(checkEmitted(events, pattern, times), 'expectEmitted()');
}

/**
 * Asserts that an operation was called.
 *
 * @param fake what `fakeEcr()` returned
 * @param operation for example `PutImage`
 * @param scope by which account, in which Region, with which input and outcome, how often
 * @throws AssertionError that lists the calls there were
 * @example
 * expectCalled(ecr, 'PutImage', { account: '111122223333', times: 1 });
 */
export function expectCalled(fake: FakeWorld, operation: OperationName, scope: CallScope = {}): void {
  requireCallable(operation, 'expectCalled()');
  requireCallScope(scope, 'expectCalled()');
  const { calls } = fakeSubject(fake, 'expectCalled()');
  assertCheck(checkCalled(calls, operation, scope), `expectCalled('${operation}')`);
}

/** Asserts that no replication is pending. @throws AssertionError that lists those that are */
export function expectNoPendingReplications(fake: FakeWorld): void {
  const pending = fakeSubject(fake, 'expectNoPendingReplications()').pendingReplications();
  assertCheck(checkPending(pending, {}), 'expectNoPendingReplications()', true);
}

/**
 * Asserts that somebody may do something to a repository, or to a registry's own settings.
 *
 * @param target the repository or registry
 * @param action for example `ecr:PutImage`
 * @param principal what `ecr.principal()` returns, or the ARN of an administrator
 * @throws AssertionError with what each statement of each policy contributed
 * @example
 * expectAllowed(prod.repository('payments'), 'ecr:BatchGetImage', ci);
 */
export function expectAllowed(
  target: RepositoryHandle | RegistryHandle,
  action: string,
  principal: Who,
): void {
  assertCheck(checkAllowed(target, action, principal, 'expectAllowed()'), `expectAllowed('${action}')`);
}

/** Asserts that somebody may not do something. @throws AssertionError with the statement that allows it */
export function expectDenied(
  target: RepositoryHandle | RegistryHandle,
  action: string,
  principal: Who,
): void {
  const check = checkAllowed(target, action, principal, 'expectDenied()');
  assertCheck(check, `expectDenied('${action}')`, true);
}
