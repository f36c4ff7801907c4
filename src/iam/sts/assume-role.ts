import { type Failure, type Outcome, isFailure } from '../../aws/failure.js';
import type { Caller } from '../caller.js';
import { type KeyValues, callerKeys, momentKeys } from '../policy/condition-keys.js';
import { mayAssume } from '../roles/may-assume.js';
import { type Role, parseRoleArn } from '../roles/role.js';
import { isRoot } from '../user-id.js';
import { sessionPolicies } from './session-policies.js';
import { type Tags, givenTags, transitiveTags } from './session-tags.js';
import { openSession, sessionDuration, tagKeys } from './session.js';
import type { StsContext } from './sts-context.js';
import { accessDenied, notAuthorized, validationError } from './sts-failures.js';
import { type AssumeRoleInput, assumeRoleFault } from './sts-input.js';

/** AssumeRole: the input first, then the permission, then the duration [assumed]. */
export function assumeRole(input: AssumeRoleInput, caller: Caller, context: StsContext): Outcome<object> {
  const fault = assumeRoleFault(input);
  if (fault !== undefined) return fault;
  const { RoleArn = '', RoleSessionName = '', DurationSeconds, TransitiveTagKeys = [] } = input;
  if (parseRoleArn(RoleArn) === undefined) return validationError('Request ARN is invalid');
  if (isRoot(caller.arn)) return accessDenied('Roles may not be assumed by root accounts.');
  const tags = givenTags(input);
  if (isFailure(tags)) return tags;
  const policies = sessionPolicies(input, tags, context.directory);
  if (isFailure(policies)) return policies;

  const inherited = context.facts.get(caller);
  const passed: Passed = {
    tags: { ...tags, ...inherited?.transitiveTags },
    // Once set it stays through role chaining, and cannot be changed [docs].
    sourceIdentity: inherited?.sourceIdentity ?? input.SourceIdentity,
  };
  const role = context.directory.role(RoleArn);
  const refusal = refusalFor(role, input, passed, caller, context);
  if (role === undefined || refusal !== undefined) {
    return refusal ?? notAuthorized(caller.arn, 'sts:AssumeRole', RoleArn);
  }
  const duration = sessionDuration(DurationSeconds, role, caller.roleArn !== undefined);
  if (isFailure(duration)) return duration;
  const { sourceIdentity } = passed;
  const session = openSession(
    {
      role,
      name: RoleSessionName,
      duration,
      policies: policies.texts,
      tags: passed.tags,
      transitiveTags: { ...inherited?.transitiveTags, ...transitiveTags(tags, TransitiveTagKeys) },
      sourceIdentity,
      keys: withMfa(input) ? { 'aws:MultiFactorAuthPresent': 'true' } : {},
    },
    context,
  );
  return {
    ...session,
    ...(policies.packedSize === undefined ? {} : { PackedPolicySize: policies.packedSize }),
    ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
  };
}

/** What a session gets from its call and from the session that called. */
interface Passed {
  readonly tags: Tags;
  readonly sourceIdentity: string | undefined;
}

/** Passing tags or a source identity are separate actions, which have to be allowed too [docs]. */
function refusalFor(
  role: Role | undefined,
  input: AssumeRoleInput,
  { tags, sourceIdentity }: Passed,
  caller: Caller,
  { now, membershipOf }: StsContext,
): Failure | undefined {
  if (role === undefined) return undefined;
  const actions = [
    'sts:AssumeRole',
    ...(Object.keys(tags).length === 0 ? [] : ['sts:TagSession']),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
  const [ofCaller, ofOrganization] = callerKeys(caller, membershipOf(caller.accountId));
  const keys = {
    ...momentKeys(now),
    ...ofCaller,
    ...ofOrganization,
    ...caller.conditionKeys,
    ...requestKeys(role, input, { tags, sourceIdentity }),
  };
  const denied = actions.find((action) => !mayAssume(caller, role, action, keys));
  return denied === undefined ? undefined : notAuthorized(caller.arn, denied, role.arn);
}

function requestKeys(role: Role, input: AssumeRoleInput, { tags, sourceIdentity }: Passed): KeyValues {
  const { RoleSessionName = '', ExternalId, TransitiveTagKeys } = input;
  return {
    'sts:RoleSessionName': RoleSessionName,
    'aws:ResourceAccount': role.accountId,
    ...tagKeys('aws:ResourceTag', role.tags),
    ...tagKeys('iam:ResourceTag', role.tags),
    ...tagKeys('aws:RequestTag', tags),
    ...(Object.keys(tags).length === 0 ? {} : { 'aws:TagKeys': Object.keys(tags) }),
    ...(TransitiveTagKeys === undefined ? {} : { 'sts:TransitiveTagKeys': TransitiveTagKeys }),
    ...(ExternalId === undefined ? {} : { 'sts:ExternalId': ExternalId }),
    ...(sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': sourceIdentity }),
    ...(withMfa(input) ? { 'aws:MultiFactorAuthPresent': 'true' } : {}),
  };
}

/** Codes of MFA devices are always accepted. */
function withMfa({ SerialNumber, TokenCode }: AssumeRoleInput): boolean {
  return SerialNumber !== undefined && TokenCode !== undefined;
}
