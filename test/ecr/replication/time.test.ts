import {
  BatchDeleteImageCommand,
  DeleteRegistryPolicyCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  PutImageTagMutabilityCommand,
} from '@aws-sdk/client-ecr';
import { imageIndex } from '../../../src/index.js';
import { refusal } from '../../support/refusal.js';
import {
  OTHER,
  SOURCE,
  START,
  grant,
  images,
  push,
  putPolicy,
  putRules,
  scene,
  statuses,
  tagsByDigest,
  to,
} from '../../support/scene.js';

const EAST = to(SOURCE, 'us-east-1');
const EU = to(OTHER, 'eu-west-1');
let ecr: ReturnType<typeof scene>;
let client: ECRClient;
let east: ECRClient;
let eu: ECRClient;

function start(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  client = ecr.client(SOURCE, 'us-west-2');
  east = ecr.client(SOURCE, 'us-east-1');
  eu = ecr.client(OTHER, 'eu-west-1');
  ecr.registry(SOURCE, 'us-west-2').createRepository('app');
}

const remove = (imageTag: string) =>
  client.send(new BatchDeleteImageCommand({ repositoryName: 'app', imageIds: [{ imageTag }] }));

test('D1 by default replicas are there before the push is answered', async () => {
  start();
  await putRules(client, [{ destinations: [EAST] }]);
  await push(client, 'app', 'v1');
  expect(await statuses(client, 'app', 'v1')).toEqual([{ ...EAST, status: 'COMPLETE' }]);
});

describe('D2 which moment each condition is judged at', () => {
  test('permission is judged at the start: what is denied shows IN_PROGRESS until it is due, then FAILED', async () => {
    start({ replication: { latency: 1000 } });
    await putRules(client, [{ destinations: [EU] }]);
    await push(client, 'app', 'v1');
    await putPolicy(eu, grant({ account: OTHER, region: 'eu-west-1' }));
    expect(await statuses(client, 'app', 'v1')).toMatchObject([{ status: 'IN_PROGRESS' }]);
    ecr.clock.advance(1000);
    expect(await statuses(client, 'app', 'v1')).toMatchObject([
      { status: 'FAILED', failureCode: 'DESTINATION_REGISTRY_ACCESS_DENIED' },
    ]);
  });

  test('a revocation in flight does not stop the copy', async () => {
    start({ replication: { latency: 1000 } });
    await putPolicy(eu, grant({ account: OTHER, region: 'eu-west-1' }));
    await putRules(client, [{ destinations: [EU] }]);
    await push(client, 'app', 'v1');
    await eu.send(new DeleteRegistryPolicyCommand({}));
    ecr.clock.advance(1000);
    expect(await statuses(client, 'app', 'v1')).toMatchObject([{ status: 'COMPLETE' }]);
  });

  test('mutability and tags are judged at delivery', async () => {
    start({ replication: 'manual' });
    await putRules(client, [{ destinations: [EAST] }]);
    ecr.registry(SOURCE, 'us-east-1').createRepository('app');
    await push(client, 'app', 'v1', 'new');
    const held = await push(east, 'app', 'v1', 'held');
    await east.send(
      new PutImageTagMutabilityCommand({ repositoryName: 'app', imageTagMutability: 'IMMUTABLE' }),
    );
    ecr.settle();
    expect((await tagsByDigest(east, 'app'))?.[held]).toEqual(['v1']);
    expect(await images(east, 'app')).toHaveLength(2);
  });

  test('rules are judged at the start: clearing them does not stop what has started', async () => {
    start({ replication: 'manual' });
    await putRules(client, [{ destinations: [EAST] }]);
    await push(client, 'app', 'v1');
    await putRules(client, []);
    ecr.settle();
    expect(await images(east, 'app')).toHaveLength(1);
  });
});

test('D3 lazily run work bears the moment it was due, and equal moments keep the order of planning', async () => {
  start({ replication: { latency: 1000 } });
  await putRules(client, [{ destinations: [EAST] }]);
  await push(client, 'app', 'v1', 'one');
  await push(client, 'app', 'v2', 'two');
  ecr.clock.advance(3_600_000);
  const arrived = await images(east, 'app');
  expect(arrived?.map((one) => [one.imageTags?.[0], one.imagePushedAt])).toEqual([
    ['v1', new Date(START + 1000)],
    ['v2', new Date(START + 1000)],
  ]);
});

