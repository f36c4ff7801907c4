import type { PrincipalLike } from '../handles/access-case.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import type { OperationName } from '../api/facts.js';
import type { CallScope } from './checks/call.js';
import type { EventPattern } from './checks/event.js';

/** The matchers, as runners type them. `R` is what an assertion returns. @public */
export interface FakeEcrMatchers<R> {
  /**
   * The registry has the repository.
   *
   * @param name for example `team/payments`
   * @example
   * expect(prod).toHaveRepository('payments');
   */
  toHaveRepository(name: string): R;
  /**
   * The registry, or the repository, has the image.
   *
   * @param reference `payments:v1` or `payments@sha256:…`; for a repository `v1` or `sha256:…`
   * @example
   * expect(dr).toHaveImage('payments:v1');
   */
  toHaveImage(reference: string): R;
  /**
   * The registry, or the repository, has the tag, on that digest if one is given.
   *
   * @param reference `payments:v1`; for a repository `v1`
   * @param digest `sha256:…`
   * @example
   * expect(prod).toHaveTag('payments:stable', digest);
   */
  toHaveTag(reference: string, digest?: string): R;
  /**
   * The image was replicated to the registry `to`, from `from` or from any registry it was pushed to.
   *
   * @param reference `payments:v1`, `payments@sha256:…` or a full image URI
   * @param route the destination, and the source if it matters
   * @example
   * expect(ecr).toHaveReplicated('payments:v1', { from: prod, to: dr });
   */
  toHaveReplicated(reference: string, route: { from?: RegistryHandle; to: RegistryHandle }): R;
  /**
   * The same, with the image as the subject.
   *
   * @param route the destination, and the source if it matters
   * @example
   * expect('payments:v1').toBeReplicated({ to: dr });
   */
  toBeReplicated(route: { from?: RegistryHandle; to: RegistryHandle }): R;
  /**
   * Replications are pending, to one registry or in total; exactly `count`, if that is given.
   *
   * @param scope the destination, and the exact number; any when absent
   * @example
   * expect(ecr).not.toHavePendingReplications();
   */
  toHavePendingReplications(scope?: { to?: RegistryHandle; count?: number }): R;
  /**
   * Something was declared and has not been used so far: a fault, a delay, an outage, an override of the mock. What
   * is asserted here is not reported when the test ends.
   *
   * @example
   * expect(ecr).not.toHaveUnused();
   */
  toHaveUnused(): R;
  /**
   * An EventBridge event with these members was raised, at least once or exactly `times` times.
   *
   * @param pattern members of the event; asymmetric matchers are allowed anywhere
   * @param times the exact number; at least once when absent
   * @example
   * expect(ecr).toHaveEmitted({ 'detail-type': 'ECR Replication Action', detail: { result: 'SUCCESS' } });
   */
  toHaveEmitted(pattern: EventPattern, times?: { times?: number }): R;
  /**
   * An operation was called, from that account and Region, with that input, outcome and number of times.
   *
   * @param operation for example `PutImage`
   * @param scope account, Region, input, outcome and number of calls; any when absent
   * @example
   * expect(ecr).toHaveCalled('PutImage', { account: '111122223333', input: { imageTag: 'v1' }, times: 1 });
   */
  toHaveCalled(operation: OperationName | 'ReplicateImage', scope?: CallScope): R;
  /**
   * A scan of the image has findings; exactly these counts, for the severities that are given.
   *
   * @param reference `payments:v1` or `payments@sha256:…`; for a repository `v1` or `sha256:…`
   * @param counts the number of findings by severity, for example `{ CRITICAL: 1 }`; any finding when absent
   * @example
   * expect(prod).toHaveScanFindings('payments:v1', { CRITICAL: 1 });
   */
  toHaveScanFindings(reference: string, counts?: object): R;
  /**
   * The principal is allowed to do something to the repository, or to the registry's own settings.
   *
   * @param action for example `ecr:PutImage`
   * @param principal what `ecr.principal()` returns, or the ARN of an administrator
   * @example
   * expect(prod.repository('payments')).toAllow('ecr:BatchGetImage', ci);
   */
  toAllow(action: string, principal: PrincipalLike): R;
}
