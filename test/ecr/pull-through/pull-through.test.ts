/** What a pull through the cache leaves behind: images, tags, events, and what it asked its upstream. */
import {
  BatchGetImageCommand,
  CreatePullThroughCacheRuleCommand,
  type ECRClient,
  type ImageIdentifier,
} from '@aws-sdk/client-ecr';
import { image, imageIndex } from '../../../src/index.js';
import { refusal } from '../../support/refusal.js';
import { scene } from '../../support/scene.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

const OWN = '111122223333';
const DAY = 86_400_000;
const [one, two] = [image('one'), image('two')];
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

const rule = (ecrRepositoryPrefix = 'quay', upstreamRegistryUrl = 'quay.io') =>
  client.send(new CreatePullThroughCacheRuleCommand({ ecrRepositoryPrefix, upstreamRegistryUrl }));

beforeEach(async () => {
  ecr = scene({ behaviour: { pullThroughByDigest: 'imported' } });
  client = ecr.client(OWN, 'us-east-1');
  await rule();
});

const quay = () => ecr.upstream('quay');
const app = () => ecr.registry(OWN, 'us-east-1').repository('quay/app');
const pull = (imageIds: ImageIdentifier[], repositoryName = 'quay/app') =>
  client.send(new BatchGetImageCommand({ repositoryName, imageIds }));
const details = () => ecr.events.map((event) => event.detail);
const types = () => ecr.events.map((event) => event.detail['action-type'] ?? event.detail['sync-status']);

test('an import by tag is a push and then a sync', async () => {
  quay().push('app:v1', one);
  await pull([{ imageTag: 'v1' }]);
  expect(types()).toEqual(['PUSH', 'SUCCESS']);
  expect(details()[0]).toMatchObject({ 'image-tag': 'v1', 'image-digest': one.digest });
  expect(details()[1]).toEqual({
    'rule-version': '1',
    'sync-status': 'SUCCESS',
    'ecr-repository-prefix': 'quay',
    'repository-name': 'quay/app',
    'upstream-registry-url': 'quay.io',
    'image-tag': 'v1',
    'image-digest': one.digest,
  });
});

test('an id of neither a tag nor a digest does not ask the upstream', async () => {
  quay().push('app:v1', one);
  await pull([{ imageTag: 'v1' }]);
  const { failures } = await pull([{}]);
  expect(failures).toMatchObject([{ failureCode: 'MissingDigestAndTag' }]);
  expect(quay().requests).toBe(1);
});

test('an import by digest has no tag', async () => {
  quay().push('app:v1', one);
  await pull([{ imageDigest: one.digest }]);
  expect(types()).toEqual(['PUSH', 'SUCCESS']);
  expect(details()[0]).toMatchObject({ 'image-tag': '' });
  expect(details()[1]).not.toHaveProperty('image-tag');
  expect(app().images).toMatchObject([{ digest: one.digest, tags: [] }]);
});

test('the children of an index are pushed separately, before it', async () => {
  const index = imageIndex({ images: [one, two] });
  quay().push('app:v1', index);
  await pull([{ imageTag: 'v1' }]);
  const pushes = details().filter((detail) => detail['action-type'] === 'PUSH');
  expect(pushes.map((detail) => [detail['image-digest'], detail['image-tag']])).toEqual([
    [one.digest, ''],
    [two.digest, ''],
    [index.digest, 'v1'],
  ]);
  await pull([{ imageDigest: one.digest }]);
  expect(quay().requests).toBe(1);
});

test.each([
  ['UpstreamAccessDenied', 'The upstream registry denied access'],
  ['UpstreamTooManyRequests', 'The upstream registry answered that there were too many requests'],
  ['UpstreamUnavailable', 'The upstream registry is unavailable'],
] as const)('%s is told, with its reason, in the answer and in the event', async (trouble, reason) => {
  ecr.registry(OWN, 'us-east-1').createRepository('quay/app');
  quay().push('app:v1', one).fail(trouble);
  const { failures, images } = await pull([{ imageTag: 'v1' }]);
  expect(images).toEqual([]);
  expect(failures).toEqual([{ imageId: { imageTag: 'v1' }, failureCode: trouble, failureReason: reason }]);
  expect(details()).toEqual([
    {
      'rule-version': '1',
      'sync-status': 'FAILED',
      'ecr-repository-prefix': 'quay',
      'repository-name': 'quay/app',
      'upstream-registry-url': 'quay.io',
      'image-tag': 'v1',
      'failure-code': trouble,
      'failure-reason': reason,
    },
  ]);
  await pull([{ imageDigest: one.digest }]);
  expect(details()[1]).toMatchObject({ 'image-digest': one.digest, 'failure-code': trouble });
  expect(details()[1]).not.toHaveProperty('image-tag');
});

