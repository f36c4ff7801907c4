import { createHash } from 'node:crypto';
import { type Outcome, isFailure } from '../../aws/failure.js';
import type { Caller } from '../caller.js';
import type { Callers } from '../credentials.js';
import type { Membership } from '../policy/condition-keys.js';
import type { Directory } from '../roles/directory.js';
import { userIdOf } from '../user-id.js';
import { assumeRoleWithWebIdentity } from './assume-role-with-web-identity.js';
import { assumeRole } from './assume-role.js';
import { getSessionToken } from './get-session-token.js';
import type { StsContext } from './sts-context.js';
import { expiredCredentials, missingAuthentication } from './sts-failures.js';

export interface StsServiceOptions {
  /** All roles and managed policies. */
  readonly directory: Directory;
  /** Where new sessions are registered. */
  readonly callers: Callers;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The organization of an account. */
  readonly membershipOf: (accountId: string) => Membership;
}

/** STS without a door: the answers of its operations. */
export class StsService {
  private requests = 0;

  constructor(private readonly options: StsServiceOptions) {}

  /**
   * Performs an operation.
   *
   * @param operation for example `AssumeRole`
   * @param read the input, from `readStsInput`
   * @param caller who asks; undefined if the request is not signed
   * @returns the members of the answer, or the refusal
   * @throws FakeEcrError if the input names a managed policy that is not defined
   * @example
   * service.call('AssumeRole', readStsInput({ RoleArn: role, RoleSessionName: 'release' }), caller);
   */
  call(operation: StsOperation, read: Outcome<object>, caller: Caller | undefined): Outcome<object> {
    const { directory, callers, now, membershipOf } = this.options;
    const context: StsContext = { directory, callers, membershipOf, now: now(), facts: callers.facts };
    if (isFailure(read)) return read;
    if (operation === 'AssumeRoleWithWebIdentity') return assumeRoleWithWebIdentity(read, context);
    if (caller === undefined) return missingAuthentication();
    if (caller.expiresAt !== undefined && caller.expiresAt <= context.now) return expiredCredentials();
    switch (operation) {
      case 'AssumeRole':
        return assumeRole(read, caller, context);
      case 'GetCallerIdentity':
        return getCallerIdentity(caller);
      case 'GetSessionToken':
        return getSessionToken(read, caller, context);
    }
  }

  /** The id of the next request: in the form of a UUID, and the same in every run. */
  nextRequestId(): string {
    this.requests += 1;
    const hex = createHash('sha256').update(`sts ${this.requests}`).digest('hex');
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `8${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ].join('-');
  }
}

/** GetCallerIdentity: needs no permission [docs]. */
function getCallerIdentity(caller: Caller): object {
  return { UserId: userIdOf(caller), Account: caller.accountId, Arn: caller.arn };
}
/** The operations of STS that this package knows. */
export type StsOperation =
  'AssumeRole' | 'AssumeRoleWithWebIdentity' | 'GetCallerIdentity' | 'GetSessionToken';

const OPERATIONS: ReadonlySet<string> = new Set<StsOperation>([
  'AssumeRole',
  'AssumeRoleWithWebIdentity',
  'GetCallerIdentity',
  'GetSessionToken',
]);

export function isStsOperation(name: string): name is StsOperation {
  return OPERATIONS.has(name);
}

/** Whether an operation is authenticated by a token instead of a signature [docs]. */
export function isUnsigned(operation: StsOperation): boolean {
  return operation === 'AssumeRoleWithWebIdentity';
}
