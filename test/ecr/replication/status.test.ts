import { DescribeImageReplicationStatusCommand, type ECRClient } from '@aws-sdk/client-ecr';
import { expectNotReplicated, expectReplicated } from '../../../src/index.js';
import { OTHER, SOURCE, images, push, putRules, scene, statuses, to } from '../../support/scene.js';

let ecr: ReturnType<typeof scene>;
let client: ECRClient;

const ask = (repositoryName: string, imageId: { imageTag?: string; imageDigest?: string }) =>
  client.send(new DescribeImageReplicationStatusCommand({ repositoryName, imageId }));

beforeEach(() => {
  ecr = scene();
  client = ecr.client(SOURCE, 'us-west-2');
});

describe('rules', () => {
  test('R63 an unknown repository', async () => {
    await expect(ask('nope', { imageTag: 'v1' })).rejects.toMatchObject({
      name: 'RepositoryNotFoundException',
      message: `The repository with name 'nope' does not exist in the registry with id '${SOURCE}'`,
    });
  });

  test('R63 an unknown image', async () => {
    ecr.registry(SOURCE, 'us-west-2').createRepository('app');
    await expect(ask('app', { imageTag: 'v1' })).rejects.toMatchObject({ name: 'ImageNotFoundException' });
  });

  test('a tag and a digest that do not belong together', async () => {
    ecr.registry(SOURCE, 'us-west-2').createRepository('app');
    await push(client, 'app', 'v1', 'first');
    const imageDigest = await push(client, 'app', 'v2', 'second');
    await expect(ask('app', { imageTag: 'v1', imageDigest })).rejects.toMatchObject({
      name: 'ImageNotFoundException',
    });
  });

  test('neither tag nor digest', async () => {
    ecr.registry(SOURCE, 'us-west-2').createRepository('app');
    await expect(ask('app', {})).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('effects', () => {
  beforeEach(async () => {
    ecr.registry(SOURCE, 'us-west-2').createRepository('app');
    await putRules(client, [{ destinations: [to(SOURCE, 'us-east-1'), to(OTHER, 'eu-west-1')] }]);
    await push(client, 'app', 'v1');
  });

  test('R64 one entry for each unique destination, with its Region and account', async () => {
    const entries = await statuses(client, 'app', 'v1');
    expect(entries?.map(({ region, registryId }) => ({ region, registryId }))).toEqual([
      { region: 'us-east-1', registryId: SOURCE },
      { region: 'eu-west-1', registryId: OTHER },
    ]);
  });

  test('R65 asked at the destination there is none', async () => {
    expect(await statuses(ecr.client(SOURCE, 'us-east-1'), 'app', 'v1')).toEqual([]);
  });

  test('R66 a failure code is there on a failure only', async () => {
    const [complete, failed] = (await statuses(client, 'app', 'v1')) ?? [];
    expect(complete).toEqual({ region: 'us-east-1', registryId: SOURCE, status: 'COMPLETE' });
    expect(failed).toMatchObject({ status: 'FAILED', failureCode: 'DESTINATION_REGISTRY_ACCESS_DENIED' });
    const waiting = scene({ replication: 'manual' });
    const again = waiting.client(SOURCE, 'us-west-2');
    waiting.registry(SOURCE, 'us-west-2').createRepository('app');
    await putRules(again, [{ destinations: [to(SOURCE, 'us-east-1')] }]);
    await push(again, 'app', 'v1');
    expect(await statuses(again, 'app', 'v1')).toEqual([
      { region: 'us-east-1', registryId: SOURCE, status: 'IN_PROGRESS' },
    ]);
  });

  test('asked by tag, the answer has the digest and the tag', async () => {
    const { imageId } = await ask('app', { imageTag: 'v1' });
    expect(imageId).toEqual({ imageTag: 'v1', imageDigest: expect.stringMatching(/^sha256:/) as string });
    const byDigest = await ask('app', { imageDigest: imageId?.imageDigest });
    expect(byDigest.imageId).toEqual({ imageDigest: imageId?.imageDigest });
  });
});

test('emptying the configuration keeps the statuses of earlier replications', async () => {
  ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  await putRules(client, [{ destinations: [to(SOURCE, 'us-east-1')] }]);
  await push(client, 'app', 'v1');
  await putRules(client, []);
  expect(await statuses(client, 'app', 'v1')).toEqual([{ ...to(SOURCE, 'us-east-1'), status: 'COMPLETE' }]);
});

test('R49 an account that was never mentioned denies like any other', async () => {
  ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  const nowhere = to('999999999999', 'us-east-1');
  await putRules(client, [{ destinations: [nowhere] }]);
  await push(client, 'app', 'v1');
  expect(await statuses(client, 'app', 'v1')).toEqual([
    { ...nowhere, status: 'FAILED', failureCode: 'DESTINATION_REGISTRY_ACCESS_DENIED' },
  ]);
});

test('R80 nothing arrives in an opt-in Region that the destination account has not enabled', async () => {
  ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  await putRules(client, [{ destinations: [to(OTHER, 'me-central-1')] }]);
  await push(client, 'app', 'v1');
  expect(await statuses(client, 'app', 'v1')).toEqual([
    expect.objectContaining({ region: 'me-central-1', status: 'FAILED' }),
  ]);
  // An assertion about the Region does not enable it.
  await expect(expectReplicated('app:v1', 'me-central-1', OTHER)).rejects.toThrow('is not enabled');
  await expectNotReplicated('app:v1', 'me-central-1', OTHER);
  expect(ecr.account(OTHER).isRegionEnabled('me-central-1')).toBe(false);
  expect(await images(ecr.client(OTHER, 'me-central-1'), 'app')).toBeUndefined();
});
