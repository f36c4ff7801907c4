import {
  BatchGetImageCommand,
  BatchGetRepositoryScanningConfigurationCommand,
  CreateRepositoryCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  ECRServiceException,
  GetAuthorizationTokenCommand,
  ListImageReferrersCommand,
  PutReplicationConfigurationCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecr';
import { refusal } from '../../support/refusal.js';
import { OTHER, SOURCE, scene } from '../../support/scene.js';

const REGION = 'us-west-2';
const ROLE = `arn:aws:iam::${SOURCE}:role/team/ci`;
const SESSION = `arn:aws:sts::${SOURCE}:assumed-role/ci/build-7`;
const USER = `arn:aws:iam::${SOURCE}:user/team/ada`;
const APP = `arn:aws:ecr:${REGION}:${SOURCE}:repository/app`;
const FOREIGN = `arn:aws:ecr:${REGION}:${OTHER}:repository/app`;

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], extra: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...extra,
});
const EVERYTHING = document(allow('ecr:*'));
const NOTHING = document(allow('s3:*'));

let ecr: ReturnType<typeof scene>;

beforeEach(() => {
  ecr = scene();
  for (const account of [SOURCE, OTHER]) ecr.registry(account, REGION).createRepository('app').push('app:v1');
});

const as = (arn: string, ...policies: object[]) => ecr.principal(arn, { policies }).client(REGION);
const pull = (client: ECRClient, registryId = SOURCE) =>
  client.send(
    new BatchGetImageCommand({ registryId, repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] }),
  );
const may = (call: Promise<unknown>) =>
  call.then(
    () => true,
    (error: Error) => {
      if (error.name !== 'AccessDeniedException') throw error;
      return false;
    },
  );

/** A principal of a policy, and whether it is a user, a session named in full, and a role's own session. */
const forms: [string, unknown, { user: boolean; session: boolean; stranger: boolean }][] = [
  ['everybody', '*', { user: true, session: true, stranger: true }],
  ['everybody in AWS', { AWS: '*' }, { user: true, session: true, stranger: true }],
  ['the account', { AWS: SOURCE }, { user: true, session: true, stranger: false }],
  ['its root', { AWS: `arn:aws:iam::${SOURCE}:root` }, { user: true, session: true, stranger: false }],
  ['the user', { AWS: USER }, { user: true, session: false, stranger: false }],
  [
    'the user without its path',
    { AWS: `arn:aws:iam::${SOURCE}:user/ada` },
    { user: false, session: false, stranger: false },
  ],
  [
    'the user in another case',
    { AWS: USER.replace('ada', 'Ada') },
    { user: false, session: false, stranger: false },
  ],
  ['the session', { AWS: SESSION }, { user: false, session: true, stranger: false }],
  [
    'another session of the role',
    { AWS: SESSION.replace('7', '8') },
    { user: false, session: false, stranger: false },
  ],
  ['a service', { Service: 'ecr.amazonaws.com' }, { user: false, session: false, stranger: false }],
  ['a provider', { Federated: 'accounts.google.com' }, { user: false, session: false, stranger: false }],
  [
    'a canonical user',
    { CanonicalUser: '79a59df900b949e5' },
    { user: false, session: false, stranger: false },
  ],
  ['a list', { AWS: ['999988887777', USER, SESSION] }, { user: true, session: true, stranger: false }],
  [
    'a service and an account',
    { Service: 'ecr.amazonaws.com', AWS: SOURCE },
    { user: true, session: true, stranger: false },
  ],
];

test.each(forms)('across accounts a repository policy lets in %s: %j', async (_who, Principal, expected) => {
  ecr
    .registry(OTHER, REGION)
    .repository('app')
    .setPolicy(document({ Effect: 'Allow', Principal, Action: 'ecr:BatchGetImage' }));
  expect({
    user: await may(pull(as(USER, EVERYTHING), OTHER)),
    session: await may(pull(as(SESSION, EVERYTHING), OTHER)),
    stranger: await may(pull(as('arn:aws:iam::777766665555:user/eve', EVERYTHING), OTHER)),
  }).toEqual(expected);
});

