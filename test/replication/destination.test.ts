/** What the destination decides for itself: templates, tags, deletes. */
import {
  BatchDeleteImageCommand,
  type ECRClient,
  DescribeRepositoriesCommand,
  GetRegistryPolicyCommand,
  DeleteRegistryPolicyCommand,
  ListImageReferrersCommand,
  PutImageCommand,
  type ReplicationRule,
} from '@aws-sdk/client-ecr';
import type { CreationTemplate } from '../../src/domain/creation-template.js';
import { TagMutability, type TagMutabilityMode } from '../../src/domain/tag-mutability.js';
import { GV5 } from '../support/golden.js';
import {
  OTHER,
  SOURCE,
  START,
  grant,
  push,
  putPolicy,
  putRules,
  removeTag,
  scene,
  statuses,
  tagsByDigest,
  to,
} from '../support/scene.js';

const EAST = to(SOURCE, 'us-east-1');
let ecr: ReturnType<typeof scene>;
let client: ECRClient;
let replica: ECRClient;

beforeEach(async () => {
  ecr = scene();
  client = ecr.client(SOURCE, 'us-west-2');
  replica = ecr.client(SOURCE, 'us-east-1');
  await putRules(client, [{ destinations: [EAST] }]);
});

const create = (...names: string[]) => {
  for (const name of names) ecr.registry(SOURCE, 'us-west-2').createRepository(name);
};

function template(prefix: string, overrides: Partial<CreationTemplate> = {}): void {
  ecr.registry(SOURCE, 'us-east-1').registry.templates.put({
    prefix,
    appliedFor: ['REPLICATION'],
    tagMutability: new TagMutability('IMMUTABLE'),
    encryption: { type: 'AES256' },
    resourceTags: new Map(),
    createdAt: START,
    updatedAt: START,
    position: 1,
    ...overrides,
  });
}

/** The mode of the repository that a push of this name made at the destination. */
async function modeOf(repositoryName: string): Promise<TagMutabilityMode | undefined> {
  create(repositoryName);
  await push(client, repositoryName, 'v1');
  try {
    const input = { repositoryNames: [repositoryName] };
    const { repositories } = await replica.send(new DescribeRepositoriesCommand(input));
    return repositories?.[0]?.imageTagMutability;
  } catch {
    return undefined;
  }
}

describe('tags at a destination with exclusions', () => {
  async function move(mode: TagMutabilityMode, filter: string) {
    create('app');
    const settings = { imageTagMutability: mode, mutabilityExclusions: [filter] };
    ecr.registry(SOURCE, 'us-east-1').createRepository('app', settings);
    const first = await push(client, 'app', 'v1', 'first');
    const second = await push(client, 'app', 'v1', 'second');
    return { first, second, tags: await tagsByDigest(replica, 'app') };
  }

  test('R32 IMMUTABLE_WITH_EXCLUSION moves a tag that matches', async () => {
    const { first, second, tags } = await move('IMMUTABLE_WITH_EXCLUSION', 'v*');
    expect(tags).toEqual({ [first]: [], [second]: ['v1'] });
  });

  test('R33 MUTABLE_WITH_EXCLUSION withholds a tag that matches', async () => {
    const { first, second, tags } = await move('MUTABLE_WITH_EXCLUSION', 'v*');
    expect(tags).toEqual({ [first]: ['v1'], [second]: [] });
  });
});

test('R35 a referrer arrives and is listed there', async () => {
  create('app');
  for (const { manifest: imageManifest } of [GV5.m, GV5.r]) {
    await client.send(new PutImageCommand({ repositoryName: 'app', imageManifest }));
  }
  const subjectId = { imageDigest: GV5.m.digest };
  const { referrers } = await replica.send(
    new ListImageReferrersCommand({ repositoryName: 'app', subjectId }),
  );
  expect(referrers?.map((one) => one.digest)).toEqual([GV5.r.digest]);
});

