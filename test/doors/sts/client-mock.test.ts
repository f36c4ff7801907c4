/** STS through its own client, and ECR with what it hands out. */
import { inspect } from 'node:util';
import {
  BatchGetImageCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
} from '@aws-sdk/client-ecr';
import * as sdk from '@aws-sdk/client-sts';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  ExpiredTokenException,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  InvalidIdentityTokenException,
  MalformedPolicyDocumentException,
  STSClient,
  STSServiceException,
} from '@aws-sdk/client-sts';
import { createSandbox } from 'sinon';
import { fakeSts, type FakeSts } from '../../../src/fake/fake-sts.js';
import { refusal } from '../../support/refusal.js';
import { OTHER, SOURCE, START, scene } from '../../support/scene.js';
import { allow, jwt, trust } from './sts-world.js';

const ROLE = `arn:aws:iam::${OTHER}:role/delivery/promoter`;
const USER = `arn:aws:iam::${SOURCE}:user/ci`;
const REGION = 'us-west-2';

let ecr: ReturnType<typeof scene>;
let sts: FakeSts;

beforeEach(() => {
  ecr = scene();
  sts = fakeSts(ecr);
  ecr.registry(OTHER, REGION).createRepository('app').push('app:v1');
});

const client = (policies: readonly (object | string)[] = [allow('*')], arn = USER) =>
  new STSClient({ region: REGION, credentials: ecr.principal(arn, { policies }).credentials });
const assume = (input: object = {}, by = client()) =>
  by.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'release', ...input }));

interface Keys {
  readonly AccessKeyId?: string | undefined;
  readonly SecretAccessKey?: string | undefined;
  readonly SessionToken?: string | undefined;
}

/** What every program does with the answer. */
const credentialsIn = (answer: { Credentials?: Keys | undefined }) => ({
  accessKeyId: answer.Credentials?.AccessKeyId ?? '',
  secretAccessKey: answer.Credentials?.SecretAccessKey ?? '',
  sessionToken: answer.Credentials?.SessionToken ?? '',
});
const ecrWith = (answer: { Credentials?: Keys | undefined }) =>
  new ECRClient({ region: REGION, credentials: credentialsIn(answer) });
const pull = (by: ECRClient, registryId?: string) =>
  by.send(
    new BatchGetImageCommand({
      repositoryName: 'app',
      imageIds: [{ imageTag: 'v1' }],
      ...(registryId === undefined ? {} : { registryId }),
    }),
  );

describe('GetCallerIdentity', () => {
  test('names the caller: a user, a session, and who calls without credentials', async () => {
    const who = async (by: STSClient) => {
      const { Account, Arn, UserId } = await by.send(new GetCallerIdentityCommand({}));
      return [Account, Arn, UserId?.replace(/^(A...)[A-Z2-7]{17}/, '$1…')];
    };
    expect(await who(client())).toEqual([SOURCE, USER, 'AIDA…']);
    expect(await who(new STSClient({ region: REGION }))).toEqual([
      '123456789012',
      'arn:aws:iam::123456789012:user/fake-ecr',
      'AIDA…',
    ]);
    expect(await who(client([], `arn:aws:iam::${SOURCE}:role/ci`))).toEqual([
      SOURCE,
      `arn:aws:sts::${SOURCE}:assumed-role/ci/fake-ecr`,
      'AROA…:fake-ecr',
    ]);
    const session = new STSClient({ region: REGION, credentials: credentialsIn(await assume()) });
    expect(await who(session)).toEqual([
      OTHER,
      `arn:aws:sts::${OTHER}:assumed-role/promoter/release`,
      'AROA…:release',
    ]);
  });

  test('its UserId is what conditions of ECR know as aws:userid', async () => {
    const { UserId } = await client().send(new GetCallerIdentityCommand({}));
    const Statement = [
      {
        Effect: 'Allow',
        Action: 'ecr:*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:userid': UserId } },
      },
    ];
    const { credentials } = ecr.principal(USER, { policies: [{ Version: '2012-10-17', Statement }] });
    const { registryId } = await new ECRClient({ region: REGION, credentials }).send(
      new DescribeRegistryCommand({}),
    );
    expect(registryId).toBe(SOURCE);
  });

  test('needs no permission, and is answered through the aggregated client too', async () => {
    const { credentials } = ecr.principal(USER, { policies: [allow('s3:*')] });
    const { Arn, $metadata } = await new sdk.STS({ region: REGION, credentials }).getCallerIdentity({});
    expect(Arn).toBe(USER);
    expect($metadata).toMatchObject({ httpStatusCode: 200, attempts: 1, totalRetryDelay: 0 });
  });
});

