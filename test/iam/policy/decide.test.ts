import { accessDenied, decideAccess } from '../../../src/iam/policy/decide.js';
import { globMatches } from '../../../src/lib/glob.js';
import { ACCOUNT, REPOSITORY, policy, request, session, stranger, user } from './requests.js';

const allow = (kind: 'repository' | 'registry' = 'repository') => policy([{}], kind);
const deny = (kind: 'repository' | 'registry' = 'repository') => policy([{ Effect: 'Deny' }], kind);
const identity = (effect: 'Allow' | 'Deny', Action = 'ecr:*') => [
  policy([{ Effect: effect, Action, Principal: undefined }], 'identity'),
];
const own = { request: request(), owner: ACCOUNT };
const foreign = { request: request({ principal: stranger }), owner: ACCOUNT };

test('RF-I1 within an account the repository policy alone suffices', () => {
  const none = identity('Allow', 'ecr:GetAuthorizationToken');
  expect(decideAccess({ ...own, identityPolicies: none }).reason).toBe('no-identity-allow');
  expect(decideAccess({ ...own, identityPolicies: none, repositoryPolicy: allow() }).allowed).toBe(true);
});

describe('within an account, the resource policy names the caller', () => {
  const none = identity('Allow', 's3:*');
  const decide = (Principal: unknown, principal = session, sides: object = { identityPolicies: none }) =>
    decideAccess({
      request: request({ principal }),
      owner: ACCOUNT,
      repositoryPolicy: policy([{ Principal }], 'repository'),
      ...sides,
    }).reason;

  test.each([
    ['as itself', { AWS: session.arn }, 'allowed'],
    ['as its role', { AWS: session.roleArn }, 'allowed'],
    ['as anybody', '*', 'allowed'],
    ['as anybody in AWS', { AWS: '*' }, 'allowed'],
    ['as its account: that leaves it to the identity policies', { AWS: ACCOUNT }, 'no-identity-allow'],
    ['as the root of its account', { AWS: `arn:aws:iam::${ACCOUNT}:root` }, 'no-identity-allow'],
    ['as its account and as its role', { AWS: [ACCOUNT, session.roleArn] }, 'allowed'],
    ['not at all', { AWS: user.arn }, 'no-identity-allow'],
  ])('%s', (_how, Principal, reason) => {
    expect(decide(Principal)).toBe(reason);
  });

  test('a user as itself', () => {
    expect(decide({ AWS: user.arn }, user)).toBe('allowed');
  });

  test('one statement names the account, a later one the caller', () => {
    const repositoryPolicy = policy([{ Principal: { AWS: ACCOUNT } }, { Principal: { AWS: user.arn } }]);
    expect(decideAccess({ ...own, identityPolicies: none, repositoryPolicy }).allowed).toBe(true);
  });

  test('a session policy narrows that, unless it is the very session that is named', () => {
    const narrowed = { sessionPolicies: identity('Allow', 'ecr:Get*') };
    expect(decide({ AWS: session.roleArn }, session, narrowed)).toBe('no-session-allow');
    expect(decide('*', session, narrowed)).toBe('no-session-allow');
    expect(decide({ AWS: session.arn }, session, narrowed)).toBe('allowed');
    expect(decide({ AWS: session.arn }, session, { ...narrowed, identityPolicies: none })).toBe('allowed');
  });
});

test('across accounts a session policy narrows as well', () => {
  const question = { ...foreign, repositoryPolicy: allow() };
  expect(decideAccess({ ...question, sessionPolicies: identity('Allow') }).allowed).toBe(true);
  expect(decideAccess({ ...question, sessionPolicies: identity('Allow', 's3:*') }).reason).toBe(
    'no-session-allow',
  );
});

test('the statement that decided is told, with its side', () => {
  const decidedBy = (question: Parameters<typeof decideAccess>[0]) => decideAccess(question).decidedBy?.side;
  expect(decidedBy({ ...own, identityPolicies: identity('Allow'), repositoryPolicy: allow() })).toBe(
    'identity',
  );
  expect(decidedBy({ ...own, identityPolicies: [], repositoryPolicy: allow() })).toBe('resource');
  expect(decidedBy({ ...foreign, identityPolicies: identity('Allow'), repositoryPolicy: allow() })).toBe(
    'resource',
  );
  expect(decidedBy({ ...own, identityPolicies: identity('Deny'), repositoryPolicy: deny() })).toBe(
    'resource',
  );
  expect(decidedBy({ ...own, identityPolicies: identity('Deny'), repositoryPolicy: allow() })).toBe(
    'identity',
  );
  expect(decidedBy({ ...own, sessionPolicies: identity('Deny') })).toBe('session');
  expect(decidedBy({ ...own })).toBeUndefined();
});

test('RF-I2 across accounts it takes both sides', () => {
  expect(decideAccess({ ...foreign }).reason).toBe('no-resource-allow');
  expect(decideAccess({ ...foreign, repositoryPolicy: allow() }).allowed).toBe(true);
  const none = identity('Allow', 's3:*');
  expect(decideAccess({ ...foreign, repositoryPolicy: allow(), identityPolicies: none }).reason).toBe(
    'no-identity-allow',
  );
});

test('RF-I3 a Deny on any side wins', () => {
  const sides = [
    { repositoryPolicy: deny() },
    { registryPolicy: deny('registry') },
    { identityPolicies: identity('Deny') },
    { sessionPolicies: identity('Deny') },
  ];
  for (const side of sides) {
    const question = { ...own, repositoryPolicy: allow(), ...side };
    expect(decideAccess(question)).toMatchObject({ allowed: false, reason: 'explicit-deny' });
  }
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

  test.each([
    ['resource-based', { repositoryPolicy: deny() }, 'with an explicit deny in a resource-based policy'],
    ['registry', { registryPolicy: deny('registry') }, 'with an explicit deny in a resource-based policy'],
    [
      'identity-based',
      { identityPolicies: identity('Deny') },
      'with an explicit deny in an identity-based policy',
    ],
    ['session', { sessionPolicies: identity('Deny') }, 'with an explicit deny in a session policy'],
    [
      'no session',
      { sessionPolicies: identity('Allow', 's3:*') },
      'because no session policy allows the ecr:PutImage action',
    ],
  ])('%s', (_kind, sides, words) => {
    expect(text({ ...own, ...sides })).toBe(
      `User: ${user.arn} is not authorized to perform: ecr:PutImage on resource: ${REPOSITORY} ${words}`,
    );
  });
});

test('a hostile pattern costs no more than its length times the text', () => {
  expect(globMatches(`${'a*'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
});

test.each([
  ['a*', 'a*b', true],
  ['a\\*', 'a*', true],
  ['a\\*', 'ab', false],
  ['a\\?', 'a?', true],
  ['a\\?', 'ab', false],
  ['a\\\\b', 'a\\b', true],
  ['*\\*', 'abc*', true],
  ['*\\*', 'abcd', false],
  ['', '', true],
  ['', 'a', false],
  ['a', '', false],
  ['**', '', true],
  ['?', '', false],
])('the pattern %j against %j: %s', (pattern, text, expected) => {
  expect(globMatches(pattern, text)).toBe(expected);
});
