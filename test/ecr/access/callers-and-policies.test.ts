import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  GetRegistryPolicyCommand,
  PutRegistryPolicyCommand,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecr';
import { refusal } from '../../support/refusal.js';
import {
  OTHER,
  SOURCE,
  START,
  grant,
  push,
  putPolicy,
  putRules,
  scene,
  statuses,
  to,
} from '../../support/scene.js';

const EU = to(OTHER, 'eu-west-1');
const ROLE = `arn:aws:iam::${SOURCE}:role/ci`;
let ecr: ReturnType<typeof scene>;
let client: ECRClient;
let eu: ECRClient;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(SOURCE, 'us-west-2');
  eu = ecr.client(OTHER, 'eu-west-1');
  ecr.registry(SOURCE, 'us-west-2').createRepository('app').push('app:v1');
});

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: string, extra: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...extra });
const pull = (by: ECRClient, registryId = SOURCE) =>
  by.send(new BatchGetImageCommand({ registryId, repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] }));
const setPolicy = (...statements: object[]) =>
  client.send(
    new SetRepositoryPolicyCommand({
      repositoryName: 'app',
      policyText: JSON.stringify(document(...statements)),
    }),
  );
const putRegistryPolicy = (policy: object, by = client) =>
  by.send(new PutRegistryPolicyCommand({ policyText: JSON.stringify(policy) }));

describe('D10 the caller of a replication', () => {
  const replicates = async (overrides: Record<string, unknown>) => {
    await putPolicy(eu, grant({ account: OTHER, region: 'eu-west-1' }, overrides));
    await putRules(client, [{ destinations: [EU] }]);
    await push(client, 'app', 'v2', 'two');
    return (await statuses(client, 'app', 'v2'))?.[0]?.status === 'COMPLETE';
  };
  const SLR = `arn:aws:iam::${SOURCE}:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication`;

  test.each([
    ['the account id', { AWS: SOURCE }],
    ['its root ARN', { AWS: `arn:aws:iam::${SOURCE}:root` }],
    ['anybody', '*'],
    ['the service-linked role', { AWS: SLR }],
  ])('%s matches', async (_who, Principal) => {
    expect(await replicates({ Principal })).toBe(true);
  });

  test.each([
    ['another role of the account', { AWS: ROLE }],
    ['a user of the account', { AWS: `arn:aws:iam::${SOURCE}:user/ci` }],
    ['the service', { Service: 'replication.ecr.amazonaws.com' }],
    ['another account', { AWS: '999988887777' }],
  ])('%s does not', async (_who, Principal) => {
    expect(await replicates({ Principal })).toBe(false);
  });

  test.each([
    ['aws:PrincipalArn', SLR, true],
    ['aws:PrincipalAccount', SOURCE, true],
    ['aws:PrincipalOrgID', 'o-a1b2c3d4e5', true],
    ['aws:SourceAccount', SOURCE, false],
    ['aws:SourceArn', SLR, false],
    ['aws:SourceOrgID', 'o-a1b2c3d4e5', false],
  ])('a condition on %s: %s', async (key, value, passes) => {
    ecr.organization('o-a1b2c3d4e5', { accounts: [SOURCE] });
    const Condition = { StringEquals: { [key]: value } };
    expect(await replicates({ Principal: '*', Condition })).toBe(passes);
  });

  test('keys that every request has', async () => {
    const before = { DateLessThan: { 'aws:CurrentTime': new Date(START + 60_000).toISOString() } };
    const keys = {
      Bool: { 'aws:SecureTransport': 'true' },
      StringEquals: { 'aws:RequestedRegion': 'eu-west-1', 'aws:ResourceAccount': OTHER },
    };
    expect(await replicates({ Principal: '*', Condition: { ...before, ...keys } })).toBe(true);
    ecr.clock.advance(60_000);
    await push(client, 'app', 'v3', 'three');
    expect(await statuses(client, 'app', 'v3')).toMatchObject([{ status: 'FAILED' }]);
  });

  test('the path within the organization', async () => {
    const Condition = { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } };
    expect(await replicates({ Principal: '*', Condition })).toBe(false);
    ecr.organization('o-a1b2c3d4e5', { accounts: [SOURCE], path: 'o-a1b2c3d4e5/r-ab12/' });
    await push(client, 'app', 'v3', 'three');
    expect(await statuses(client, 'app', 'v3')).toMatchObject([{ status: 'COMPLETE' }]);
  });

  test('tags of the destination repository, as they are when the replication starts', async () => {
    ecr.registry(OTHER, 'eu-west-1').createRepository('app', { resourceTags: { copies: 'no' } });
    const Condition = { StringEquals: { 'aws:ResourceTag/copies': 'yes' } };
    expect(await replicates({ Principal: '*', Condition })).toBe(false);
    const resourceArn = `arn:aws:ecr:eu-west-1:${OTHER}:repository/app`;
    await eu.send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'copies', Value: 'yes' }] }));
    await push(client, 'app', 'v3', 'three');
    expect(await statuses(client, 'app', 'v3')).toMatchObject([{ status: 'COMPLETE' }]);
  });

  test('without an organization its id is absent', async () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } };
    expect(await replicates({ Principal: '*', Condition })).toBe(false);
  });
});

