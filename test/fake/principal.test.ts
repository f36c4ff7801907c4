import {
  BatchGetImageCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { OTHER, SOURCE, push, scene } from '../support/scene.js';

const ROLE = `arn:aws:iam::${SOURCE}:role/ci`;
const SESSION = `arn:aws:sts::${SOURCE}:assumed-role/ci/fake-ecr`;
const APP = `arn:aws:ecr:us-west-2:${SOURCE}:repository/app`;
const allow = (Action: string | string[], Resource = '*') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});

let ecr: ReturnType<typeof scene>;

beforeEach(() => {
  ecr = scene();
  ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  ecr.registry(OTHER, 'us-west-2').createRepository('app').push('app:v1');
});

const pull = (client: ECRClient, registryId?: string) =>
  client.send(
    new BatchGetImageCommand({
      repositoryName: 'app',
      imageIds: [{ imageTag: 'v1' }],
      ...(registryId === undefined ? {} : { registryId }),
    }),
  );

test('calls that identity policies allow work, others are refused in the words of the service', async () => {
  const ci = ecr.principal(ROLE, { policies: [allow(['ecr:BatchGetImage', 'ecr:PutImage'], APP)] });
  const client = ci.client('us-west-2');
  await expect(push(client, 'app', 'v1')).resolves.toBeDefined();
  await expect(pull(client)).resolves.toMatchObject({ failures: [] });
  await expect(
    client.send(new DescribeRepositoriesCommand({ repositoryNames: ['app'] })),
  ).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: `User: ${SESSION} is not authorized to perform: ecr:DescribeRepositories on resource: ${APP} because no identity-based policy allows the ecr:DescribeRepositories action`,
  });
});

test('requests without a resource need an Allow on everything', async () => {
  const narrow = ecr.principal(ROLE, { policies: [allow('ecr:*', APP)] }).client('us-west-2');
  const wide = ecr.principal(ROLE, { policies: [allow('ecr:GetAuthorizationToken')] }).client('us-west-2');
  await expect(narrow.send(new GetAuthorizationTokenCommand({}))).rejects.toMatchObject({
    message: `User: ${SESSION} is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action`,
  });
  await expect(wide.send(new GetAuthorizationTokenCommand({}))).resolves.toBeDefined();
  await expect(wide.send(new DescribeRegistryCommand({}))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});

test('RF-I2 across accounts it takes the identity policy and the repository policy', async () => {
  const policyText = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'ecr:BatchGetImage' }],
  });
  const may = ecr.principal(ROLE, { policies: [allow('ecr:BatchGetImage')] }).client('us-west-2');
  const mayNot = ecr.principal(ROLE, { policies: [allow('ecr:PutImage')] }).client('us-west-2');
  await expect(pull(may, OTHER)).rejects.toMatchObject({
    message: expect.stringContaining('because no resource-based policy allows') as string,
  });
  await ecr
    .client(OTHER, 'us-west-2')
    .send(new SetRepositoryPolicyCommand({ repositoryName: 'app', policyText }));
  await expect(pull(may, OTHER)).resolves.toMatchObject({ failures: [] });
  await expect(pull(mayNot, OTHER)).rejects.toMatchObject({
    message: expect.stringContaining('because no identity-based policy allows') as string,
  });
});

test('conditions see the keys of the caller', async () => {
  const policy = allow('ecr:*') as { Statement: object[] };
  policy.Statement[0] = {
    ...policy.Statement[0],
    Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  };
  const at = (ip: string) =>
    ecr.principal(ROLE, { policies: [policy], keys: { 'aws:SourceIp': ip } }).client('us-west-2');
  await expect(at('203.0.113.9').send(new DescribeRegistryCommand({}))).resolves.toBeDefined();
  await expect(at('198.51.100.1').send(new DescribeRegistryCommand({}))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});

test('credentials serve clients that the test makes itself', async () => {
  const { credentials } = ecr.principal(`arn:aws:iam::${OTHER}:user/ada`, { policies: [allow('ecr:*')] });
  const client = new ECRClient({ region: 'us-west-2', credentials });
  expect((await client.send(new DescribeRegistryCommand({}))).registryId).toBe(OTHER);
});

test('the call log names the principal', async () => {
  await ecr.principal(ROLE).client('us-west-2').send(new DescribeRegistryCommand({}));
  expect(ecr.calls[0]).toMatchObject({ principal: SESSION, accountId: SOURCE, outcome: 'success' });
});

test.each(['ci', 'arn:aws:iam::1:role/ci', '', 5])('%j is not a principal', (arn) => {
  expect(() => ecr.principal(arn as string)).toThrow(/^\[fake-ecr\] .* is not the ARN of a user/);
});

test('a malformed policy is named with its place', () => {
  const policies = [
    allow('ecr:*'),
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*' }] },
  ];
  expect(() => ecr.principal(ROLE, { policies })).toThrow(
    `[fake-ecr] Policy #2 of ${ROLE} is malformed: $.Statement[0] must have exactly one of Action and NotAction.`,
  );
});

test.each([
  [
    'one document instead of a list',
    { policies: allow('ecr:*') },
    /The policies of .*role\/ci are not a list\. Pass a list/,
  ],
  ['a text instead of a list', { sessionPolicies: '{}' }, /The policies of .*role\/ci are not a list/],
  [
    'a malformed session policy',
    { sessionPolicies: ['{'] },
    /Policy #1 of .*role\/ci is malformed: \$ is not JSON/,
  ],
  ['a policy that is null', { policies: [null] }, /Policy #1 .* \$ is neither an object nor a JSON text/],
  [
    'a tag that is a number',
    { tags: { cost: 5 } },
    /The value of aws:PrincipalTag\/cost is neither a string nor a list/,
  ],
  [
    'a key without a value',
    { keys: { 'aws:SourceIp': undefined } },
    /The value of aws:SourceIp is neither a string/,
  ],
  [
    'a list of other things',
    { keys: { 'aws:TagKeys': [5] } },
    /The value of aws:TagKeys is neither a string/,
  ],
  ['no options', null, /^\[fake-ecr\] The principal .*role\/ci was given the options null/],
])('%s is a mistake of the test', (_what, options, text) => {
  expect(() => ecr.principal(ROLE, options as never)).toThrow(text);
  expect(() => ecr.principal(ROLE, options as never)).toThrow(/^\[fake-ecr\] /);
});
