import { Directory } from '../../../src/iam/roles/directory.js';
import type { KnownRoles } from '../../../src/iam/roles/directory.js';
import type { Caller } from '../../../src/iam/caller.js';
import { type Outcome, isFailure } from '../../../src/aws/failure.js';
import { readStsInput } from '../../../src/iam/sts/sts-input.js';
import { StsService } from '../../../src/iam/sts/sts-service.js';
import type { Membership } from '../../../src/iam/policy/condition-keys.js';
import { Callers } from '../../../src/iam/credentials.js';
import { START } from '../../support/scene.js';

export const SOURCE = '111122223333';
export const TARGET = '444455556666';
export const ROLE = `arn:aws:iam::${TARGET}:role/delivery/promoter`;

export const user: Caller = { accountId: SOURCE, arn: `arn:aws:iam::${SOURCE}:user/ci` };

/** STS without a door, with its own clock. */
export function stsWorld(roles: KnownRoles = 'any') {
  const clock = { now: START };
  const callers = new Callers();
  const directory = new Directory(roles);
  const organizations: Record<string, Membership> = {};
  const outside = { organizationId: undefined, organizationPath: undefined };
  const membershipOf = (accountId: string) => organizations[accountId] ?? outside;
  const service = new StsService({ directory, callers, membershipOf, now: () => clock.now });
  const assume = (input: object = {}, caller: Caller | undefined = user) =>
    service.call('AssumeRole', readStsInput({ RoleArn: ROLE, RoleSessionName: 'release', ...input }), caller);
  return { clock, callers, directory, organizations, service, assume };
}

/** What a refusal says: its code and its text. */
export function refusal(outcome: Outcome<object>): string {
  return isFailure(outcome) ? `${outcome.code}: ${outcome.message ?? ''}` : 'no refusal';
}

/** The members of an answer; fails the test where it is a refusal. */
export function answer(outcome: Outcome<object>): Answer {
  if (isFailure(outcome)) throw new Error(refusal(outcome));
  return outcome as Answer;
}

interface Answer {
  readonly Credentials: {
    readonly AccessKeyId: string;
    readonly SecretAccessKey: string;
    readonly SessionToken: string;
    readonly Expiration: Date;
  };
  readonly AssumedRoleUser: { readonly AssumedRoleId: string; readonly Arn: string };
  readonly [member: string]: unknown;
}

/** A trust policy of one statement. */
export function trust(principal: unknown, more: Record<string, unknown> = {}): object {
  const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more };
  return { Version: '2012-10-17', Statement: [statement] };
}

/** An identity policy of one statement. */
export function allow(action: string | string[], resource = '*'): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
  });
}

/** A token whose signature is as good as any. */
export function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.c2lnbmF0dXJl`;
}
