import {
  type PendingScope,
  allows,
  hasCalled,
  hasEmitted,
  hasImage,
  hasPendingReplications,
  hasRepository,
  hasScanFindings,
  hasTag,
  hasUnused,
} from '../expect/assertions.js';
import { expecting, expectingNot } from '../expect/bind.js';
import type { CallScope } from '../expect/checks/call.js';
import type { EventPattern } from '../expect/checks/event.js';
import type { Times } from '../expect/times.js';
import type { PrincipalLike } from '../handles/access-case.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import type { RepositoryHandle } from '../handles/repository-handle.js';
import type { OperationName } from '../api/facts.js';
import { activeFake } from './active-fake.js';
import { assertReplicated } from './assert-replicated.js';
import type { FakeWorld } from './fake-world.js';

// These throw an EcrAssertionError if the assertion does not hold, and a `[fake-ecr]` error if it can't
// be answered: if an argument is malformed, or if the opposite of an assertion names something that never existed.

/**
 * Asserts that an image was replicated. Needs no test framework.
 *
 * @public
 * @param image `payments:v1`, `payments@sha256:…` or a full image URI
 * @param destination the registry it should be in, or that registry's Region on the fake made last; `{ from, to }`
 *   if the source matters too
 * @param account the destination's account if a Region is given, twelve digits; the default account when absent
 * @throws an error that says why it was not; a `[fake-ecr]` error if an argument is malformed
 * @example
 * await expectReplicated('payments:v1', dr);
 * await expectReplicated('payments:v1', 'eu-west-1', '444455556666');
 * await expectReplicated('payments:v1', { from: prod, to: dr });
 */
// eslint-disable-next-line @typescript-eslint/require-await -- always awaited, even if it need not wait
export async function expectReplicated(
  image: string,
  destination: string | RegistryHandle | { from?: RegistryHandle; to: RegistryHandle },
  account?: string,
): Promise<void> {
  const fake = () => activeFake('expectReplicated()');
  assertReplicated(expectReplicated, fake, 'expectReplicated', false, image, destination, account);
}

/**
 * Asserts that an image was not replicated.
 *
 * @public
 * @param image `payments:v1`, `payments@sha256:…` or a full image URI; it must have existed in some registry
 * @param destination the registry it should not be in, or that registry's Region on the fake made last;
 *   `{ from, to }` if the source matters too
 * @param account the destination's account if a Region is given, twelve digits; the default account when absent
 * @throws an error if it was; a `[fake-ecr]` error also if the image or the registry never existed
 * @example
 * await expectNotReplicated('payments:v1', ecr.registry('444455556666', 'eu-central-1'));
 */
// eslint-disable-next-line @typescript-eslint/require-await -- awaited like its opposite
export async function expectNotReplicated(
  image: string,
  destination: string | RegistryHandle | { from?: RegistryHandle; to: RegistryHandle },
  account?: string,
): Promise<void> {
  const fake = () => activeFake('expectNotReplicated()');
  assertReplicated(expectNotReplicated, fake, 'expectNotReplicated', true, image, destination, account);
}

/**
 * Asserts that a registry, or a repository, has an image.
 *
 * @public
 * @param holder a registry, or one repository of it
 * @param reference `payments:v1` or `payments@sha256:…`; in a repository `v1` or `sha256:…`
 * @throws an error that says what is there instead
 * @example
 * expectImage(dr, 'payments:v1');
 */
export const expectImage: (holder: RegistryHandle | RepositoryHandle, reference: string) => void = expecting(
  'expectImage',
  () => hasImage,
);

/**
 * Asserts that a registry, or a repository, does not have an image.
 *
 * @public
 * @param holder a registry, or one repository of it
 * @param reference `payments:v1` or `payments@sha256:…`; in a repository `v1` or `sha256:…`
 * @throws an error if it has; a `[fake-ecr]` error if no such repository ever existed
 * @example
 * expectNoImage(dr, 'payments:v9');
 */
export const expectNoImage: (holder: RegistryHandle | RepositoryHandle, reference: string) => void =
  expectingNot('expectNoImage', () => hasImage);

/**
 * Asserts that a registry has a repository.
 *
 * @public
 * @param registry for example `ecr.registry('111122223333', 'us-west-2')`
 * @param name for example `team/payments`
 * @throws an error that names those it has
 * @example
 * expectRepository(prod, 'payments');
 */
