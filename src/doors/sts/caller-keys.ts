import type { KeyValues } from '../../directory/may-assume.js';
import type { Caller } from '../../domain/caller.js';
import { isRoot, userIdOf } from './user-id.js';

/**
 * The condition keys that tell who calls, and when [docs]. What was set for the caller comes on top.
 *
 * @param caller who calls
 * @param now epoch milliseconds
 */
export function callerKeys(caller: Caller, now: number): KeyValues {
  const { accountId, arn, roleArn, conditionKeys } = caller;
  const user = /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  return {
    ...momentKeys(now),
    'aws:PrincipalArn': roleArn ?? arn,
    'aws:PrincipalAccount': accountId,
    'aws:PrincipalType': isRoot(arn) ? 'Account' : roleArn === undefined ? 'User' : 'AssumedRole',
    'aws:userid': userIdOf(caller),
    ...(user === undefined ? {} : { 'aws:username': user }),
    ...conditionKeys,
  };
}

/** The condition keys that every request has. @param now epoch milliseconds */
export function momentKeys(now: number): KeyValues {
  return {
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:SecureTransport': 'true',
  };
}
