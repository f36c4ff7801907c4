import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImageReplicationStatusCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  PutImageCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
  StartImageScanCommand,
  TagResourceCommand,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr';
import { imageIndex } from '../../../src/index.js';
import { GV5 } from '../../support/golden.js';
import { SOURCE, prefix, push, putRules, scene, statuses, tagsByDigest, to } from '../../support/scene.js';
import { keep } from '../lifecycle/policies.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

const EAST = to(SOURCE, 'us-east-1');
let ecr: ReturnType<typeof scene>;
let client: ECRClient;
let replica: ECRClient;

function start(options: Parameters<typeof scene>[0] = {}) {
  ecr = scene(options);
  client = ecr.client(SOURCE, 'us-west-2');
  replica = ecr.client(SOURCE, 'us-east-1');
}

beforeEach(() => start());

const create = (...names: string[]) => {
  for (const name of names) ecr.registry(SOURCE, 'us-west-2').createRepository(name);
};

describe('which repositories', () => {
  test('R16 a filter is the start of the name, with no implied slash', async () => {
    const matching = ['prod', 'prod/a', 'prod-a', 'production/a'];
    const others = ['my-prod', 'dev/prod'];
    create(...matching, ...others);
    await putRules(client, [{ destinations: [EAST], repositoryFilters: [prefix('prod')] }]);
    for (const name of [...matching, ...others]) await push(client, name, 'v1');
    for (const name of matching) expect(await tagsByDigest(replica, name)).toBeDefined();
    for (const name of others) expect(await tagsByDigest(replica, name)).toBeUndefined();
  });

  test('R17 any filter of a rule suffices', async () => {
    create('api', 'web', 'ops');
    await putRules(client, [{ destinations: [EAST], repositoryFilters: [prefix('api'), prefix('web')] }]);
    for (const name of ['api', 'web', 'ops']) await push(client, name, 'v1');
    expect(await tagsByDigest(replica, 'api')).toBeDefined();
    expect(await tagsByDigest(replica, 'web')).toBeDefined();
    expect(await tagsByDigest(replica, 'ops')).toBeUndefined();
  });

  test('R18 without filters every repository replicates', async () => {
    create('api', 'team/web');
    await putRules(client, [{ destinations: [EAST] }]);
    for (const name of ['api', 'team/web']) await push(client, name, 'v1');
    expect(await tagsByDigest(replica, 'api')).toBeDefined();
    expect(await tagsByDigest(replica, 'team/web')).toBeDefined();
  });

  test('R19 several matching rules send to the union of their destinations', async () => {
    create('app');
    await putRules(client, [
      { destinations: [EAST] },
      { destinations: [to(SOURCE, 'eu-west-1'), EAST], repositoryFilters: [prefix('ap')] },
    ]);
    const digest = await push(client, 'app', 'v1');
    for (const region of ['us-east-1', 'eu-west-1']) {
      expect(await tagsByDigest(ecr.client(SOURCE, region), 'app')).toEqual({ [digest]: ['v1'] });
    }
  });
});

describe('a replica', () => {
  beforeEach(async () => {
    create('app');
    await putRules(client, [{ destinations: [EAST] }]);
  });

  test('R22 the same name, digest, tag and bytes', async () => {
    await client.send(
      new PutImageCommand({ repositoryName: 'app', imageTag: 'v1', imageManifest: GV5.m.manifest }),
    );
    const { images } = await replica.send(
      new BatchGetImageCommand({ repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] }),
    );
    expect(images).toEqual([
      expect.objectContaining({
        repositoryName: 'app',
        imageId: { imageDigest: GV5.m.digest, imageTag: 'v1' },
        imageManifest: GV5.m.manifest,
      }),
    ]);
  });

  test('R26 putting the same digest and tag again is refused and replicates nothing', async () => {
    await push(client, 'app', 'v1');
    ecr.clock.advance(1000);
    await expect(push(client, 'app', 'v1')).rejects.toMatchObject({ name: 'ImageAlreadyExistsException' });
    expect(ecr.calls.filter((call) => call.operation === 'ReplicateImage')).toHaveLength(1);
  });

  test('R29 a tag moved at the source moves at a mutable destination, and the old image stays', async () => {
    const first = await push(client, 'app', 'v1', 'first');
    const second = await push(client, 'app', 'v1', 'second');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [first]: [], [second]: ['v1'] });
  });

  test('R34 an index brings its children, which are untagged', async () => {
    const index = imageIndex('app');
    ecr.registry(SOURCE, 'us-west-2').push('app:v1', index);
    expect(await tagsByDigest(replica, 'app')).toEqual({
      [index.digest]: ['v1'],
      ...Object.fromEntries(index.children.map((child) => [child.digest, []])),
    });
  });

  test('R34 children before their index, so that it never names what is not there', () => {
    const index = imageIndex('app');
    const order: string[] = [];
    const { registry } = ecr.registry(SOURCE, 'us-east-1')[INSIDE];
    ecr.registry(SOURCE, 'us-west-2').push('app:v1', index);
    for (const image of registry.repository('app')?.allImages() ?? []) order.push(image.digest);
    expect(order).toEqual([...index.children.map((child) => child.digest), index.digest]);
  });

  test('R34 children that the rule came too late for come with their index', async () => {
    const index = imageIndex('app');
    await putRules(client, []);
    for (const { manifest: imageManifest } of index.children) {
      await client.send(new PutImageCommand({ repositoryName: 'app', imageManifest }));
    }
    await putRules(client, [{ destinations: [EAST] }]);
    const { manifest: imageManifest } = index;
    await client.send(new PutImageCommand({ repositoryName: 'app', imageTag: 'v1', imageManifest }));
    expect(Object.keys((await tagsByDigest(replica, 'app')) ?? {})).toEqual([
      ...index.children.map((child) => child.digest),
      index.digest,
    ]);
  });

  test('R22 an image that is pushed by digest alone', async () => {
    const digest = await push(client, 'app', undefined);
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: [] });
    const { replicationStatuses } = await client.send(
      new DescribeImageReplicationStatusCommand({ repositoryName: 'app', imageId: { imageDigest: digest } }),
    );
    expect(replicationStatuses).toEqual([{ ...EAST, status: 'COMPLETE' }]);
  });

  test('R44 deleting the image at the source leaves the replica', async () => {
    const digest = await push(client, 'app', 'v1');
    await client.send(new BatchDeleteImageCommand({ repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] }));
    expect(await tagsByDigest(client, 'app')).toEqual({});
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v1'] });
  });
});