test('a role is named by its ARN with its path, and its sessions are it', async () => {
  const let_ = (AWS: string) =>
    ecr
      .registry(OTHER, REGION)
      .repository('app')
      .setPolicy(document({ Effect: 'Allow', Principal: { AWS }, Action: 'ecr:*' }));
  let_(ROLE);
  expect(await may(pull(as(ROLE, EVERYTHING), OTHER))).toBe(true);
  expect(await may(pull(as(USER, EVERYTHING), OTHER))).toBe(false);
  let_(`arn:aws:sts::${SOURCE}:assumed-role/ci/fake-ecr`);
  expect(await may(pull(as(ROLE, EVERYTHING), OTHER))).toBe(true);
});

test('a root user is an administrator of its account, and has no policies', async () => {
  const root = `arn:aws:iam::${SOURCE}:root`;
  const client = ecr.principal(root).client(REGION);
  expect(await may(pull(client))).toBe(true);
  expect(await refusal(pull(client, OTHER))).toEqual({
    name: 'AccessDeniedException',
    message: `User: ${root} is not authorized to perform: ecr:BatchGetImage on resource: ${FOREIGN} because no resource-based policy allows the ecr:BatchGetImage action`,
  });
  expect(() => ecr.principal(root, { policies: [EVERYTHING] })).toThrow(
    /^\[fake-ecr\] .*:root was given policies/,
  );
});

describe('RF-I1 within an account', () => {
  const setPolicy = (Principal: unknown) =>
    ecr
      .registry(SOURCE, REGION)
      .repository('app')
      .setPolicy(document({ Effect: 'Allow', Principal, Action: 'ecr:BatchGetImage' }));

  test.each([['*'], [{ AWS: USER }]])('an Allow of the repository for %j suffices', async (Principal) => {
    setPolicy(Principal);
    expect(await may(pull(as(USER, NOTHING)))).toBe(true);
    expect(
      await may(as(USER, NOTHING).send(new DescribeRepositoriesCommand({ repositoryNames: ['app'] }))),
    ).toBe(false);
  });

  test.each([[{ AWS: SOURCE }], [{ AWS: `arn:aws:iam::${SOURCE}:root` }]])(
    'RF-I4 an Allow for the account, %j, leaves it to the identity policies',
    async (Principal) => {
      setPolicy(Principal);
      expect((await refusal(pull(as(USER, NOTHING)))).message).toMatch(
        /because no identity-based policy allows the ecr:BatchGetImage action$/,
      );
      expect(await may(pull(as(USER, EVERYTHING)))).toBe(true);
    },
  );

  test('an Allow of the registry suffices as well', async () => {
    ecr
      .registry(SOURCE, REGION)
      .setPolicy(document(allow('ecr:BatchGetImage', { Principal: { AWS: USER } })));
    expect(await may(pull(as(USER, NOTHING)))).toBe(true);
  });
});

test('RF-I2 RF-I3 across accounts: each side alone, both, and a Deny on either', async () => {
  const client = (effect?: 'Allow' | 'Deny') =>
    as(
      USER,
      ...(effect === undefined ? [NOTHING] : [EVERYTHING, document(allow('ecr:*', { Effect: effect }))]),
    );
  const resource = (effect: 'Allow' | 'Deny') =>
    ecr
      .registry(OTHER, REGION)
      .repository('app')
      .setPolicy(
        document(
          { Effect: 'Allow', Principal: { AWS: USER }, Action: 'ecr:*' },
          { Effect: effect, Principal: '*', Action: 'ecr:*' },
        ),
      );
  const words = async (call: Promise<unknown>) => (await refusal(call)).message.split('repository/app ')[1];

  expect(await words(pull(client('Allow'), OTHER))).toBe(
    'because no resource-based policy allows the ecr:BatchGetImage action',
  );
  resource('Allow');
  expect(await words(pull(client(), OTHER))).toBe(
    'because no identity-based policy allows the ecr:BatchGetImage action',
  );
  expect(await may(pull(client('Allow'), OTHER))).toBe(true);
  expect(await words(pull(client('Deny'), OTHER))).toBe('with an explicit deny in an identity-based policy');
  resource('Deny');
  expect(await words(pull(client('Allow'), OTHER))).toBe('with an explicit deny in a resource-based policy');
});