describe('D14 a registry policy', () => {
  const statement = { Effect: 'Allow', Principal: { AWS: OTHER }, Action: 'ecr:PutImage', Resource: '*' };

  test('without Resource is refused', async () => {
    const { Resource: _, ...rest } = statement;
    expect((await refusal(putRegistryPolicy(document(rest)))).message).toContain(
      'Invalid registry policy provided',
    );
    expect((await refusal(client.send(new GetRegistryPolicyCommand({})))).name).toBe(
      'RegistryPolicyNotFoundException',
    );
  });

  test('may hold push actions', async () => {
    await putRegistryPolicy(document(statement));
    const { policyText } = await client.send(new GetRegistryPolicyCommand({}));
    expect(JSON.parse(policyText ?? '')).toEqual(document(statement));
  });
});

test('D15 RF-I5 principals that do not exist are accepted, malformed ones are refused in one sentence', async () => {
  const Principal = (AWS: string) => ({ ...allow('ecr:*'), Principal: { AWS } });
  await setPolicy(Principal('arn:aws:iam::999999999999:role/nobody'));
  await putRegistryPolicy(document(Principal('arn:aws:iam::999999999999:user/nobody')));
  expect((await refusal(setPolicy(Principal('arn:aws:iam::111111:root')))).message).toBe(
    "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
  );
  const call = putRegistryPolicy(document(Principal('arn:aws:iam::111111:root')));
  expect((await refusal(call)).message).toBe(
    "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid registry policy provided'",
  );
});

