import { type Outcome, isFailure } from '../../aws/failure.js';
import { momentKeys } from '../policy/condition-keys.js';
import { bearerMayAssume } from '../roles/may-assume.js';
import { type RoleArn, parseRoleArn } from '../roles/role.js';
import { sessionPolicies } from './session-policies.js';
import { transitiveTags } from './session-tags.js';
import { openSession, sessionDuration, tagKeys } from './session.js';
import type { StsContext } from './sts-context.js';
import { accessDenied, validationError } from './sts-failures.js';
import { type WebIdentityInput, webIdentityFault } from './sts-input.js';
import { type WebIdentityToken, readWebIdentityToken } from './web-identity-token.js';

/** AssumeRoleWithWebIdentity: it is not signed, the token says who calls [docs]. */
export function assumeRoleWithWebIdentity(input: WebIdentityInput, context: StsContext): Outcome<object> {
  const fault = webIdentityFault(input);
  if (fault !== undefined) return fault;
  const { RoleArn = '', RoleSessionName = '', WebIdentityToken = '', DurationSeconds } = input;
  const arn = parseRoleArn(RoleArn);
  if (arn === undefined) return validationError('Request ARN is invalid');
  const token = readWebIdentityToken(WebIdentityToken, context.now);
  if (isFailure(token)) return token;
  const { tags, sourceIdentity, transitiveTagKeys } = token;
  const policies = sessionPolicies(input, tags, context.directory);
  if (isFailure(policies)) return policies;

  const providerArn = providerOf(arn, token);
  const tokenKeys = claimKeys(token);
  const keys = {
    ...momentKeys(context.now),
    ...tokenKeys,
    'aws:FederatedProvider': providerArn,
    'sts:RoleSessionName': RoleSessionName,
    'aws:ResourceAccount': arn.accountId,
    ...tagKeys('aws:RequestTag', tags),
    ...(sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': sourceIdentity }),
  };
  const actions = [
    'sts:AssumeRoleWithWebIdentity',
    ...(Object.keys(tags).length === 0 ? [] : ['sts:TagSession']),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
  const role = context.directory.role(RoleArn);
  if (role === undefined || !actions.every((action) => bearerMayAssume(providerArn, role, action, keys))) {
    // The same text for every reason [observed].
    return accessDenied('Not authorized to perform sts:AssumeRoleWithWebIdentity');
  }
  const duration = sessionDuration(DurationSeconds, role, false);
  if (isFailure(duration)) return duration;
  const session = openSession(
    {
      role,
      name: RoleSessionName,
      duration,
      policies: policies.texts,
      tags,
      transitiveTags: transitiveTags(tags, transitiveTagKeys),
      sourceIdentity,
      keys: { ...tokenKeys, 'aws:FederatedProvider': providerArn },
    },
    context,
  );
  return {
    ...session,
    SubjectFromWebIdentityToken: token.subject,
    Provider: providerArn,
    Audience: token.audience,
    ...(policies.packedSize === undefined ? {} : { PackedPolicySize: policies.packedSize }),
    ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
  };
}

/** Providers that exist in every account [docs]. */
const BUILT_IN = new Set([
  'accounts.google.com',
  'cognito-identity.amazonaws.com',
  'graph.facebook.com',
  'www.amazon.com',
]);

/** The provider as the role's account has it [observed]. */
function providerOf({ partition, accountId }: RoleArn, { provider }: WebIdentityToken): string {
  if (BUILT_IN.has(provider)) return provider;
  return `arn:${partition}:iam::${accountId}:oidc-provider/${provider}`;
}

/** For example `token.actions.githubusercontent.com:sub`. Every claim that is a string has a key [assumed]. */
function claimKeys({ provider, claims }: WebIdentityToken): Record<string, string | readonly string[]> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [`${provider}:${name}`, value]));
}