test.each([
  [
    'identity',
    { policies: [NOTHING] },
    'because no identity-based policy allows the ecr:BatchGetImage action',
  ],
  [
    'session',
    { sessionPolicies: [NOTHING] },
    'because no session policy allows the ecr:BatchGetImage action',
  ],
  [
    'denied identity',
    { policies: [document(allow('*', { Effect: 'Deny' }))] },
    'with an explicit deny in an identity-based policy',
  ],
  [
    'denied session',
    { sessionPolicies: [document(allow('*', { Effect: 'Deny' }))] },
    'with an explicit deny in a session policy',
  ],
])('a refusal is a plain exception of the service, in its words: %s', async (_kind, options, words) => {
  const client = ecr.principal(SESSION, options).client(REGION);
  const error = await pull(client).then(
    () => undefined,
    (thrown: unknown) => thrown as ECRServiceException,
  );
  expect(error).toBeInstanceOf(ECRServiceException);
  expect(error?.constructor).toBe(ECRServiceException);
  expect(error).toMatchObject({
    name: 'AccessDeniedException',
    message: `User: ${SESSION} is not authorized to perform: ecr:BatchGetImage on resource: ${APP} ${words}`,
    $fault: 'client',
    $metadata: { httpStatusCode: 400, attempts: 1 },
  });
});

test('RF-I3 a Deny of the repository alone binds the administrators of its own account', async () => {
  const repository = ecr.registry(SOURCE, REGION).repository('app');
  repository.setPolicy(document({ Effect: 'Deny', Principal: '*', Action: 'ecr:BatchGetImage' }));
  expect((await refusal(pull(ecr.client(SOURCE, REGION)))).message).toMatch(
    /with an explicit deny in a resource-based policy$/,
  );
  // It denies what it speaks of, and no more.
  const others = new DescribeRepositoriesCommand({ repositoryNames: ['app'] });
  expect(await may(ecr.client(SOURCE, REGION).send(others))).toBe(true);
});

