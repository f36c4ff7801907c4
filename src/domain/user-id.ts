import type { Caller } from './caller.js';
import { uniqueId } from './unique-id.js';

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

/** Is it the root user of an account? */
export function isRoot(arn: string): boolean {
  return arn.endsWith(':root');
}