describe('creation templates', () => {
  test('R38 serve names below their prefix, with an assumed slash', async () => {
    template('prod');
    expect(await modeOf('prod/x')).toBe('IMMUTABLE');
    expect(await modeOf('production/x')).toBe('MUTABLE');
    expect(await modeOf('prod')).toBe('MUTABLE');
  });

  test('R39 the longest prefix wins', async () => {
    template('prod');
    template('prod/team', { tagMutability: new TagMutability('MUTABLE') });
    expect(await modeOf('prod/team/x')).toBe('MUTABLE');
    expect(await modeOf('prod/x')).toBe('IMMUTABLE');
  });

  test('R40 ROOT serves what has no better match', async () => {
    template('ROOT');
    expect(await modeOf('anything')).toBe('IMMUTABLE');
  });

  test('R41 one for another purpose does not count', async () => {
    template('prod', { appliedFor: ['PULL_THROUGH_CACHE', 'CREATE_ON_PUSH'] });
    expect(await modeOf('prod/x')).toBe('MUTABLE');
  });

  test('R42 an existing repository is left alone', async () => {
    ecr.registry(SOURCE, 'us-east-1').createRepository('prod/x');
    template('prod');
    expect(await modeOf('prod/x')).toBe('MUTABLE');
  });

  test.each([
    ['tags', { resourceTags: new Map([['team', 'a']]) }],
    ['KMS', { encryption: { type: 'KMS', kmsKey: 'arn:aws:kms:us-east-1:111122223333:key/x' } }],
  ] as [string, Partial<CreationTemplate>][])('R43 with %s it needs a role', async (_setting, setting) => {
    template('prod', setting);
    expect(await modeOf('prod/x')).toBeUndefined();
    expect(await statuses(client, 'prod/x', 'v1')).toEqual([
      expect.objectContaining({ ...EAST, status: 'FAILED' }),
    ]);
    template('prod', { ...setting, customRoleArn: `arn:aws:iam::${SOURCE}:role/ecr` });
    expect(await modeOf('prod/y')).toBe('IMMUTABLE');
  });
});

describe('delete replication', () => {
  const rule = { destinations: [EAST], deleteReplication: { enabled: true } } as ReplicationRule;

  beforeEach(async () => {
    create('app');
    await putRules(client, [rule]);
  });

  test('R45 D7 one of several tags goes at the destination too', async () => {
    const digest = await push(client, 'app', 'v1');
    await push(client, 'app', 'v2');
    await removeTag(client, 'app', 'v1');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v2'] });
  });

  test('R46 the last tag takes digest and tags along', async () => {
    await push(client, 'app', 'v1');
    await removeTag(client, 'app', 'v1');
    expect(await tagsByDigest(replica, 'app')).toEqual({});
  });

  test('R46 so does a deletion by digest', async () => {
    const imageDigest = await push(client, 'app', 'v1');
    await push(client, 'app', 'v2');
    await client.send(new BatchDeleteImageCommand({ repositoryName: 'app', imageIds: [{ imageDigest }] }));
    expect(await tagsByDigest(replica, 'app')).toEqual({});
  });

  test('D7 a tag that moves is no delete', async () => {
    const first = await push(client, 'app', 'v1', 'first');
    const second = await push(client, 'app', 'v1', 'second');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [first]: [], [second]: ['v1'] });
  });

  test('D7 a delete does not overtake the push before it', async () => {
    ecr = scene({ replication: { latency: 1000 } });
    client = ecr.client(SOURCE, 'us-west-2');
    replica = ecr.client(SOURCE, 'us-east-1');
    create('app');
    await putRules(client, [rule]);
    await push(client, 'app', 'v1');
    await removeTag(client, 'app', 'v1');
    ecr.clock.advance(1000);
    expect(await tagsByDigest(replica, 'app')).toEqual({});
  });
});

describe('the registry policy', () => {
  test('R60 there is none until one is put', async () => {
    const missing = {
      name: 'RegistryPolicyNotFoundException',
      message: `Registry policy does not exist in the registry with id '${SOURCE}'`,
    };
    await expect(client.send(new GetRegistryPolicyCommand({}))).rejects.toMatchObject(missing);
    await expect(client.send(new DeleteRegistryPolicyCommand({}))).rejects.toMatchObject(missing);
    await putPolicy(client, grant({ account: SOURCE, region: 'us-west-2' }));
    const { policyText } = await client.send(new GetRegistryPolicyCommand({}));
    expect((await client.send(new DeleteRegistryPolicyCommand({}))).policyText).toBe(policyText);
  });
});

test('R79 in China addresses and ARNs are of that partition', async () => {
  const source = ecr.client(OTHER, 'cn-north-1');
  ecr.registry(OTHER, 'cn-north-1').createRepository('app');
  await putRules(source, [{ destinations: [to(OTHER, 'cn-northwest-1')] }]);
  await push(source, 'app', 'v1');
  const { repositories } = await ecr
    .client(OTHER, 'cn-northwest-1')
    .send(new DescribeRepositoriesCommand({}));
  expect(repositories?.[0]).toMatchObject({
    repositoryUri: `${OTHER}.dkr.ecr.cn-northwest-1.amazonaws.com.cn/app`,
    repositoryArn: `arn:aws-cn:ecr:cn-northwest-1:${OTHER}:repository/app`,
  });
});