describe('the resources of a call', () => {
  const narrow = () =>
    as(USER, document(allow('ecr:*', { Resource: `arn:aws:ecr:${REGION}:${SOURCE}:repository/*` })));

  test('calls on repositories are covered by their ARNs', async () => {
    const client = narrow();
    expect(await may(client.send(new DescribeRepositoriesCommand({})))).toBe(true);
    expect(await may(client.send(new DescribeRepositoriesCommand({ repositoryNames: ['app'] })))).toBe(true);
    expect(await may(client.send(new CreateRepositoryCommand({ repositoryName: 'new' })))).toBe(true);
    const scanning = new BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: ['app'] });
    expect(await may(client.send(scanning))).toBe(true);
    const tags = [{ Key: 'team', Value: 'core' }];
    expect(await may(client.send(new TagResourceCommand({ resourceArn: APP, tags })))).toBe(true);
  });

  test.each([
    ['GetAuthorizationToken', () => new GetAuthorizationTokenCommand({})],
    ['DescribeRegistry', () => new DescribeRegistryCommand({})],
    [
      'PutReplicationConfiguration',
      () => new PutReplicationConfigurationCommand({ replicationConfiguration: { rules: [] } }),
    ],
  ])('%s is of the registry: it takes an Allow on everything', async (name, command) => {
    expect(await refusal(narrow().send(command() as DescribeRegistryCommand))).toEqual({
      name: 'AccessDeniedException',
      message: `User: ${USER} is not authorized to perform: ecr:${name} on resource: * because no identity-based policy allows the ecr:${name} action`,
    });
    expect(
      await may(as(USER, document(allow(`ecr:${name}`))).send(command() as DescribeRegistryCommand)),
    ).toBe(true);
  });

  test('no resource policy grants or denies what is of the registry', async () => {
    const prod = ecr.registry(SOURCE, REGION);
    prod.setPolicy(document(allow('ecr:*', { Principal: { AWS: USER } })));
    prod.repository('app').setPolicy(document({ Effect: 'Allow', Principal: '*', Action: 'ecr:*' }));
    expect(await may(as(USER, NOTHING).send(new GetAuthorizationTokenCommand({})))).toBe(false);
    prod.setPolicy(document(allow('ecr:*', { Effect: 'Deny', Principal: '*' })));
    expect(await may(as(USER, EVERYTHING).send(new GetAuthorizationTokenCommand({})))).toBe(true);
    expect(await may(as(USER, EVERYTHING).send(new DescribeRepositoriesCommand({})))).toBe(false);
  });

  test('all repositories of another account are one resource', async () => {
    const call = as(USER, EVERYTHING).send(new DescribeRepositoriesCommand({ registryId: OTHER }));
    expect((await refusal(call)).message).toContain(
      `on resource: arn:aws:ecr:${REGION}:${OTHER}:repository/* because`,
    );
    ecr
      .registry(OTHER, REGION)
      .setPolicy(document(allow('ecr:DescribeRepositories', { Principal: { AWS: SOURCE } })));
    expect(await may(as(USER, EVERYTHING).send(new DescribeRepositoriesCommand({ registryId: OTHER })))).toBe(
      true,
    );
  });

  test('referrers are listed by permission to pull', async () => {
    const command = () =>
      new ListImageReferrersCommand({
        repositoryName: 'app',
        subjectId: { imageDigest: `sha256:${'a'.repeat(64)}` },
      });
    expect(
      (await refusal(as(USER, document(allow('ecr:ListImageReferrers'))).send(command()))).message,
    ).toContain('is not authorized to perform: ecr:BatchGetImage on');
    expect(await may(as(USER, document(allow('ecr:BatchGetImage'))).send(command()))).toBe(true);
  });

  test('a text that is not an ARN is refused as such, not because a permission is missing', async () => {
    const tag = (resourceArn: string) =>
      as(USER, NOTHING).send(new TagResourceCommand({ resourceArn, tags: [] }));
    expect(await refusal(tag('app'))).toEqual({
      name: 'InvalidParameterException',
      message: "Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'",
    });
    expect((await refusal(tag(FOREIGN))).name).toBe('AccessDeniedException');
    // Another Region's is looked for nowhere, so nobody is asked about the repository of that name here.
    expect((await refusal(tag(FOREIGN.replace('us-west-2', 'us-east-1')))).message).toContain('Invalid ARN');
    expect((await refusal(tag(FOREIGN.replace('arn:aws:', 'arn:aws-cn:')))).message).toContain('Invalid ARN');
  });

  test('a caller without permission is told so before being told what is missing', async () => {
    const describe_ = (client: ECRClient) =>
      client.send(new DescribeRepositoriesCommand({ repositoryNames: ['nope'] }));
    expect((await refusal(describe_(as(USER, NOTHING)))).name).toBe('AccessDeniedException');
    expect((await refusal(describe_(as(USER, EVERYTHING)))).name).toBe('RepositoryNotFoundException');
  });
});

test.each([
  ['ecr:*', true],
  ['ecr:Batch*', true],
  ['ecr:BatchGetImag?', true],
  ['ECR:batchgetimage', true],
  ['*', true],
  ['ecr:Get*', false],
  ['ecr:BatchGetImage?', false],
  ['s3:*', false],
])('the action %s lets pull: %s', async (action, expected) => {
  expect(await may(pull(as(USER, document(allow(action)))))).toBe(expected);
  expect(await may(pull(as(USER, document({ Effect: 'Allow', NotAction: action, Resource: '*' }))))).toBe(
    !expected,
  );
});

test.each([
  [APP, true],
  [`arn:aws:ecr:*:*:repository/a?p`, true],
  [`arn:aws:ecr:${REGION}:${SOURCE}:repository/App`, false],
  [`arn:aws:ecr:us-east-1:${SOURCE}:repository/app`, false],
])('the resource %s covers the repository: %s', async (Resource, expected) => {
  expect(await may(pull(as(USER, document(allow('ecr:*', { Resource })))))).toBe(expected);
  const NotResource = document({ Effect: 'Allow', Action: 'ecr:*', NotResource: Resource });
  expect(await may(pull(as(USER, NotResource)))).toBe(!expected);
});

test('a tag named * does not widen what a variable covers', async () => {
  const policies = [
    document(allow('ecr:*', { Resource: `arn:aws:ecr:*:*:repository/\${aws:PrincipalTag/repo}` })),
  ];
  const tagged = (repo: string) => ecr.principal(ROLE, { policies, tags: { repo } }).client(REGION);
  expect(await may(pull(tagged('app')))).toBe(true);
  expect(await may(pull(tagged('*')))).toBe(false);
});