describe('calls that start no replication', () => {
  const repositoryName = 'app';
  const resourceArn = `arn:aws:ecr:us-west-2:${SOURCE}:repository/app`;
  const v1 = { imageTag: 'v1' };
  const policyText = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
  });
  const lifecyclePolicyText = JSON.stringify({ rules: [keep(1, 5)] });
  const imageTagMutability = 'IMMUTABLE';
  const targetStorageClass = 'ARCHIVE';
  const imageScanningConfiguration = { scanOnPush: true };

  test.each([
    ['tag mutability', new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability })],
    ['a repository policy', new SetRepositoryPolicyCommand({ repositoryName, policyText })],
    ['a lifecycle policy', new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText })],
    ['a resource tag', new TagResourceCommand({ resourceArn, tags: [{ Key: 'team', Value: 'a' }] })],
    [
      'a scan setting',
      new PutImageScanningConfigurationCommand({ repositoryName, imageScanningConfiguration }),
    ],
    ['a scan', new StartImageScanCommand({ repositoryName, imageId: v1 })],
    ['an archive', new UpdateImageStorageClassCommand({ repositoryName, imageId: v1, targetStorageClass })],
    ['a pull', new BatchGetImageCommand({ repositoryName, imageIds: [v1] })],
    ['a deletion', new BatchDeleteImageCommand({ repositoryName, imageIds: [v1] })],
    ['the deletion of the repository', new DeleteRepositoryCommand({ repositoryName, force: true })],
  ])('R44 R47 %s', async (_what, command) => {
    create('app');
    await putRules(client, [{ destinations: [EAST] }]);
    const digest = await push(client, 'app', 'v1');
    const settings = { repositoryNames: ['app'] };
    const before = await replica.send(new DescribeRepositoriesCommand(settings));
    await (client.send as (one: object) => Promise<unknown>).call(client, command);
    expect(ecr.calls.filter((call) => call.operation === 'ReplicateImage')).toHaveLength(1);
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v1'] });
    const after = await replica.send(new DescribeRepositoriesCommand(settings));
    expect(after.repositories).toEqual(before.repositories);
  });

  test('R24 an image pushed before the rule', async () => {
    create('app');
    await push(client, 'app', 'v1');
    await putRules(client, [{ destinations: [EAST] }]);
    expect(await tagsByDigest(replica, 'app')).toBeUndefined();
    expect(await statuses(client, 'app', 'v1')).toEqual([]);
  });

  test('R25 a new tag on such an image brings the image with that tag only', async () => {
    create('app');
    const digest = await push(client, 'app', 'v1');
    await putRules(client, [{ destinations: [EAST] }]);
    await push(client, 'app', 'v2');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v2'] });
  });

  test('R27 an arrival by replication: there is no chaining', async () => {
    create('app');
    await putRules(client, [{ destinations: [EAST] }]);
    await putRules(replica, [{ destinations: [to(SOURCE, 'us-east-2')] }]);
    await push(client, 'app', 'v1');
    expect(await tagsByDigest(replica, 'app')).toBeDefined();
    expect(await tagsByDigest(ecr.client(SOURCE, 'us-east-2'), 'app')).toBeUndefined();
  });

  test('R28 two Regions that replicate to each other do not loop', async () => {
    create('app');
    await putRules(client, [{ destinations: [EAST] }]);
    await putRules(replica, [{ destinations: [to(SOURCE, 'us-west-2')] }]);
    const digest = await push(client, 'app', 'v1');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v1'] });
    expect(await statuses(replica, 'app', 'v1')).toEqual([]);
  });
});