test('each image of a pull is asked for, and fails by itself', async () => {
  quay().push('app:v1', one).push('app:v2', two);
  const { images, failures } = await pull([{ imageTag: 'v1' }, { imageTag: 'nope' }, { imageTag: 'v2' }]);
  expect(images?.map((found) => found.imageId?.imageTag)).toEqual(['v1', 'v2']);
  expect(failures).toMatchObject([{ imageId: { imageTag: 'nope' }, failureCode: 'ImageNotFound' }]);
  expect(quay().requests).toBe(3);
});

test('an image is asked for again a day after it was last asked for', async () => {
  quay().push('app:v1', one);
  await pull([{ imageTag: 'v1' }]);
  ecr.clock.advance(DAY);
  await pull([{ imageTag: 'v1' }]);
  expect(quay().requests).toBe(2);
  ecr.clock.advance(DAY - 1);
  await pull([{ imageTag: 'v1' }]);
  expect(quay().requests).toBe(2);
  ecr.clock.advance(1);
  await pull([{ imageTag: 'v1' }]);
  expect(quay().requests).toBe(3);
  expect(types()).toEqual(['PUSH', 'SUCCESS', 'SUCCESS', 'SUCCESS']);
});

test('a tag that moves takes another image along, without its old one', async () => {
  quay().push('app:v1', one);
  await pull([{ imageTag: 'v1' }]);
  quay().push('app:v1', two);
  ecr.clock.advance(DAY);
  await pull([{ imageTag: 'v1' }]);
  expect(app().images).toMatchObject([
    { digest: one.digest, tags: [] },
    { digest: two.digest, tags: ['v1'] },
  ]);
  expect(types()).toEqual(['PUSH', 'SUCCESS', 'PUSH', 'SUCCESS']);
});

test('an immutable tag stays, and the other image arrives without it', async () => {
  ecr.registry(OWN, 'us-east-1').createRepository('quay/app', { imageTagMutability: 'IMMUTABLE' });
  quay().push('app:v1', one);
  await pull([{ imageTag: 'v1' }]);
  quay().push('app:v1', two);
  ecr.clock.advance(DAY);
  await pull([{ imageTag: 'v1' }]);
  expect(app().images).toMatchObject([
    { digest: one.digest, tags: ['v1'] },
    { digest: two.digest, tags: [] },
  ]);
});

test('a second tag of an image is not a new image', async () => {
  const scanned = ecr.registry(OWN, 'us-east-1').createRepository('quay/app', { scanOnPush: true });
  quay().push('app:v1', one).push('app:v2', one);
  const scans = () => ecr.events.filter((event) => event['detail-type'] === 'ECR Image Scan');
  await pull([{ imageTag: 'v1' }]);
  expect(scans()).toHaveLength(1);
  await pull([{ imageTag: 'v2' }]);
  expect(scanned.repository('quay/app').images).toMatchObject([{ tags: ['v1', 'v2'] }]);
  expect(scans()).toHaveLength(1);
});

test('nor is a first tag of an image that came without one', async () => {
  const scanned = ecr.registry(OWN, 'us-east-1').createRepository('quay/app', { scanOnPush: true });
  const scans = () => ecr.events.filter((event) => event['detail-type'] === 'ECR Image Scan');
  quay().push('app:v1', one);
  await pull([{ imageDigest: one.digest }]);
  expect(scans()).toHaveLength(1);
  ecr.clock.advance(1000);
  await pull([{ imageTag: 'v1' }]);
  expect(scanned.repository('quay/app').tags).toEqual(['v1']);
  expect(scans()).toHaveLength(1);
});

