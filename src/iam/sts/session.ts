import type { Outcome } from '../../aws/failure.js';
import type { Caller } from '../caller.js';
import type { KeyValues } from '../policy/condition-keys.js';
import type { Role } from '../roles/role.js';
import { userIdOf } from '../user-id.js';
import type { SessionFacts } from '../session-facts.js';
import type { StsContext } from './sts-context.js';
import { validationError } from './sts-failures.js';

/** The settings of a new session of a role. */
export interface SessionRequest extends SessionFacts {
  readonly role: Role;
  readonly name: string;
  /** Seconds. */
  readonly duration: number;
  /** JSON texts; absent if nothing restricts it. */
  readonly policies?: readonly string[] | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Condition keys of this operation. */
  readonly keys?: KeyValues;
}

/** The members of an answer that describe a new session. */
export interface SessionAnswer {
  readonly Credentials: Credentials;
  readonly AssumedRoleUser: { readonly AssumedRoleId: string; readonly Arn: string };
}

export interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  readonly Expiration: Date;
}

/** Creates a session of a role, with credentials that are recognised from now on. */
export function openSession(request: SessionRequest, context: StsContext): SessionAnswer {
  const { role, name, duration, policies, tags, sourceIdentity, transitiveTags, keys } = request;
  const identity = {
    accountId: role.accountId,
    arn: `arn:${role.partition}:sts::${role.accountId}:assumed-role/${role.name}/${name}`,
    roleArn: role.arn,
  };
  const userId = userIdOf(identity);
  const session: Caller = {
    ...identity,
    ...(role.identityPolicies === undefined ? {} : { identityPolicies: role.identityPolicies }),
    ...(policies === undefined ? {} : { sessionPolicies: policies }),
    conditionKeys: {
      'aws:userid': userId,
      'aws:TokenIssueTime': tokenIssueTime(context.now),
      ...keys,
      // Tags of the session prevail over those of the role [docs].
      ...tagKeys('aws:PrincipalTag', role.tags),
      ...tagKeys('aws:PrincipalTag', tags),
      ...(sourceIdentity === undefined ? {} : { 'aws:SourceIdentity': sourceIdentity }),
    },
    expiresAt: expiryOf(context.now, duration),
  };
  context.facts.set(session, { transitiveTags, sourceIdentity });
  return {
    Credentials: credentialsOf(session, context),
    AssumedRoleUser: { AssumedRoleId: userId, Arn: identity.arn },
  };
}

/** New credentials of a session, in the form of STS. */
export function credentialsOf(session: Caller, { callers, now }: StsContext): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken = '' } = callers.issue(session);
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(session.expiresAt ?? now),
  };
}

/**
 * When a session ends. On the wire moments are whole seconds [observed].
 *
 * @param now epoch milliseconds
 * @param duration seconds
 * @returns epoch milliseconds
 */
export function expiryOf(now: number, duration: number): number {
  return wholeSeconds(now) + duration * 1000;
}

/** The value of `aws:TokenIssueTime`. @param now epoch milliseconds */
export function tokenIssueTime(now: number): string {
  return new Date(wholeSeconds(now)).toISOString();
}

/** Condition keys for tags, for example `aws:PrincipalTag/team`. */
export function tagKeys(prefix: string, tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));
}

function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}

/** Seconds [docs]. */
const DEFAULT = 3600;
const CHAINED = 3600;

/**
 * How long a session of a role lasts.
 *
 * @param requested seconds; the default applies when absent
 * @param role has the maximum
 * @param isChained whether a session of another role assumes it
 * @returns seconds, or the refusal of a duration that is too long
 */
export function sessionDuration(
  requested: number | undefined,
  role: Role,
  isChained: boolean,
): Outcome<number> {
  const duration = Number(requested ?? DEFAULT);
  if (isChained && duration > CHAINED) {
    return validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (duration > role.maxSessionDuration) {
    return validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  return duration;
}