describe('tags at the destination', () => {
  beforeEach(async () => {
    create('app');
    await putRules(client, [{ destinations: [EAST] }]);
  });

  test('R30 an immutable tag on another digest is withheld, and the image arrives without it', async () => {
    ecr.registry(SOURCE, 'us-east-1').createRepository('app', { imageTagMutability: 'IMMUTABLE' });
    const old = await push(replica, 'app', 'v1', 'old');
    const digest = await push(client, 'app', 'v1', 'new');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [old]: ['v1'], [digest]: [] });
    expect(await statuses(client, 'app', 'v1')).toEqual([{ ...EAST, status: 'COMPLETE' }]);
  });

  test('R31 a free tag arrives in an immutable repository', async () => {
    ecr.registry(SOURCE, 'us-east-1').createRepository('app', { imageTagMutability: 'IMMUTABLE' });
    const digest = await push(client, 'app', 'v1');
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v1'] });
  });
});

describe('in time', () => {
  test('R23 with a latency the push is answered before the image is there', async () => {
    start({ replication: { latency: 60_000 } });
    create('app');
    await putRules(client, [{ destinations: [EAST] }]);
    const digest = await push(client, 'app', 'v1');
    expect(await tagsByDigest(replica, 'app')).toBeUndefined();
    expect(await statuses(client, 'app', 'v1')).toEqual([{ ...EAST, status: 'IN_PROGRESS' }]);
    ecr.clock.advance(59_999);
    expect(await tagsByDigest(replica, 'app')).toBeUndefined();
    ecr.clock.advance(1);
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v1'] });
    expect(await statuses(client, 'app', 'v1')).toEqual([{ ...EAST, status: 'COMPLETE' }]);
  });

  test('R23 manual replication waits for the test to settle', async () => {
    start({ replication: 'manual' });
    create('app');
    await putRules(client, [{ destinations: [EAST] }]);
    const digest = await push(client, 'app', 'v1');
    ecr.clock.advance(365 * 24 * 60 * 60 * 1000);
    expect(await tagsByDigest(replica, 'app')).toBeUndefined();
    expect(ecr.pending()).toEqual([`replication of app:v1 from ${SOURCE}/us-west-2 to ${SOURCE}/us-east-1`]);
    ecr.settle();
    expect(await tagsByDigest(replica, 'app')).toEqual({ [digest]: ['v1'] });
  });

  test('a replica that was due long ago bears the moment it was due', async () => {
    start({ replication: { latency: 1000 } });
    create('app');
    await putRules(client, [{ destinations: [EAST] }]);
    const pushedAt = ecr.clock.now().getTime();
    await push(client, 'app', 'v1');
    ecr.clock.advance(3_600_000);
    const { imageDetails } = await replica.send(new DescribeImagesCommand({ repositoryName: 'app' }));
    expect(imageDetails?.[0]?.imagePushedAt).toEqual(new Date(pushedAt + 1000));
  });

  test('Jest fake timers drive the clock', async () => {
    jest.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') });
    try {
      start({ replication: { latency: 5000 }, now: undefined });
      create('app');
      await putRules(client, [{ destinations: [EAST] }]);
      await push(client, 'app', 'v1');
      expect(await tagsByDigest(replica, 'app')).toBeUndefined();
      jest.setSystemTime(Date.parse('2026-01-01T00:00:05Z'));
      expect(await tagsByDigest(replica, 'app')).toBeDefined();
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('the destination repository', () => {
  test('R36 is made with defaults if it is missing', async () => {
    create('app');
    await putRules(client, [{ destinations: [EAST] }]);
    await push(client, 'app', 'v1');
    const { repositories } = await replica.send(
      new DescribeRepositoriesCommand({ repositoryNames: ['app'] }),
    );
    expect(repositories?.[0]).toMatchObject({
      imageTagMutability: 'MUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'AES256' },
      repositoryArn: `arn:aws:ecr:us-east-1:${SOURCE}:repository/app`,
    });
  });

  test('R37 takes none of the source settings', async () => {
    await client.send(
      new CreateRepositoryCommand({
        repositoryName: 'app',
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: { encryptionType: 'KMS' },
      }),
    );
    await putRules(client, [{ destinations: [EAST] }]);
    await push(client, 'app', 'v1');
    const { repositories } = await replica.send(
      new DescribeRepositoriesCommand({ repositoryNames: ['app'] }),
    );
    expect(repositories?.[0]).toMatchObject({
      imageTagMutability: 'MUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'AES256' },
    });
  });
});

test('R58 another Region of the same account needs no policy', async () => {
  create('app');
  await putRules(client, [{ destinations: [EAST] }]);
  await push(client, 'app', 'v1');
  expect(await statuses(client, 'app', 'v1')).toEqual([{ ...EAST, status: 'COMPLETE' }]);
  expect(ecr.registry(SOURCE, 'us-east-1')[INSIDE].registry.policyText).toBeUndefined();
});
