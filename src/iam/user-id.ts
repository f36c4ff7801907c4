import { createHash } from 'node:crypto';
import type { Caller } from './caller.js';

/**
 * The `UserId` of a caller: the account id of a root user, `AIDA…` of a user, `AROA…:session` of a session of a
 * role [docs].
 *
 * @example
 * userIdOf({ accountId: '111122223333', arn: 'arn:aws:iam::111122223333:root' }); // '111122223333'
 */
export function userIdOf({ accountId, arn, roleArn }: Caller): string {
  if (isRoot(arn)) return accountId;
  const [, role, session] = /:assumed-role\/([^/]+)\/([^/]+)$/.exec(arn) ?? [];
  if (role === undefined || session === undefined) return uniqueId('AIDA', arn);
  const [, partition = 'aws'] = arn.split(':');
  return `${uniqueId('AROA', roleArn ?? `arn:${partition}:iam::${accountId}:role/${role}`)}:${session}`;
}

/** Whether this is the root user of an account. */
export function isRoot(arn: string): boolean {
  return arn.endsWith(':root');
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LENGTH = 17;

/**
 * The unique id that IAM gives a user or a role. It is random in IAM; here it is derived from the ARN, so that it is
 * the same in every run.
 *
 * @param prefix `AIDA` for users, `AROA` for roles [docs]
 * @param arn the ARN of the user or role, with its path
 * @returns 21 characters, for example `AROA` and 17 more
 * @example
 * uniqueId('AROA', 'arn:aws:iam::444455556666:role/promoter');
 */
function uniqueId(prefix: 'AIDA' | 'AROA', arn: string): string {
  const bytes = createHash('sha256').update(arn).digest().subarray(0, LENGTH);
  return prefix + Array.from(bytes, (byte) => BASE32[byte & 31]).join('');
}
