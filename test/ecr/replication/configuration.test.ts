import {
  DescribeRegistryCommand,
  type ECRClient,
  PutReplicationConfigurationCommand,
  type ReplicationRule,
} from '@aws-sdk/client-ecr';
import {
  OTHER,
  SOURCE,
  prefix,
  push,
  putRules,
  scene,
  statuses,
  tagsByDigest,
  to,
} from '../../support/scene.js';

const describeRegistry = (client: ECRClient) => client.send(new DescribeRegistryCommand({}));
const put = (client: ECRClient, rules: unknown[]) =>
  client.send(
    new PutReplicationConfigurationCommand({
      replicationConfiguration: { rules: rules as ReplicationRule[] },
    }),
  );
const regions = [
  'us-east-1 us-east-2 us-west-1 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1',
  'ap-southeast-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 sa-east-1',
].flatMap((line) => line.split(' '));

function documentTo(...destinations: object[]): object {
  return { replicationConfiguration: { rules: [{ destinations }] } };
}

let client: ECRClient;
let ecr: ReturnType<typeof scene>;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(SOURCE, 'us-west-2');
});

describe('shape', () => {
  test('R1 a fresh registry has no rules', async () => {
    const { registryId, replicationConfiguration } = await describeRegistry(client);
    expect({ registryId, replicationConfiguration }).toEqual({
      registryId: SOURCE,
      replicationConfiguration: { rules: [] },
    });
  });

  test('R2 rules, destinations and filters come back in their order', async () => {
    const rules = [
      {
        destinations: [to(SOURCE, 'us-east-2'), to(OTHER, 'eu-west-1')],
        repositoryFilters: [prefix('zz'), prefix('aa')],
      },
      { destinations: [to(SOURCE, 'us-east-1')] },
    ];
    const { replicationConfiguration: answered } = await put(client, rules);
    expect(answered).toEqual({ rules });
    expect((await describeRegistry(client)).replicationConfiguration).toEqual({ rules });
  });

  test('R5 a configuration belongs to one Region', async () => {
    await put(ecr.client(SOURCE, 'us-east-1'), [{ destinations: [to(SOURCE, 'us-east-2')] }]);
    expect((await describeRegistry(client)).replicationConfiguration).toEqual({ rules: [] });
  });
});

