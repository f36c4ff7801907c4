import {
  BatchGetImageCommand,
  CreatePullThroughCacheRuleCommand,
  DescribeImageSigningStatusCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  PutSigningConfigurationCommand,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr';
import { image, imageIndex } from '../../../src/index.js';
import { refusal } from '../../support/refusal.js';
import { OTHER, SOURCE, push, putRules, scene, tagsByDigest, to } from '../../support/scene.js';

const FULL = (name: string, limit = 1) => ({
  name: 'LimitExceededException',
  message: `The repository with name '${name}' in registry with id '${SOURCE}' already has the maximum allowed number of images which is '${limit}'`,
});
const DAY = 86_400_000;
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

function start(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  client = ecr.client(SOURCE, 'us-east-1');
}

async function cache(): Promise<void> {
  await client.send(
    new CreatePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' }),
  );
}

const pull = (...tags: string[]) =>
  client.send(
    new BatchGetImageCommand({
      repositoryName: 'quay/app',
      imageIds: tags.map((imageTag) => ({ imageTag })),
    }),
  );
const upstream = () => ecr.upstream('quay');

describe('the images of a repository are counted, however they get there', () => {
  test('a pull that a cache has no room for is refused as a push is', async () => {
    start({ limits: { imagesPerRepository: 1 } });
    await cache();
    upstream().push('app:v1', image('one')).push('app:v2', image('two'));
    await pull('v1');
    expect(await refusal(pull('v2'))).toMatchObject(FULL('quay/app'));
    expect(await tagsByDigest(client, 'quay/app')).toEqual({ [image('one').digest]: ['v1'] });
    expect(await refusal(push(client, 'quay/app', 'v3', 'three'))).toMatchObject(FULL('quay/app'));
  });

  test('an index is counted with its children, and no new repository is left if it does not fit', async () => {
    start({ limits: { imagesPerRepository: 1 } });
    await cache();
    upstream().push('app:v1', imageIndex());
    expect(await refusal(pull('v1'))).toMatchObject(FULL('quay/app'));
    const { repositories } = await client.send(new DescribeRepositoriesCommand({}));
    expect(repositories).toEqual([]);
  });

  test('images that the call imported are answered, and the others are not found', async () => {
    start({ limits: { imagesPerRepository: 1 } });
    await cache();
    upstream().push('app:v1', image('one')).push('app:v2', image('two'));
    const { images, failures } = await pull('v1', 'v2');
    expect(images?.map(({ imageId }) => imageId?.imageTag)).toEqual(['v1']);
    expect(failures).toMatchObject([{ imageId: { imageTag: 'v2' }, failureCode: 'ImageNotFound' }]);
  });

  test('a tag that moved upstream stays on the old image if there is no room for the new one', async () => {
    start({ limits: { imagesPerRepository: 1 } });
    await cache();
    upstream().push('app:v1', image('one'));
    await pull('v1');
    upstream().push('app:v1', image('two'));
    ecr.clock.advance(DAY);
    const { images } = await pull('v1');
    expect(images?.map(({ imageId }) => imageId?.imageDigest)).toEqual([image('one').digest]);
    expect(ecr.events.at(-1)).toMatchObject({
      detail: { 'sync-status': 'FAILED', 'failure-code': 'LimitExceededException' },
    });
  });

  test('a signature that has no room ends the signing', async () => {
    start({ limits: { imagesPerRepository: 1 } });
    ecr.registry(SOURCE, 'us-east-1').createRepository('app');
    const signingProfileArn = `arn:aws:signer:us-east-1:${SOURCE}:/signing-profiles/one`;
    await client.send(
      new PutSigningConfigurationCommand({ signingConfiguration: { rules: [{ signingProfileArn }] } }),
    );
    const imageDigest = await push(client, 'app', 'v1');
    const { signingStatuses } = await client.send(
      new DescribeImageSigningStatusCommand({ repositoryName: 'app', imageId: { imageDigest } }),
    );
    expect(signingStatuses).toMatchObject([
      { status: 'FAILED', failureCode: FULL('app').name, failureReason: FULL('app').message },
    ]);
    const { imageDetails } = await client.send(new DescribeImagesCommand({ repositoryName: 'app' }));
    expect(imageDetails).toHaveLength(1);
  });
});

describe('an import of a cache', () => {
  const archive = (imageTag: string) =>
    client.send(
      new UpdateImageStorageClassCommand({
        repositoryName: 'quay/app',
        imageId: { imageTag },
        targetStorageClass: 'ARCHIVE',
      }),
    );

  test('makes an archived image active', async () => {
    start();
    await cache();
    upstream().push('app:v1', image('one'));
    await pull('v1');
    await archive('v1');
    ecr.clock.advance(DAY);
    const { images } = await pull('v1');
    expect(images?.map(({ imageId }) => imageId?.imageDigest)).toEqual([image('one').digest]);
  });

  test('is announced and sent on if an immutable tag is withheld', async () => {
    start();
    await cache();
    await putRules(client, [{ destinations: [to(SOURCE, 'eu-west-1')] }]);
    upstream().push('app:v1', image('one'));
    await pull('v1');
    ecr.registry(SOURCE, 'us-east-1').repository('quay/app').setTagMutability('IMMUTABLE');
    upstream().push('app:v1', image('two'));
    ecr.clock.advance(DAY);
    await pull('v1');
    const replicas = await tagsByDigest(ecr.client(SOURCE, 'eu-west-1'), 'quay/app');
    expect(replicas).toEqual({ [image('one').digest]: ['v1'], [image('two').digest]: [] });
  });
});

test('a replica makes an archived child of its index active', async () => {
  start();
  const index = imageIndex();
  const there = ecr.registry(OTHER, 'eu-west-1').createRepository('app');
  there.allowReplicationFrom(ecr.registry(SOURCE, 'us-east-1'));
  const [child] = index.children;
  if (child === undefined) throw new Error('an index has children');
  there.push('app:early', child);
  const destination = ecr.client(OTHER, 'eu-west-1');
  await destination.send(
    new UpdateImageStorageClassCommand({
      repositoryName: 'app',
      imageId: { imageTag: 'early' },
      targetStorageClass: 'ARCHIVE',
    }),
  );
  await putRules(client, [{ destinations: [to(OTHER, 'eu-west-1')] }]);
  ecr.registry(SOURCE, 'us-east-1').createRepository('app').push('app:v1', index);
  const { imageDetails } = await destination.send(new DescribeImagesCommand({ repositoryName: 'app' }));
  expect(imageDetails?.map(({ imageDigest }) => imageDigest)).toContain(child.digest);
});