export const expectRepository: (registry: RegistryHandle, name: string) => void = expecting(
  'expectRepository',
  () => hasRepository,
);

/**
 * Asserts that a registry does not have a repository.
 *
 * @public
 * @param registry for example `ecr.registry('111122223333', 'us-west-2')`
 * @param name for example `team/payments`
 * @throws an error if it has
 * @example
 * expectNoRepository(prod, 'invoices');
 */
export const expectNoRepository: (registry: RegistryHandle, name: string) => void = expectingNot(
  'expectNoRepository',
  () => hasRepository,
);

/**
 * Asserts that a tag exists, and on which digest.
 *
 * @public
 * @param holder a registry, or one repository of it
 * @param reference `payments:stable`; in a repository `stable`
 * @param digest `sha256:…`; any when absent
 * @throws an error that says where the tag is
 * @example
 * expectTag(prod, 'payments:v1');
 */
export const expectTag: (
  holder: RegistryHandle | RepositoryHandle,
  reference: string,
  digest?: string,
) => void = expecting('expectTag', () => hasTag);

/**
 * Asserts that a tag does not exist, or is not on that digest if one is given.
 *
 * @public
 * @param holder a registry, or one repository of it
 * @param reference `payments:stable`; in a repository `stable`
 * @param digest `sha256:…`; any when absent
 * @throws an error if it does; a `[fake-ecr]` error if no such repository ever existed
 * @example
 * expectNoTag(prod, 'payments:v9');
 */
export const expectNoTag: (
  holder: RegistryHandle | RepositoryHandle,
  reference: string,
  digest?: string,
) => void = expectingNot('expectNoTag', () => hasTag);

/**
 * Asserts that a scan of an image has findings; exactly these counts, for the severities that are given.
 *
 * @public
 * @param holder a registry, or one repository of it
 * @param reference `payments:v1` or `payments@sha256:…`; in a repository `v1` or `sha256:…`
 * @param counts the number of findings by severity, for example `{ CRITICAL: 1 }`; any finding when absent
 * @throws an error with the findings
 * @example
 * expectScanFindings(prod, 'payments:v1', { CRITICAL: 1 });
 */
export const expectScanFindings: (
  holder: RegistryHandle | RepositoryHandle,
  reference: string,
  counts?: object,
) => void = expecting('expectScanFindings', () => hasScanFindings);

/**
 * Asserts that a finished scan of an image has no findings, or not these counts.
 *
 * @public
 * @param holder a registry, or one repository of it
 * @param reference `payments:v1` or `payments@sha256:…`; in a repository `v1` or `sha256:…`
 * @param counts the number of findings by severity, for example `{ CRITICAL: 1 }`; any finding when absent
 * @throws an error if it did; a `[fake-ecr]` error if no scan of it has ended
 * @example
 * expectNoScanFindings(prod, 'payments:v1', { CRITICAL: 2 });
 */
export const expectNoScanFindings: (
  holder: RegistryHandle | RepositoryHandle,
  reference: string,
  counts?: object,
) => void = expectingNot('expectNoScanFindings', () => hasScanFindings);

/**
 * Asserts that an EventBridge event with these members was raised.
 *
 * @public
 * @param fake what `fakeEcr()` returned
 * @param pattern members of the event; matchers of a runner are allowed anywhere
 * @param times the exact number; at least once when absent
 * @throws an error with the nearest event
 * @example
 * expectEmitted(ecr, { 'detail-type': 'ECR Replication Action', detail: { result: 'SUCCESS' } });
 */
export const expectEmitted: (fake: FakeWorld, pattern: EventPattern, times?: Times) => void = expecting(
  'expectEmitted',
  () => hasEmitted,
);

/**
 * Asserts that no EventBridge event with these members was raised, or not that often.
 *
 * @public
 * @param fake what `fakeEcr()` returned
 * @param pattern members of the event; matchers of a runner are allowed anywhere
 * @param times the exact number; at least once when absent
 * @throws an error if one was; a `[fake-ecr]` error if no event could match
 * @example
 * expectNotEmitted(ecr, { detail: { result: 'FAILED' } });
 */
export const expectNotEmitted: (fake: FakeWorld, pattern: EventPattern, times?: Times) => void = expectingNot(
  'expectNotEmitted',
  () => hasEmitted,
);

