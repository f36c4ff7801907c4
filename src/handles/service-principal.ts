import { requireAccountId } from '../aws/arguments.js';
import type { Caller } from '../iam/caller.js';
import { requireOptions, requireText, shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';

/** A service of AWS that calls by itself, as Lambda does when it pulls the image of a function. */
export interface ServicePrincipal {
  /** Its principal, for example `lambda.amazonaws.com`. */
  readonly service: string;
  /** The resource it calls for, which conditions read as `aws:SourceArn`, for example the ARN of a function. */
  readonly sourceArn?: string;
  /** The account of that resource, for `aws:SourceAccount`; the one in `sourceArn` when absent. */
  readonly sourceAccount?: string;
  /** The organization of that account, for `aws:SourceOrgID`. */
  readonly sourceOrgId?: string;
}

const SERVICE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/;

/** Whether a text is the name of a service, as in policies. */
export function isServiceName(text: string): boolean {
  return SERVICE.test(text);
}

/**
 * A service as a caller: only resource policies decide about it.
 *
 * @throws FakeEcrError if the name or the account is malformed
 */
export function serviceOf(given: ServicePrincipal): Caller {
  requireOptions(given, 'A service', ['service', 'sourceArn', 'sourceAccount', 'sourceOrgId']);
  const { service, sourceArn, sourceAccount, sourceOrgId } = given;
  if (typeof service !== 'string' || !isServiceName(service)) {
    throw new FakeEcrError(
      `${shown(service)} is not the principal of a service.`,
      "Expected 'lambda.amazonaws.com' or the like.",
    );
  }
  const text = (value: unknown, what: string) => requireText(value, `The ${what} of ${service}`, 'a text');
  if (sourceArn !== undefined) text(sourceArn, 'sourceArn');
  if (sourceOrgId !== undefined) text(sourceOrgId, 'sourceOrgId');
  const account = sourceAccount === undefined ? sourceArn?.split(':')[4] : requireAccountId(sourceAccount);
  return {
    accountId: '',
    arn: service,
    service,
    conditionKeys: {
      ...(sourceArn === undefined ? {} : { 'aws:SourceArn': sourceArn }),
      ...(account === undefined || account === '' ? {} : { 'aws:SourceAccount': account }),
      ...(sourceOrgId === undefined ? {} : { 'aws:SourceOrgID': sourceOrgId }),
    },
  };
}