describe('D4 an image that goes while its copy is under way', () => {
  test('arrives all the same', async () => {
    start({ replication: 'manual' });
    await putRules(client, [{ destinations: [EAST] }]);
    const digest = await push(client, 'app', 'v1');
    await remove('v1');
    ecr.settle();
    expect(await tagsByDigest(east, 'app')).toEqual({ [digest]: ['v1'] });
  });

  test('arrives even if the whole repository went', async () => {
    start({ replication: 'manual' });
    await putRules(client, [{ destinations: [EAST] }]);
    const digest = await push(client, 'app', 'v1');
    await client.send(new DeleteRepositoryCommand({ repositoryName: 'app', force: true }));
    ecr.settle();
    expect(await tagsByDigest(east, 'app')).toEqual({ [digest]: ['v1'] });
  });

  test('fails if the option says so', async () => {
    start({ replication: 'manual', behaviour: { sourceDeletedInFlight: 'fail' } });
    await putRules(client, [{ destinations: [EAST] }]);
    await push(client, 'app', 'v1');
    await push(client, 'app', 'v2');
    await remove('v1');
    ecr.settle();
    expect(Object.values((await tagsByDigest(east, 'app')) ?? {})).toEqual([['v2']]);
  });
});

describe('D5 the status', () => {
  test('is per digest and destination, and the last task to start decides', async () => {
    start({ replication: { latency: 1000 } });
    await putRules(client, [{ destinations: [EAST] }]);
    await push(client, 'app', 'v1');
    ecr.clock.advance(500);
    await push(client, 'app', 'v2');
    ecr.clock.advance(500);
    // The first task is over, the second decides.
    expect(await statuses(client, 'app', 'v1')).toEqual([{ ...EAST, status: 'IN_PROGRESS' }]);
    ecr.clock.advance(500);
    expect(await statuses(client, 'app', 'v1')).toEqual([{ ...EAST, status: 'COMPLETE' }]);
  });

  test('of the children of an index is that of the task of the index', async () => {
    start();
    const index = imageIndex();
    const [child] = index.children;
    const source = ecr.registry(SOURCE, 'us-west-2').push('app:early', index);
    expect(await statuses(client, 'app', 'early')).toEqual([]);
    // The children are there from before the rule, and have no task of their own.
    await putRules(client, [{ destinations: [EU] }]);
    source.push('app:v1', index);
    const { DescribeImageReplicationStatusCommand } = await import('@aws-sdk/client-ecr');
    const { replicationStatuses } = await client.send(
      new DescribeImageReplicationStatusCommand({
        repositoryName: 'app',
        imageId: { imageDigest: child?.digest ?? '' },
      }),
    );
    expect(replicationStatuses).toMatchObject([{ ...EU, status: 'FAILED' }]);
  });

  test('goes with the image', async () => {
    start();
    await putRules(client, [{ destinations: [EAST] }]);
    await push(client, 'app', 'v1');
    await remove('v1');
    await putRules(client, []);
    await push(client, 'app', 'v1');
    expect(await statuses(client, 'app', 'v1')).toEqual([]);
  });
});

test('D6 a restore sends every tag of the image, by the rules in force at the call', async () => {
  start();
  const { UpdateImageStorageClassCommand } = await import('@aws-sdk/client-ecr');
  const digest = await push(client, 'app', 'v1');
  await push(client, 'app', 'v2');
  const update = { repositoryName: 'app', imageId: { imageTag: 'v1' } };
  await client.send(new UpdateImageStorageClassCommand({ ...update, targetStorageClass: 'ARCHIVE' }));
  await putRules(client, [{ destinations: [EAST] }]);
  await client.send(new UpdateImageStorageClassCommand({ ...update, targetStorageClass: 'STANDARD' }));
  expect(await tagsByDigest(east, 'app')).toEqual({ [digest]: ['v1', 'v2'] });
});

describe('D39 a push of an archived image restores it, and sends every tag', () => {
  const update = {
    repositoryName: 'app',
    imageId: { imageTag: 'v1' },
    targetStorageClass: 'ARCHIVE',
  } as const;

  async function archived(): Promise<string> {
    start();
    const { UpdateImageStorageClassCommand } = await import('@aws-sdk/client-ecr');
    const digest = await push(client, 'app', 'v1');
    await push(client, 'app', 'v2');
    await client.send(new UpdateImageStorageClassCommand(update));
    await putRules(client, [{ destinations: [EAST] }]);
    return digest;
  }

  test.each([
    ['without a tag', undefined, ['v1', 'v2']],
    ['with one of its tags', 'v2', ['v1', 'v2']],
    ['with a new tag', 'v3', ['v1', 'v2', 'v3']],
  ])('%s', async (_, imageTag, tags) => {
    const digest = await archived();
    await push(client, 'app', imageTag);
    expect(await tagsByDigest(east, 'app')).toEqual({ [digest]: tags });
    const pushes = ecr.events.filter(({ region, detail }) => {
      return region === 'us-west-2' && 'action-type' in detail && detail['action-type'] === 'PUSH';
    });
    expect(pushes).toHaveLength(3);
  });

  test('one without any tag is sent without one', async () => {
    const digest = await archived();
    for (const tag of ['v1', 'v2']) await push(client, 'app', tag, 'other');
    await push(client, 'app', undefined);
    expect((await tagsByDigest(east, 'app'))?.[digest]).toEqual([]);
  });
});