describe('rules', () => {
  test('R6 the own registry is not a destination', async () => {
    await expect(put(client, [{ destinations: [to(SOURCE, 'us-west-2')] }])).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "Invalid parameter at 'replicationConfiguration' failed to satisfy constraint: 'Replication destination cannot be the same as the source registry'",
    });
  });

  test('R7 another account in the same Region is', async () => {
    await expect(put(client, [{ destinations: [to(OTHER, 'us-west-2')] }])).resolves.toBeDefined();
  });

  test('R8 an unknown Region is refused', async () => {
    await expect(put(client, [{ destinations: [to(SOURCE, 'us-unkown-1')] }])).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test.each(['cn-north-1', 'us-gov-west-1', 'eusc-de-east-1'])(
    'R9 a Region of another partition is refused: %s',
    async (region) => {
      await expect(put(client, [{ destinations: [to(OTHER, region)] }])).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    },
  );

  test('R10 25 rules are accepted, 26 are not', async () => {
    const rule = { destinations: [to(SOURCE, 'us-east-1')] };
    await expect(put(client, Array(25).fill(rule))).resolves.toBeDefined();
    await expect(put(client, Array(26).fill(rule))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('R11 25 unique destinations over all rules are accepted, 26 are not', async () => {
    const all = [SOURCE, OTHER].flatMap((account) => regions.map((region) => to(account, region)));
    const rules = (count: number) => [
      { destinations: all.slice(0, 13) },
      { destinations: all.slice(13, count) },
    ];
    await expect(put(client, rules(25))).resolves.toBeDefined();
    await expect(put(client, rules(26))).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test.each(['prod/*', '*', 'Prod', 'p', '/prod', 'prod//x', 'prod team'])(
    'R13 the filter %j is refused',
    async (filter) => {
      await expect(
        put(client, [{ destinations: [to(SOURCE, 'us-east-1')], repositoryFilters: [prefix(filter)] }]),
      ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    },
  );

  test.each(['prod/', 'prod-', 'pr', 'prod/team', 'prod..x', '-prod'])(
    'R13 the filter %j is accepted',
    async (filter) => {
      await expect(
        put(client, [{ destinations: [to(SOURCE, 'us-east-1')], repositoryFilters: [prefix(filter)] }]),
      ).resolves.toBeDefined();
    },
  );

  test('R14 the filter type WILDCARD is refused', async () => {
    const repositoryFilters = [{ filter: 'prod', filterType: 'WILDCARD' }];
    await expect(
      put(client, [{ destinations: [to(SOURCE, 'us-east-1')], repositoryFilters }]),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('R15 a rule with 100 filters is accepted, with 101 it is not', async () => {
    const rules = (count: number) => [
      {
        destinations: [to(SOURCE, 'us-east-1')],
        repositoryFilters: Array.from({ length: count }, (_, index) => prefix(`team-${index}`)),
      },
    ];
    await expect(put(client, rules(100))).resolves.toBeDefined();
    await expect(put(client, rules(101))).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test.each([
    ['no rules', { replicationConfiguration: {} }],
    ['no document', {}],
    ['a rule without destinations', { replicationConfiguration: { rules: [{}] } }],
    [
      'no filter in the list',
      { replicationConfiguration: { rules: [{ destinations: [], repositoryFilters: [] }] } },
    ],
    ['an account of eleven digits', documentTo({ registryId: '11112222333', region: 'us-east-1' })],
    ['a number for an account', documentTo({ registryId: '1'.repeat(13), region: 'us-east-1' })],
    ['a Region in capitals', documentTo({ registryId: SOURCE, region: 'US-EAST-1' })],
    ['a destination without a Region', documentTo({ registryId: SOURCE })],
    ['101 destinations in a rule', documentTo(...Array<object>(101).fill(to(SOURCE, 'us-east-1')))],
  ])('D12 %s is refused', async (_what, input) => {
    await put(client, [{ destinations: [to(SOURCE, 'us-east-2')] }]);
    const call = client.send(new PutReplicationConfigurationCommand(input as never));
    await expect(call).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect((await describeRegistry(client)).replicationConfiguration?.rules).toHaveLength(1);
  });

  test('D13 a malformed destination is reported before the number of destinations', async () => {
    const many = Array.from({ length: 30 }, (_, index) => to(String(200_000_000_000 + index), 'us-east-1'));
    await expect(put(client, [{ destinations: [...many, to(SOURCE, 'us-unkown-1')] }])).rejects.toThrow(
      "Invalid region 'us-unkown-1'",
    );
  });

  test('a rule without destinations is accepted, and sends nothing', async () => {
    ecr.registry(SOURCE, 'us-west-2').createRepository('app');
    await put(client, [{ destinations: [] }]);
    await push(client, 'app', 'v1');
    expect(await statuses(client, 'app', 'v1')).toEqual([]);
  });

  test('R20 a destination needs no permission, and no existence, to be configured', async () => {
    await expect(put(client, [{ destinations: [to('999999999999', 'eu-west-1')] }])).resolves.toBeDefined();
  });

  test('a refused document leaves the one in force', async () => {
    const rules = [{ destinations: [to(SOURCE, 'us-east-1')] }];
    await put(client, rules);
    await expect(put(client, [{ destinations: [to(SOURCE, 'us-west-2')] }])).rejects.toThrow();
    expect((await describeRegistry(client)).replicationConfiguration).toEqual({ rules });
  });
});

describe('effects', () => {
  test('R3 clearing the rules stops replication and deletes nothing', async () => {
    const replica = ecr.client(SOURCE, 'us-east-1');
    ecr.registry(SOURCE, 'us-west-2').createRepository('app');
    await putRules(client, [{ destinations: [to(SOURCE, 'us-east-1')] }]);
    const first = await push(client, 'app', 'v1', 'first');
    await putRules(client, []);
    await push(client, 'app', 'v2', 'second');
    expect((await describeRegistry(client)).replicationConfiguration).toEqual({ rules: [] });
    expect(await tagsByDigest(replica, 'app')).toEqual({ [first]: ['v1'] });
  });

  test('R4 a document replaces the one before', async () => {
    await put(client, [{ destinations: [to(SOURCE, 'us-east-1')] }]);
    const rules = [{ destinations: [to(OTHER, 'eu-west-1')] }];
    await put(client, rules);
    expect((await describeRegistry(client)).replicationConfiguration).toEqual({ rules });
  });

  test('R12 two rules may share a destination, which is served once', async () => {
    ecr.registry(SOURCE, 'us-west-2').createRepository('app');
    const shared = to(SOURCE, 'us-east-1');
    await putRules(client, [{ destinations: [shared] }, { destinations: [shared, shared] }]);
    await push(client, 'app', 'v1');
    expect(await statuses(client, 'app', 'v1')).toEqual([{ ...shared, status: 'COMPLETE' }]);
    expect(ecr.calls.filter((call) => call.operation === 'ReplicateImage')).toHaveLength(1);
  });

  test('R21 the first document makes the service-linked role', async () => {
    expect(ecr.account(SOURCE).serviceLinkedRoles).toEqual([]);
    await put(client, [{ destinations: [to(SOURCE, 'us-east-1')] }]);
    expect(ecr.account(SOURCE).serviceLinkedRoles).toEqual([
      `arn:aws:iam::${SOURCE}:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication`,
    ]);
  });

  test('changing the input afterwards changes nothing', async () => {
    const rules = [{ destinations: [to(SOURCE, 'us-east-1')] }];
    await put(client, rules);
    rules[0]?.destinations.push(to(OTHER, 'eu-west-1'));
    const { replicationConfiguration } = await describeRegistry(client);
    expect(replicationConfiguration).toEqual({ rules: [{ destinations: [to(SOURCE, 'us-east-1')] }] });
  });
});