describe('AssumeRole, then ECR', () => {
  test('the usual: assume a role in the other account, and call ECR there', async () => {
    sts.role(ROLE, { trustPolicy: trust({ AWS: SOURCE }), policies: [allow('ecr:BatchGetImage')] });

    const there = ecrWith(await assume());

    expect((await pull(there)).images).toHaveLength(1);
    expect((await refusal(there.send(new DescribeRepositoriesCommand({})))).message).toBe(
      `User: arn:aws:sts::${OTHER}:assumed-role/promoter/release is not authorized to perform: ecr:DescribeRepositories on resource: arn:aws:ecr:${REGION}:${OTHER}:repository/* because no identity-based policy allows the ecr:DescribeRepositories action`,
    );
    expect(ecr.calls[0]).toMatchObject({ accountId: OTHER, outcome: 'success' });
  });

  test('a provider that assumes the role by itself does, too, if providers are asked', async () => {
    ecr.restore();
    ecr = scene({ resolveCredentials: true });
    sts = fakeSts(ecr);
    const answers = { calls: 0 };
    const credentials = async () => {
      answers.calls += 1;
      return credentialsIn(await assume());
    };
    const there = new ECRClient({ region: REGION, credentials });
    expect((await there.send(new DescribeRegistryCommand({}))).registryId).toBe(OTHER);
    expect(answers.calls).toBe(1);
  });

  test('a session is what policies of repositories know it as', async () => {
    ecr.registry(SOURCE, REGION).createRepository('app').push('app:v1');
    const there = ecrWith(await assume());
    expect((await refusal(pull(there, SOURCE))).name).toBe('AccessDeniedException');
    const repository = ecr.registry(SOURCE, REGION).repository('app');
    const lets = (AWS: string) =>
      repository.setPolicy({
        Statement: { Effect: 'Allow', Principal: { AWS }, Action: 'ecr:BatchGetImage' },
      });
    for (const AWS of [ROLE, `arn:aws:sts::${OTHER}:assumed-role/promoter/release`, OTHER]) {
      lets(AWS);
      expect((await pull(there, SOURCE)).images).toHaveLength(1);
    }
    lets(`arn:aws:sts::${OTHER}:assumed-role/promoter/other`);
    expect((await refusal(pull(there, SOURCE))).name).toBe('AccessDeniedException');
  });

  test('a session policy narrows what the role may do', async () => {
    sts.role(ROLE, { trustPolicy: trust('*'), policies: [allow('ecr:*')] });
    const there = ecrWith(await assume({ Policy: allow('ecr:BatchGetImage') }));
    expect((await pull(there)).images).toHaveLength(1);
    expect((await refusal(there.send(new DescribeRepositoriesCommand({})))).message).toMatch(
      /because no session policy allows the ecr:DescribeRepositories action$/,
    );
  });

  test('tags of a session are condition keys of its calls', async () => {
    const Statement = [
      {
        Effect: 'Allow',
        Action: 'ecr:*',
        Resource: `arn:aws:ecr:*:*:repository/\${aws:PrincipalTag/repository}`,
      },
    ];
    sts.role(ROLE, {
      trustPolicy: trust('*', { Action: 'sts:*' }),
      policies: [{ Version: '2012-10-17', Statement }],
    });
    const tagged = async (Value: string) => ecrWith(await assume({ Tags: [{ Key: 'repository', Value }] }));
    expect((await pull(await tagged('app'))).images).toHaveLength(1);
    expect((await refusal(pull(await tagged('web')))).name).toBe('AccessDeniedException');
  });

  test("is refused at ECR and at STS once it has expired, by the fake's clock", async () => {
    const answer = await assume({ DurationSeconds: 900 });
    const there = ecrWith(answer);
    const again = new STSClient({ region: REGION, credentials: credentialsIn(answer) });
    expect(answer.Credentials?.Expiration).toEqual(new Date(START + 900_000));
    ecr.clock.advance(899_999);
    expect((await pull(there)).images).toHaveLength(1);
    ecr.clock.advance(1);
    expect(await refusal(pull(there))).toEqual({
      name: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    });
    expect(await refusal(again.send(new GetCallerIdentityCommand({})))).toEqual({
      name: 'ExpiredToken',
      message: 'The security token included in the request is expired',
    });
  });

  test('asks for the external id, and says no more than that the caller may not', async () => {
    const Condition = { StringEquals: { 'sts:ExternalId': 'ticket-42' } };
    sts.role(ROLE, { trustPolicy: trust({ AWS: SOURCE }, { Condition }) });
    expect((await assume({ ExternalId: 'ticket-42' })).AssumedRoleUser?.Arn).toMatch(/promoter\/release$/);
    for (const input of [{}, { ExternalId: 'ticket-43' }]) {
      expect(await refusal(assume(input))).toEqual({
        name: 'AccessDenied',
        message: `User: ${USER} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
      });
    }
  });

  test('a trust policy can ask for the organization of the caller', async () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } };
    sts.role(ROLE, { trustPolicy: trust('*', { Condition }) });
    expect((await refusal(assume())).name).toBe('AccessDenied');
    ecr.organization('o-a1b2c3d4e5', { accounts: [SOURCE] });
    expect((await assume()).$metadata.httpStatusCode).toBe(200);
  });

  test('role chaining: an hour at most, and only whom the trust policy names', async () => {
    const last = `arn:aws:iam::${OTHER}:role/last`;
    sts.role(ROLE, { trustPolicy: trust({ AWS: SOURCE }), maxSessionDuration: 7200 });
    sts.role(last, { trustPolicy: trust({ AWS: ROLE }), maxSessionDuration: 7200 });
    const first = new STSClient({
      region: REGION,
      credentials: credentialsIn(await assume({ DurationSeconds: 7200 })),
    });

    expect((await assume({ RoleArn: last }, first)).AssumedRoleUser?.Arn).toMatch(
      /assumed-role\/last\/release$/,
    );
    expect(await refusal(assume({ RoleArn: last, DurationSeconds: 3601 }, first))).toEqual({
      name: 'ValidationError',
      message:
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    });
    expect((await refusal(assume({ RoleArn: last }))).name).toBe('AccessDenied');
  });

  test('a role that does not exist is refused as one that may not be assumed', async () => {
    sts.restore();
    sts = fakeSts(ecr, { roles: 'defined' });
    expect(await refusal(assume())).toEqual({
      name: 'AccessDenied',
      message: `User: ${USER} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
    });
  });
});

describe('AssumeRoleWithWebIdentity', () => {
  const provider = `arn:aws:iam::${OTHER}:oidc-provider/token.actions.githubusercontent.com`;
  const claims = {
    iss: 'https://token.actions.githubusercontent.com',
    sub: 'repo:acme/app:ref:refs/heads/main',
    aud: 'sts.amazonaws.com',
    exp: START / 1000 + 600,
  };
  const withToken = (token: string, input: object = {}) =>
    new STSClient({ region: REGION }).send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: ROLE,
        RoleSessionName: 'run-7',
        WebIdentityToken: token,
        ...input,
      }),
    );

  beforeEach(() => {
    const Condition = {
      StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
      StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/*' },
    };
    sts.role(ROLE, {
      trustPolicy: trust({ Federated: provider }, { Action: 'sts:AssumeRoleWithWebIdentity', Condition }),
      policies: [allow('ecr:BatchGetImage')],
    });
  });

  test('a token of the provider lets in, and its session may do what the role may', async () => {
    const answer = await withToken(jwt(claims));
    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: claims.sub,
      Audience: claims.aud,
      Provider: provider,
      AssumedRoleUser: { Arn: `arn:aws:sts::${OTHER}:assumed-role/promoter/run-7` },
    });
    expect((await pull(ecrWith(answer))).images).toHaveLength(1);
  });

  test.each([
    ['another subject', { sub: 'repo:eve/app:ref:refs/heads/main' }],
    ['another audience', { aud: 'somebody' }],
    ['another provider', { iss: 'https://gitlab.example.com' }],
  ])('%s is refused, without a word of why', async (_what, changed) => {
    expect(await refusal(withToken(jwt({ ...claims, ...changed })))).toEqual({
      name: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    });
  });

  test('an AWS principal is not let in by a token, nor a token by an AWS principal', async () => {
    expect((await refusal(assume())).name).toBe('AccessDenied');
    sts.role(ROLE, { trustPolicy: trust({ AWS: SOURCE }, { Action: 'sts:*' }) });
    expect((await refusal(withToken(jwt(claims)))).name).toBe('AccessDenied');
  });

  test('a provider that IAM knows by itself is named by its host', async () => {
    const trustPolicy = trust(
      { Federated: 'accounts.google.com' },
      { Action: 'sts:AssumeRoleWithWebIdentity' },
    );
    sts.role(ROLE, { trustPolicy });
    const { Provider } = await withToken(jwt({ ...claims, iss: 'https://accounts.google.com' }));
    expect(Provider).toBe('accounts.google.com');
  });

  test('an invalid token and an expired token have different error classes', async () => {
    const thrown = (token: string) => withToken(token).catch((error: unknown) => error);
    expect(await thrown('no-token')).toBeInstanceOf(InvalidIdentityTokenException);
    expect(await thrown(jwt({ ...claims, aud: undefined }))).toMatchObject({
      name: 'InvalidIdentityTokenException',
      message: 'Missing a required claim: aud',
    });
    ecr.clock.advance(600_000);
    expect(await thrown(jwt(claims))).toBeInstanceOf(ExpiredTokenException);
  });

  test('tags and the source identity of a token need separate actions', async () => {
    const tagged = jwt({ ...claims, 'https://aws.amazon.com/tags': { principal_tags: { team: ['core'] } } });
    expect((await refusal(withToken(tagged))).name).toBe('AccessDenied');
    sts.role(ROLE, {
      trustPolicy: trust(
        { Federated: provider },
        { Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] },
      ),
    });
    expect((await withToken(tagged)).$metadata.httpStatusCode).toBe(200);
  });
});

describe('GetSessionToken', () => {
  const token = (input: object = {}, by = client()) => by.send(new GetSessionTokenCommand(input));

  test('gives other credentials of the same user, for twelve hours', async () => {
    const answer = await token();
    expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA/);
    expect(answer.Credentials?.Expiration).toEqual(new Date(START + 43_200_000));
    const session = new STSClient({ region: REGION, credentials: credentialsIn(answer) });
    expect((await session.send(new GetCallerIdentityCommand({}))).Arn).toBe(USER);
  });

  test('they have the policies of the user, and say whether a device was used', async () => {
    const Condition = {
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      Null: { 'aws:TokenIssueTime': 'false' },
    };
    const Statement = [{ Effect: 'Allow', Action: 'ecr:*', Resource: '*', Condition }];
    const by = client([{ Version: '2012-10-17', Statement }]);
    const device = { SerialNumber: `arn:aws:iam::${SOURCE}:mfa/ci`, TokenCode: '123456' };
    expect((await ecrWith(await token(device, by)).send(new DescribeRegistryCommand({}))).registryId).toBe(
      SOURCE,
    );
    expect((await refusal(ecrWith(await token({}, by)).send(new DescribeRegistryCommand({})))).name).toBe(
      'AccessDeniedException',
    );
  });

  test('a session gets none', async () => {
    const session = new STSClient({ region: REGION, credentials: credentialsIn(await assume()) });
    expect(await refusal(token({}, session))).toEqual({
      name: 'AccessDenied',
      message: 'Cannot call GetSessionToken with session credentials',
    });
  });

  test.each([
    [899, 'have value greater than or equal to 900'],
    [129_601, 'have value less than or equal to 129600'],
  ])('not for %d seconds', async (DurationSeconds, must) => {
    expect(await refusal(token({ DurationSeconds }))).toEqual({
      name: 'ValidationError',
      message: `1 validation error detected: Value '${DurationSeconds}' at 'durationSeconds' failed to satisfy constraint: Member must ${must}`,
    });
  });

  test('a root user has them for an hour at most', async () => {
    const by = new STSClient({
      region: REGION,
      credentials: ecr.principal(`arn:aws:iam::${SOURCE}:root`).credentials,
    });
    expect((await token({}, by)).Credentials?.Expiration).toEqual(new Date(START + 3_600_000));
    expect(await refusal(assume({}, by))).toEqual({
      name: 'AccessDenied',
      message: 'Roles may not be assumed by root accounts.',
    });
  });
});

describe('refusals', () => {
  test('are of the class the SDK has for them, or of the base class', async () => {
    const malformed = await assume({ Policy: '{' }).catch((error: unknown) => error);
    expect(malformed).toBeInstanceOf(MalformedPolicyDocumentException);
    expect(malformed).toMatchObject({ $fault: 'client', $metadata: { httpStatusCode: 400 } });

    sts.role(ROLE, { trustPolicy: trust({ AWS: '777766665555' }) });
    const denied = await assume().catch((error: unknown) => error);
    expect(denied).toBeInstanceOf(STSServiceException);
    expect((denied as Error).constructor).toBe(STSServiceException);
    expect(denied).toMatchObject({
      name: 'AccessDenied',
      $fault: 'client',
      $metadata: { httpStatusCode: 403 },
    });
  });

  test.each([
    ['a list that is none', { Tags: 'team' }, 'Tags must be a list.'],
    ['an entry that is a text', { Tags: ['team'] }, 'Tags must be a list of structures.'],
    ['a text that is an object', { RoleSessionName: {} }, 'RoleSessionName must be a string.'],
    ['a text within a list', { TransitiveTagKeys: [{}] }, 'TransitiveTagKeys must be a string.'],
    ['a member of an entry', { PolicyArns: [{ arn: [] }] }, 'PolicyArns.arn must be a string.'],
    ['a duration that is a text', { DurationSeconds: '900' }, 'DurationSeconds must be a whole number.'],
    ['half a second', { DurationSeconds: 900.5 }, 'DurationSeconds must be a whole number.'],
  ])('bad input gets an answer of the service: %s', async (_what, input, message) => {
    expect(await refusal(assume(input))).toEqual({ name: 'MalformedInput', message });
  });

  test('null is absent, in lists too, and a number is its text', async () => {
    const input = { RoleSessionName: 77, ExternalId: null, Tags: [null], PolicyArns: null };
    expect((await assume(input)).AssumedRoleUser?.Arn).toMatch(/\/promoter\/77$/);
  });

  test('a transitive tag has to be among the tags', async () => {
    expect(
      await refusal(assume({ Tags: [{ Key: 'a', Value: 'b' }], TransitiveTagKeys: ['c'] })),
    ).toMatchObject({
      name: 'InvalidParameterValue',
    });
  });
});

test.each([
  ['a text', 'x'],
  ['a number', 7],
  ['a function', () => ({})],
  ['a Date', new Date(0)],
  ['null', null],
])('D37 %s for an input counts as an empty one', async (_, input) => {
  const refused = await refusal(client().send(new AssumeRoleCommand(input as never)));
  expect(refused.message).toContain('roleArn');
});

describe('the stub', () => {
  test('overrides win, everything else falls through, and calls are recorded', async () => {
    sts.mock.on(AssumeRoleCommand, { RoleSessionName: 'broken' }).rejects(new Error('no'));
    await expect(assume({ RoleSessionName: 'broken' })).rejects.toThrow('no');
    expect((await assume()).$metadata.httpStatusCode).toBe(200);
    expect(sts.mock.commandCalls(AssumeRoleCommand)).toHaveLength(2);
    sts.reset();
    expect(sts.mock.commandCalls(AssumeRoleCommand)).toHaveLength(0);
  });

  test('an operation that is not modelled is a mistake that says what to do', async () => {
    const call = client().send(new sdk.GetAccessKeyInfoCommand({ AccessKeyId: 'AKIDEXAMPLE1234567' }));
    await expect(call).rejects.toThrow(
      /^\[fake-ecr\] GetAccessKeyInfo is not an operation of STS that this version knows\. Stub it with sts\.mock/,
    );
  });

  test('a copy that is attached already is not attached again, and calls are recorded once', async () => {
    const one = client();
    expect(sts.attach(one).attach(sdk)).toBe(sts);
    await one.send(new GetCallerIdentityCommand({}));
    expect(sts.mock.calls()).toHaveLength(1);
    expect(Object.hasOwn(one, 'send')).toBe(false);
  });

  test('one that the test took off is back after a reset', () => {
    sts.mock.restore();
    sts.reset();
    expect(Object.hasOwn(STSClient.prototype, 'send')).toBe(true);
  });

  test("stands in a sandbox of the test's own sinon if there is one", async () => {
    ecr = scene();
    const sandbox = createSandbox();
    sts = fakeSts(ecr, { sandbox });
    expect((await client().send(new GetCallerIdentityCommand({}))).Arn).toBe(USER);
    expect(sts.mock.calls()).toHaveLength(1);
    sandbox.restore();
    expect(Object.hasOwn(STSClient.prototype, 'send')).toBe(false);
  });

  test('a command without an input is one that says nothing', async () => {
    const bare = (command: object) => client().send(Object.assign(command, { input: undefined }) as never);
    expect(await bare(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: USER });
    expect((await refusal(bare(new AssumeRoleCommand({} as never)))).message).toContain(
      "Value null at 'roleArn' failed to satisfy constraint: Member must not be null",
    );
  });

  test('a client of a copy whose classes are unknown gets plain errors, of the same name and text', async () => {
    ecr = scene();
    sts = fakeSts(ecr, { sdk: [] });
    const lone = client();
    sts.attach(lone);
    const error: unknown = await assume({ Policy: '{' }, lone).catch((thrown: unknown) => thrown);
    expect((error as Error).constructor).toBe(Error);
    expect(error).toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: 'The policy is not in the valid JSON format.',
      $fault: 'client',
      $metadata: { httpStatusCode: 400 },
      Code: 'MalformedPolicyDocument',
    });
  });

  test('says in the console what it knows', () => {
    sts.role(ROLE, { trustPolicy: trust('*') });
    expect(inspect(sts)).toBe(
      '[FakeSts: roles defined: 1, others may be assumed by anybody; managed policies: 0]',
    );
    ecr = scene();
    sts = fakeSts(ecr, { roles: 'defined' });
    expect(inspect(sts)).toBe('[FakeSts: roles defined: 0, there are no others; managed policies: 0]');
  });

  test('restoring the fake gives the real client back', () => {
    expect(Object.hasOwn(STSClient.prototype, 'send')).toBe(true);
    ecr.restore();
    expect(Object.hasOwn(STSClient.prototype, 'send')).toBe(false);
  });

  test('an aborted call is the AbortError of the SDK, and nothing is done', async () => {
    const controller = new AbortController();
    controller.abort();
    const call = client().send(new GetCallerIdentityCommand({}), { abortSignal: controller.signal });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test("the SDK's own providers, which bring their own client, assume roles here too", async () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a package of the SDK's own
  const nested = require('@aws-sdk/nested-clients/sts') as Nested;
  sts.attach(nested);
  const { credentials } = ecr.principal(USER, { policies: [allow('*')] });
  const assumeByDefault = nested.getDefaultRoleAssumer({ region: REGION });
  const source = await credentials();
  const session = await assumeByDefault(source, { RoleArn: ROLE, RoleSessionName: 'nested' });
  const there = new ECRClient({ region: REGION, credentials: session });
  expect((await there.send(new DescribeRegistryCommand({}))).registryId).toBe(OTHER);
});

interface Nested {
  readonly STSClient: { readonly prototype: object };
  getDefaultRoleAssumer(
    options: object,
  ): (
    source: object,
    input: object,
  ) => Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken: string }>;
}

describe('bad use', () => {
  const role =
    (options: object, arn = ROLE) =>
    () =>
      sts.role(arn, options as never);

  test.each([
    [
      'the ARN of a user',
      role({ trustPolicy: trust('*') }, USER),
      /is not the ARN of a role\. Expected 'arn:aws:iam/,
    ],
    [
      'no ARN',
      () => sts.role(undefined as never, { trustPolicy: trust('*') }),
      /undefined is not the ARN of a role/,
    ],
    [
      'a trust policy that is malformed',
      role({ trustPolicy: trust('ada') }),
      /The trust policy of .*promoter is malformed: \$\.Statement\[0\]\.Principal must be/,
    ],
    [
      'no trust policy',
      role({}),
      /The trust policy of .*promoter is malformed: \$ is neither an object nor a JSON text/,
    ],
    [
      'one policy instead of a list',
      role({ trustPolicy: trust('*'), policies: allow('*') }),
      /The policies of .*promoter are not a list/,
    ],
    [
      'a malformed policy',
      role({ trustPolicy: trust('*'), policies: [allow('*'), allow('x')] }),
      /Policy #2 of .*promoter is malformed: \$\.Statement\[0\]\.Action 'x' is not an action/,
    ],
    [
      'a duration of minutes',
      role({ trustPolicy: trust('*'), maxSessionDuration: 60 }),
      /60 is not a maximum session duration for .* Expected seconds, from 3600 to 43200/,
    ],
    [
      'a managed policy that is malformed',
      () => sts.policy('arn:aws:iam::aws:policy/X', '{'),
      /Policy arn:aws:iam::aws:policy\/X is malformed: \$ is not JSON/,
    ],
    ['what is not a module', () => sts.attach({}), /There is nothing to attach STS to/],
    [
      'a fake that is none',
      () => fakeSts({} as never),
      /That is not a fake\. Pass what fakeEcr\(\) returned\./,
    ],
    [
      'roles that are neither',
      () => fakeSts(ecr, { roles: 'none' as never }),
      /roles is 'none'\. Expected 'any' or 'defined'/,
    ],
    ['no options', () => fakeSts(ecr, null as never), /fakeSts\(\) was given the options null/],
    [
      'an option that is misspelt',
      () => fakeSts(ecr, { role: 'any' } as never),
      /fakeSts\(\) was given the option 'role'\. There are roles, sdk, resolveCredentials, sandbox/,
    ],
    [
      'credentials that are neither',
      () => fakeSts(ecr, { resolveCredentials: 'no' as never }),
      /resolveCredentials is 'no'\. Expected 'auto' or true or false/,
    ],
    [
      'an option of a role that is misspelt',
      role({ trustPolicy: trust('*'), policy: [] }),
      /A role was given the option 'policy'\. There are arn, trustPolicy, policies, /,
    ],
    [
      'an ARN that is not a string',
      () => sts.role(Symbol('arn') as never, { trustPolicy: trust('*') }),
      /Symbol\(arn\) is not the ARN of a role/,
    ],
    [
      'a managed policy of no ARN',
      () => sts.policy(undefined as never, allow('*')),
      /sts\.policy\(\) was given undefined\. Expected an ARN/,
    ],
    ['no query', () => sts.answer(undefined as never), /sts\.answer\(\) was given undefined/],
    ['a second fake', () => fakeSts(ecr), /is already stubbed/],
  ])('%s', (_what, use, text) => {
    expect(use).toThrow(text);
    expect(use).toThrow(/^\[fake-ecr\] /);
  });
});