test('A9 a restore replicates only if replication is on then', async () => {
  start();
  const { UpdateImageStorageClassCommand } = await import('@aws-sdk/client-ecr');
  await putRules(client, [{ destinations: [EAST] }]);
  await putRules(client, []);
  await push(client, 'app', 'v1');
  const update = { repositoryName: 'app', imageId: { imageTag: 'v1' } };
  await client.send(new UpdateImageStorageClassCommand({ ...update, targetStorageClass: 'ARCHIVE' }));
  await client.send(new UpdateImageStorageClassCommand({ ...update, targetStorageClass: 'STANDARD' }));
  expect(await images(east, 'app')).toBeUndefined();
});

describe('D11 opt-in Regions', () => {
  const region = 'me-central-1';

  test('are disabled until the test enables them, takes a handle there, or calls there', async () => {
    for (const enable of [
      () => void ecr.account(OTHER).enableRegion(region),
      () => void ecr.registry(OTHER, region),
      () => ecr.client(OTHER, region).send(new DescribeRepositoriesCommand({})),
    ]) {
      start();
      expect(ecr.account(OTHER).isRegionEnabled(region)).toBe(false);
      await enable();
      expect(ecr.account(OTHER).isRegionEnabled(region)).toBe(true);
    }
  });

  test('once disabled, calls there are refused and nothing replicates into them', async () => {
    start();
    ecr.account(SOURCE).disableRegion('us-east-1');
    expect(await refusal(east.send(new DescribeRepositoriesCommand({})))).toEqual({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
    await putRules(client, [{ destinations: [EAST] }]);
    await push(client, 'app', 'v1');
    expect(await statuses(client, 'app', 'v1')).toMatchObject([{ status: 'FAILED' }]);
    expect(ecr.explain('app:v1', ecr.registry(SOURCE, 'us-east-1')).reasons[0]?.code).toBe('region-disabled');
  });

  test('unknown Regions work for calls, and not as destinations', async () => {
    start();
    const far = ecr.client(SOURCE, 'us-north-50');
    expect((await far.send(new DescribeRepositoriesCommand({}))).repositories).toEqual([]);
    const call = putRules(client, [{ destinations: [to(SOURCE, 'us-north-50')] }]);
    expect((await refusal(call)).name).toBe('InvalidParameterException');
  });
});

test('latency can differ by destination, and one destination can be settled alone', async () => {
  start({ replication: { latency: ({ region }) => (region === 'eu-west-1' ? 60_000 : 1000) } });
  await putPolicy(eu, grant({ account: OTHER, region: 'eu-west-1' }));
  await putRules(client, [{ destinations: [EAST, EU] }]);
  await push(client, 'app', 'v1');
  expect(ecr.pending()).toEqual([
    `replication of app:v1 from ${SOURCE}/us-west-2 to ${SOURCE}/us-east-1`,
    `replication of app:v1 from ${SOURCE}/us-west-2 to ${OTHER}/eu-west-1`,
  ]);
  ecr.clock.advance(1000);
  expect(await images(east, 'app')).toHaveLength(1);
  expect(await images(eu, 'app')).toBeUndefined();
  ecr.settle({ to: ecr.registry(OTHER, 'eu-west-1') });
  expect(await images(eu, 'app')).toHaveLength(1);
});

test('an outage refuses calls in its Region and holds replications back until it is over', async () => {
  start();
  await putRules(client, [{ destinations: [EAST] }]);
  const outage = ecr.outage('us-east-1');
  await push(client, 'app', 'v1');
  expect((await refusal(east.send(new DescribeRepositoriesCommand({})))).name).toBe(
    'ServiceUnavailableException',
  );
  expect(await statuses(client, 'app', 'v1')).toMatchObject([{ status: 'IN_PROGRESS' }]);
  ecr.settle();
  expect(ecr.pending()).toEqual([
    `replication of app:v1 from ${SOURCE}/us-west-2 to ${SOURCE}/us-east-1, held back by an outage of us-east-1`,
  ]);
  ecr.clock.advance(60_000);
  outage.end();
  outage.end();
  expect((await images(east, 'app'))?.[0]?.imagePushedAt).toEqual(new Date(START + 60_000));
  expect(ecr.pending()).toEqual([]);
});