test('an image imported by digest is replicated, too', async () => {
  ecr.registry(OWN, 'us-east-1').replicateTo(ecr.registry(OWN, 'us-west-2'));
  quay().push('app:v1', one);
  await pull([{ imageDigest: one.digest }]);
  expect(ecr.registry(OWN, 'us-west-2').repository('quay/app').images).toHaveLength(1);
  expect(app()[INSIDE].repository().image(one.digest)?.origin).toBe('pull-through');
});

describe('a caller with all permissions but one', () => {
  const puller = (denied: string) => {
    const Statement = [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: denied, Resource: '*' },
    ];
    const policies = [{ Version: '2012-10-17', Statement }];
    return ecr.principal(`arn:aws:iam::${OWN}:role/puller`, { policies }).client('us-east-1');
  };
  const by = (who: ECRClient) =>
    who.send(new BatchGetImageCommand({ repositoryName: 'quay/app', imageIds: [{ imageTag: 'v1' }] }));

  test('imports nothing without the permission to import', async () => {
    quay().push('app:v1', one);
    const call = by(puller('ecr:BatchImportUpstreamImage'));
    expect((await refusal(call)).name).toBe('RepositoryNotFoundException');
    expect(quay().requests).toBe(0);
  });

  test('makes nothing without the permission to create, and needs none for what is there', async () => {
    quay().push('app:v1', one);
    expect((await refusal(by(puller('ecr:CreateRepository')))).name).toBe('RepositoryNotFoundException');
    ecr.registry(OWN, 'us-east-1').createRepository('quay/app');
    expect((await by(puller('ecr:CreateRepository'))).images).toHaveLength(1);
  });
});

test('a cached digest of any age needs no upstream', async () => {
  quay().push('app:v1', one);
  await pull([{ imageTag: 'v1' }]);
  ecr.clock.advance(3 * DAY);
  await pull([{ imageDigest: one.digest, imageTag: 'v1' }]);
  await pull([{ imageDigest: one.digest }]);
  expect(quay().requests).toBe(1);
});

describe('another registry as upstream', () => {
  const other = () => ecr.registry(OWN, 'eu-west-1');
  const cached = (id: ImageIdentifier, name = 'cache/app') => pull([id], name);

  beforeEach(async () => {
    await rule('cache', `${OWN}.dkr.ecr.eu-west-1.amazonaws.com`);
  });

  test('serves tags and digests, with the children that are there', async () => {
    other()
      .createRepository('app')
      .push('app:v1', imageIndex({ images: [one, two] }));
    expect((await cached({ imageDigest: one.digest })).images).toHaveLength(1);
    expect((await cached({ imageTag: 'v1' })).images).toHaveLength(1);
    expect(ecr.registry(OWN, 'us-east-1').repository('cache/app').images).toHaveLength(3);
  });

  test('a cached image is served from the cache, and the upstream is asked once a day', async () => {
    const url = `${OWN}.dkr.ecr.eu-west-1.amazonaws.com`;
    const { upstreams } = other()[INSIDE].registry.world;
    other().createRepository('app').push('app:v1', one);
    await cached({ imageTag: 'v1' });
    other().repository('app').remove('v1');
    ecr.clock.advance(DAY);
    expect((await cached({ imageTag: 'v1' })).images).toHaveLength(1);
    expect(upstreams.at(url).requests).toBe(2);
    await cached({ imageTag: 'v1' });
    expect(upstreams.at(url).requests).toBe(2);
  });

  test('an image that is archived or missing upstream is not served', async () => {
    expect((await refusal(cached({ imageTag: 'v1' }))).name).toBe('RepositoryNotFoundException');
    other().createRepository('app').push('app:v1', one).repository('app').archive('v1');
    expect((await refusal(cached({ imageTag: 'v1' }))).name).toBe('RepositoryNotFoundException');
    expect((await refusal(cached({ imageDigest: one.digest }))).name).toBe('RepositoryNotFoundException');
    expect((await refusal(cached({ imageTag: 'v2' }))).name).toBe('RepositoryNotFoundException');
  });
});
