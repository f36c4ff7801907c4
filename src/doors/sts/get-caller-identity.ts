import type { Caller } from '../../domain/caller.js';
import { userIdOf } from '../../domain/user-id.js';

/** GetCallerIdentity: needs no permission [docs]. */
export function getCallerIdentity(caller: Caller): object {
  return { UserId: userIdOf(caller), Account: caller.accountId, Arn: caller.arn };
}