describe('D24 on the resource side', () => {
  const lets = (Principal: unknown, extra: object = {}) => ({
    ...allow('ecr:BatchGetImage', extra),
    Principal,
  });
  const stranger = () => ecr.client(OTHER, 'us-west-2');

  test('neither policy: a stranger is refused, in the words of the service', async () => {
    expect(await refusal(pull(stranger()))).toEqual({
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::${OTHER}:user/fake-ecr is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:us-west-2:${SOURCE}:repository/app because no resource-based policy allows the ecr:BatchGetImage action`,
    });
  });

  test('an Allow in the repository policy suffices', async () => {
    await setPolicy(lets({ AWS: OTHER }));
    expect((await pull(stranger())).images).toHaveLength(1);
  });

  test('an Allow in the registry policy suffices', async () => {
    await putRegistryPolicy(document(lets({ AWS: OTHER })));
    expect((await pull(stranger())).images).toHaveLength(1);
  });

  test('RF-I8 a Deny in either wins, over administrators too', async () => {
    await setPolicy(lets({ AWS: OTHER }));
    await putRegistryPolicy(document({ ...lets('*'), Effect: 'Deny' }));
    const { name, message } = await refusal(pull(stranger()));
    expect(name).toBe('AccessDeniedException');
    expect(message).toMatch(/with an explicit deny in a resource-based policy$/);
    expect((await refusal(pull(client))).name).toBe('AccessDeniedException');
  });
});

test('RF-I7 R50 without CreateRepository a missing repository fails the replication, one that is there does not', async () => {
  await putPolicy(eu, grant({ account: OTHER, region: 'eu-west-1' }, { Action: 'ecr:ReplicateImage' }));
  await putRules(client, [{ destinations: [EU] }]);
  await push(client, 'app', 'v2', 'two');
  expect(await statuses(client, 'app', 'v2')).toMatchObject([{ status: 'FAILED' }]);
  ecr.registry(OTHER, 'eu-west-1').createRepository('app');
  await push(client, 'app', 'v3', 'three');
  expect(await statuses(client, 'app', 'v3')).toMatchObject([{ status: 'COMPLETE' }]);
});

describe('D25 condition keys with their own value', () => {
  const may = async (Condition: object, options: object = {}) => {
    const policies = [document(allow('ecr:*', { Condition }))];
    const ci = ecr.principal(ROLE, { ...options, policies }).client('us-west-2');
    return ci.send(new DescribeImagesCommand({ repositoryName: 'app' })).then(
      () => true,
      () => false,
    );
  };
  const later = new Date(START + 60_000).toISOString();

  test.each([
    [{ DateLessThan: { 'aws:CurrentTime': later } }],
    [{ NumericLessThan: { 'aws:EpochTime': String(START / 1000 + 60) } }],
    [{ Bool: { 'aws:SecureTransport': 'true' } }],
    [{ StringEquals: { 'aws:RequestedRegion': 'us-west-2' } }],
    [{ ArnEquals: { 'aws:PrincipalArn': ROLE } }],
    [{ StringEquals: { 'aws:PrincipalAccount': SOURCE, 'aws:ResourceAccount': SOURCE } }],
    [{ StringLike: { 'aws:userid': 'AROA*:fake-ecr' } }],
    [{ Null: { 'aws:SourceIp': 'true', 'aws:SourceVpce': 'true', 'aws:PrincipalOrgID': 'true' } }],
    [{ Null: { 'aws:username': 'true', 'aws:PrincipalTag/team': 'true' } }],
  ])('%j holds', async (condition) => {
    expect(await may(condition)).toBe(true);
  });

  test('the clock decides', async () => {
    expect(await may({ DateLessThan: { 'aws:CurrentTime': later } })).toBe(true);
    ecr.clock.advance(60_000);
    expect(await may({ DateLessThan: { 'aws:CurrentTime': later } })).toBe(false);
  });

  test('conditions see the keys that a test sets for a caller', async () => {
    expect(await may({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { sourceIp: '203.0.113.7' })).toBe(
      true,
    );
    expect(await may({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { sourceIp: '198.51.100.7' })).toBe(
      false,
    );
    expect(await may({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, { vpcEndpoint: 'vpce-1' })).toBe(true);
    expect(await may({ StringEquals: { 'aws:PrincipalTag/team': 'a' } }, { tags: { team: 'a' } })).toBe(true);
    expect(await may({ StringEquals: { 'aws:PrincipalTag/team': 'a' } }, { tags: { team: 'b' } })).toBe(
      false,
    );
    ecr.organization('o-a1b2c3d4e5', { accounts: [SOURCE], path: 'o-a1b2c3d4e5/r-ab12/' });
    expect(await may({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })).toBe(true);
    const paths = { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } };
    expect(await may(paths)).toBe(true);
  });

  test('a user has a name, and policy variables know it', async () => {
    const arn = `arn:aws:iam::${SOURCE}:user/team/alice`;
    const Resource = `arn:aws:ecr:us-west-2:${SOURCE}:repository/\${aws:username}`;
    const alice = ecr
      .principal(arn, { policies: [document(allow('ecr:*', { Resource }))] })
      .client('us-west-2');
    ecr.registry(SOURCE, 'us-west-2').createRepository('alice');
    const describe_ = (repositoryName: string) => alice.send(new DescribeImagesCommand({ repositoryName }));
    expect((await describe_('alice')).imageDetails).toEqual([]);
    expect((await refusal(describe_('app'))).name).toBe('AccessDeniedException');
  });

  test('tags of the repository and of the request', async () => {
    ecr.registry(SOURCE, 'us-west-2').createRepository('tagged', { resourceTags: { team: 'a' } });
    const ci = (Condition: object) =>
      ecr.principal(ROLE, { policies: [document(allow('ecr:*', { Condition }))] }).client('us-west-2');
    for (const key of ['aws:ResourceTag/team', 'ecr:ResourceTag/team']) {
      const mine = ci({ StringEquals: { [key]: 'a' } });
      expect((await mine.send(new DescribeImagesCommand({ repositoryName: 'tagged' }))).imageDetails).toEqual(
        [],
      );
      const other = mine.send(new DescribeImagesCommand({ repositoryName: 'app' }));
      expect((await refusal(other)).name).toBe('AccessDeniedException');
    }
    const tagger = ci({
      StringEquals: { 'aws:RequestTag/team': 'a' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] },
    });
    const create = (repositoryName: string, tags: { Key: string; Value: string }[]) =>
      tagger.send(new CreateRepositoryCommand({ repositoryName, tags }));
    await create('mine', [{ Key: 'team', Value: 'a' }]);
    expect((await refusal(create('his', [{ Key: 'team', Value: 'b' }]))).name).toBe('AccessDeniedException');
    const more = create('more', [
      { Key: 'team', Value: 'a' },
      { Key: 'x', Value: 'y' },
    ]);
    expect((await refusal(more)).name).toBe('AccessDeniedException');
    const resourceArn = `arn:aws:ecr:us-west-2:${SOURCE}:repository/app`;
    await tagger.send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'team', Value: 'a' }] }));
  });
});

describe('D26 at Set', () => {
  test.each([
    ['NotPrincipal with Allow', { Effect: 'Allow', NotPrincipal: { AWS: OTHER }, Action: 'ecr:*' }],
    ['unknown action names', { Effect: 'Allow', Principal: '*', Action: 'ecr:NoSuchAction' }],
  ])('%s is accepted', async (_what, statement) => {
    expect((await setPolicy(statement)).$metadata.httpStatusCode).toBe(200);
  });

  test.each([
    [
      'an unknown condition operator',
      { Effect: 'Allow', Principal: '*', Action: 'ecr:*', Condition: { StringIs: { a: 'b' } } },
    ],
    ['a missing Effect', { Principal: '*', Action: 'ecr:*' }],
  ])('%s is refused', async (_what, statement) => {
    expect((await refusal(setPolicy(statement))).name).toBe('InvalidParameterException');
  });

  test('an empty list of statements is refused', async () => {
    expect((await refusal(setPolicy())).name).toBe('InvalidParameterException');
  });
});

test("an expired session is refused, by the fake's clock", async () => {
  const session = ecr.bind(ecr.client(SOURCE, 'us-west-2'), {
    principal: {
      caller: {
        accountId: SOURCE,
        arn: `arn:aws:sts::${SOURCE}:assumed-role/ci/x`,
        expiresAt: START + 900_000,
      },
    },
  });
  const call = () => session.send(new DescribeRepositoriesCommand({}));
  expect((await call()).repositories).toHaveLength(1);
  ecr.clock.advance(900_000);
  expect(await refusal(call())).toEqual({
    name: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  });
});

test('a malformed organization or member is an error of the test', () => {
  expect(() => ecr.organization('org', { accounts: [] })).toThrow(
    /^\[fake-ecr\] 'org' is not an organization id/,
  );
  expect(() => ecr.organization('o-a1b2c3d4e5', { accounts: ['1'] })).toThrow(/^\[fake-ecr\]/);
  for (const members of [undefined, {}, { accounts: SOURCE }]) {
    expect(() => ecr.organization('o-a1b2c3d4e5', members as never)).toThrow(
      /^\[fake-ecr\] The organization o-a1b2c3d4e5 was given no accounts/,
    );
  }
});
