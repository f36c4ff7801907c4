import { decideAccess } from '../../../src/engines/policy/decide.js';
import { accessDenied } from '../../../src/engines/policy/denial.js';
import { globMatches } from '../../../src/engines/policy/glob.js';
import { ACCOUNT, REPOSITORY, policy, request, stranger, user } from './requests.js';

const allow = (kind: 'repository' | 'registry' = 'repository') => policy([{}], kind);
const deny = (kind: 'repository' | 'registry' = 'repository') => policy([{ Effect: 'Deny' }], kind);
const identity = (effect: 'Allow' | 'Deny', Action = 'ecr:*') => [
  policy([{ Effect: effect, Action, Principal: undefined }], 'identity'),
];
const own = { request: request(), owner: ACCOUNT };
const foreign = { request: request({ principal: stranger }), owner: ACCOUNT };

test('RF-I1 within an account the repository policy alone suffices', () => {
  const none = identity('Allow', 'ecr:GetAuthorizationToken');
  expect(decideAccess({ ...own, identityPolicies: none })).toEqual({
    allowed: false,
    reason: 'no-identity-allow',
  });
  expect(decideAccess({ ...own, identityPolicies: none, repositoryPolicy: allow() })).toEqual({
    allowed: true,
    reason: 'allowed',
  });
  expect(decideAccess(own)).toEqual({ allowed: true, reason: 'allowed' });
});

test('RF-I2 across accounts it takes both sides', () => {
  expect(decideAccess(foreign)).toEqual({ allowed: false, reason: 'no-resource-allow' });
  expect(decideAccess({ ...foreign, repositoryPolicy: allow() })).toEqual({
    allowed: true,
    reason: 'allowed',
  });
  const none = identity('Allow', 's3:*');
  expect(decideAccess({ ...foreign, repositoryPolicy: allow(), identityPolicies: none })).toEqual({
    allowed: false,
    reason: 'no-identity-allow',
  });
  expect(decideAccess({ ...foreign, repositoryPolicy: allow(), sessionPolicies: none }).allowed).toBe(false);
  expect(decideAccess({ ...foreign, identityPolicies: identity('Allow') }).reason).toBe('no-resource-allow');
});

test('RF-I3 a Deny on any side wins', () => {
  const sides = [
    ['resource', { repositoryPolicy: deny() }],
    ['resource', { repositoryPolicy: allow(), registryPolicy: deny('registry') }],
    ['identity', { repositoryPolicy: allow(), identityPolicies: identity('Deny') }],
    ['identity', { repositoryPolicy: allow(), sessionPolicies: identity('Deny') }],
  ] as const;
  for (const [side, policies] of sides) {
    expect(decideAccess({ ...own, ...policies })).toEqual({
      allowed: false,
      reason: 'explicit-deny',
      deniedBy: { side, statement: expect.objectContaining({ index: 1, effect: 'Deny' }) as object },
    });
  }
});

test('of several denials the first is told, the resource side before the identity side', () => {
  const registryPolicy = policy([{ Effect: 'Deny', Sid: 'registry' }]);
  const repositoryPolicy = policy([{ Effect: 'Deny', Sid: 'repository' }], 'repository');
  const question = { ...own, registryPolicy, identityPolicies: identity('Deny') };
  expect(decideAccess(question).deniedBy?.statement.sid).toBe('registry');
  expect(decideAccess({ ...question, repositoryPolicy }).deniedBy?.statement.sid).toBe('repository');
});

test('one of several identity policies suffices', () => {
  const identityPolicies = [...identity('Allow', 's3:*'), ...identity('Allow')];
  expect(decideAccess({ ...own, identityPolicies }).allowed).toBe(true);
});

test('RF-I8 a Deny in the registry policy blocks what the repository policy allows', () => {
  expect(decideAccess({ ...own, repositoryPolicy: allow(), registryPolicy: deny('registry') }).allowed).toBe(
    false,
  );
});

test('repository and registry policy are alternatives on the resource side', () => {
  expect(decideAccess({ ...foreign, registryPolicy: allow('registry') }).allowed).toBe(true);
});

test('a session policy narrows', () => {
  expect(decideAccess({ ...own, sessionPolicies: identity('Allow', 'ecr:Get*') }).allowed).toBe(false);
});

describe('the words of a refusal', () => {
  const text = (question: Parameters<typeof decideAccess>[0]) =>
    accessDenied(decideAccess(question), question.request).message;

  test('no resource side', () => {
    expect(text(foreign)).toBe(
      `User: ${stranger.arn} is not authorized to perform: ecr:PutImage on resource: ${REPOSITORY} because no resource-based policy allows the ecr:PutImage action`,
    );
  });

  test('no identity side', () => {
    expect(text({ ...own, identityPolicies: [] })).toBe(
      `User: ${user.arn} is not authorized to perform: ecr:PutImage on resource: ${REPOSITORY} because no identity-based policy allows the ecr:PutImage action`,
    );
  });

  test('an explicit deny', () => {
    const opening = `User: ${user.arn} is not authorized to perform: ecr:PutImage on resource: ${REPOSITORY} `;
    expect(text({ ...own, repositoryPolicy: deny() })).toBe(
      `${opening}with an explicit deny in a resource-based policy`,
    );
    expect(text({ ...own, identityPolicies: identity('Deny') })).toBe(
      `${opening}with an explicit deny in an identity-based policy`,
    );
  });
});

test('a hostile pattern costs no more than its length times the text', () => {
  expect(globMatches(`${'a*'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
});
