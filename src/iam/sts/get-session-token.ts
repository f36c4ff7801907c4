import type { Outcome } from '../../aws/failure.js';
import type { Caller } from '../caller.js';
import { isRoot } from '../user-id.js';
import { credentialsOf, expiryOf, tokenIssueTime } from './session.js';
import type { StsContext } from './sts-context.js';
import { accessDenied } from './sts-failures.js';
import { numberViolations, refusalOf, textViolations } from './sts-input.js';

export interface GetSessionTokenInput {
  /** Seconds. */
  readonly DurationSeconds?: number | undefined;
  readonly SerialNumber?: string | undefined;
  readonly TokenCode?: string | undefined;
}

/** Seconds [docs]. */
const SHORTEST = 900;
const LONGEST = 129_600;
const DEFAULT = 43_200;
const LONGEST_OF_ROOT = 3600;

/** GetSessionToken: temporary credentials of the same user. It needs no permission [docs]. */
export function getSessionToken(
  input: GetSessionTokenInput,
  caller: Caller,
  context: StsContext,
): Outcome<object> {
  const { DurationSeconds, SerialNumber, TokenCode } = input;
  const fault = refusalOf([
    ...numberViolations('durationSeconds', DurationSeconds, { min: SHORTEST, max: LONGEST }),
    ...textViolations('serialNumber', SerialNumber, { min: 9, max: 256, pattern: '[\\w+=/:,.@-]*' }),
    ...textViolations('tokenCode', TokenCode, { min: 6, max: 6, pattern: '[\\d]*' }),
  ]);
  if (fault !== undefined) return fault;
  if (caller.roleArn !== undefined || caller.expiresAt !== undefined) {
    return accessDenied('Cannot call GetSessionToken with session credentials');
  }
  const requested = Number(DurationSeconds ?? DEFAULT);
  const duration = isRoot(caller.arn) ? Math.min(requested, LONGEST_OF_ROOT) : requested;
  const hasMfa = SerialNumber !== undefined && TokenCode !== undefined;
  const session: Caller = {
    ...caller,
    conditionKeys: {
      ...caller.conditionKeys,
      // Only temporary credentials have these keys [docs].
      'aws:TokenIssueTime': tokenIssueTime(context.now),
      'aws:MultiFactorAuthPresent': String(hasMfa),
    },
    expiresAt: expiryOf(context.now, duration),
  };
  return { Credentials: credentialsOf(session, context) };
}
