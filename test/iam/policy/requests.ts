import { isFailure } from '../../../src/aws/failure.js';
import type { Caller } from '../../../src/iam/caller.js';
import { conditionKeys } from '../../../src/iam/policy/condition-keys.js';
import { type PolicyDocument, type PolicyKind, parsePolicy } from '../../../src/iam/policy/document.js';
import type { AccessRequest } from '../../../src/iam/policy/evaluate.js';

export const ACCOUNT = '111122223333';
export const REPOSITORY = `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/app`;

export const user: Caller = { accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/ada` };
export const session: Caller = {
  accountId: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ci/run-1`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/ci`,
};
export const stranger: Caller = { accountId: '999999999999', arn: 'arn:aws:iam::999999999999:user/eve' };

export function request(
  overrides: Partial<Omit<AccessRequest, 'keys'>> & { keys?: Record<string, string | string[]> } = {},
): AccessRequest {
  const { keys = {}, ...rest } = overrides;
  return {
    action: 'ecr:PutImage',
    resource: REPOSITORY,
    principal: user,
    keys: conditionKeys(keys),
    ...rest,
  };
}

/** A policy of the given statements, each an Allow for everybody to do everything but for what is given. */
export function policy(
  statements: object[],
  kind: PolicyKind = 'registry',
  version = '2012-10-17',
): PolicyDocument {
  const parsed = parsePolicy(textOf(statements, version), kind);
  if (isFailure(parsed)) throw new Error(parsed.message);
  return parsed;
}

export function textOf(statements: object[], version = '2012-10-17'): string {
  const defaults = { Effect: 'Allow', Principal: '*', Action: 'ecr:*', Resource: '*' };
  return JSON.stringify({ Version: version, Statement: statements.map((one) => ({ ...defaults, ...one })) });
}
