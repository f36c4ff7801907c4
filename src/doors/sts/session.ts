import type { Role } from '../../directory/role.js';
import type { Caller } from '../../domain/caller.js';
import { userIdOf } from '../../domain/user-id.js';
import type { KeyValues } from '../../engines/policy/caller-keys.js';
import type { StsContext } from './sts-context.js';

/** What a session hands on to those that are made from it. */
export interface SessionFacts {
  /** Tags that stay through role chaining. */
  readonly transitiveTags: Readonly<Record<string, string>>;
  readonly sourceIdentity?: string | undefined;
}

/** What a session of a role is made from. */
export interface SessionRequest extends SessionFacts {
  readonly role: Role;
  readonly name: string;
  /** Seconds. */
  readonly duration: number;
  /** JSON texts; absent where nothing narrows. */
  readonly policies?: readonly string[] | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Condition keys of this way in. */
  readonly keys?: KeyValues;
}

/** The members that an answer has for a new session. */
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

/** Makes a session of a role, and credentials by which its calls are known from now on. */
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

/** New credentials of a session, in the words of STS. */
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