/**
 * Asserts that an operation was called.
 *
 * @public
 * @param fake what `fakeEcr()` returned
 * @param operation for example `PutImage`
 * @param scope account, Region, input, outcome and number of calls
 * @throws an error with the calls that were made
 * @example
 * expectCalled(ecr, 'PutImage', { account: '111122223333', times: 1 });
 */
export const expectCalled: (
  fake: FakeWorld,
  operation: OperationName | 'ReplicateImage',
  scope?: CallScope,
) => void = expecting('expectCalled', () => hasCalled);

/**
 * Asserts that an operation was not called, or not in that way.
 *
 * @public
 * @param fake what `fakeEcr()` returned
 * @param operation for example `PutImage`
 * @param scope account, Region, input, outcome and number of calls
 * @throws an error if it was; a `[fake-ecr]` error if no call could match
 * @example
 * expectNotCalled(ecr, 'DeleteRepository');
 */
export const expectNotCalled: (
  fake: FakeWorld,
  operation: OperationName | 'ReplicateImage',
  scope?: CallScope,
) => void = expectingNot('expectNotCalled', () => hasCalled);

/**
 * Asserts that replications are pending.
 *
 * @public
 * @param fake what `fakeEcr()` returned
 * @param scope the destination, and the exact number; any when absent
 * @throws an error with the number of pending replications
 * @example
 * ecr.stallReplication({ to: dr });
 * prod.push('payments:v2');
 * expectPendingReplications(ecr, { to: dr, count: 1 });
 */
export const expectPendingReplications: (fake: FakeWorld, scope?: PendingScope) => void = expecting(
  'expectPendingReplications',
  () => hasPendingReplications,
);

/**
 * Asserts that no replications are pending.
 *
 * @public
 * @param fake what `fakeEcr()` returned
 * @param scope the destination, and the exact number; any when absent
 * @throws an error with the pending replications
 * @example
 * expectNoPendingReplications(ecr);
 */
export const expectNoPendingReplications: (fake: FakeWorld, scope?: PendingScope) => void = expectingNot(
  'expectNoPendingReplications',
  () => hasPendingReplications,
);

/**
 * Asserts that something was declared and has not been used so far: a fault, a delay, an outage, an override of the mock.
 * For tests that mean it, such as one about an outage elsewhere: what is asserted here is not reported when the test ends.
 *
 * @public
 * @param fake what `fakeEcr()` returned
 * @throws an error if all was used
 * @example
 * ecr.outage('ap-south-1');
 * prod.push('payments:v2'); // is none of its business
 * expectUnused(ecr);
 */
export const expectUnused: (fake: FakeWorld) => void = expecting('expectUnused', () => hasUnused);

/**
 * Asserts that all that was declared since the last reset has been used: faults, delays, outages, overrides of the mock.
 *
 * @public
 * @param fake what `fakeEcr()` returned
 * @throws an error that names what was not, the line that declared it, and what came nearest
 * @example
 * expectNothingUnused(ecr);
 */
export const expectNothingUnused: (fake: FakeWorld) => void = expectingNot(
  'expectNothingUnused',
  () => hasUnused,
);

/**
 * Asserts that a principal is allowed to do something to a repository, or to a registry's own settings.
 *
 * @public
 * @param target the repository, or the registry for its own settings
 * @param action for example `ecr:PutImage`
 * @param principal what `ecr.principal()` returns, or the ARN of an administrator
 * @throws an error with the result of each statement of each policy
 * @example
 * expectAllowed(prod.repository('payments'), 'ecr:BatchGetImage', ci);
 */
export const expectAllowed: (
  target: RegistryHandle | RepositoryHandle,
  action: string,
  principal: PrincipalLike,
) => void = expecting('expectAllowed', () => allows);

/**
 * Asserts that a principal is not allowed to do something.
 *
 * @public
 * @param target the repository, or the registry for its own settings
 * @param action for example `ecr:PutImage`
 * @param principal what `ecr.principal()` returns, or the ARN of an administrator
 * @throws an error with the statement that allows it
 * @example
 * expectDenied(dr.repository('payments'), 'ecr:PutImage', ci);
 */
export const expectDenied: (
  target: RegistryHandle | RepositoryHandle,
  action: string,
  principal: PrincipalLike,
) => void = expectingNot('expectDenied', () => allows);
