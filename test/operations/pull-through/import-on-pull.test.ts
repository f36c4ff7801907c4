import {
  BatchGetImageCommand,
  CreatePullThroughCacheRuleCommand,
  type CreatePullThroughCacheRuleRequest,
  CreateRepositoryCreationTemplateCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  UpdateRepositoryCreationTemplateCommand,
} from '@aws-sdk/client-ecr';
import { image, imageIndex } from '../../../src/index.js';
import { refusal } from '../../support/refusal.js';
import { START, images, push, putRules, scene, tagsByDigest, to } from '../../support/scene.js';

const OWN = '111122223333';
const DAY = 86_400_000;
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

function start(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  client = ecr.client(OWN, 'us-east-1');
}

beforeEach(() => start());

const rule = (input: Partial<CreatePullThroughCacheRuleRequest> = {}) =>
  client.send(
    new CreatePullThroughCacheRuleCommand({
      ecrRepositoryPrefix: 'quay',
      upstreamRegistryUrl: 'quay.io',
      ...input,
    }),
  );
const pull = async (
  repositoryName: string,
  imageId: { imageTag?: string; imageDigest?: string },
  by = client,
) => {
  const answer = await by.send(new BatchGetImageCommand({ repositoryName, imageIds: [imageId] }));
  return {
    digest: answer.images?.[0]?.imageId?.imageDigest,
    failure: answer.failures?.[0]?.failureCode,
    reason: answer.failures?.[0]?.failureReason,
  };
};
const quay = () => ecr.upstream('quay');

test('a pull imports what is not cached, into a repository that is made for it', async () => {
  await rule();
  quay().push('team/app:v1', image('one'));
  expect((await pull('quay/team/app', { imageTag: 'v1' })).digest).toBe(image('one').digest);
  expect(await tagsByDigest(client, 'quay/team/app')).toEqual({ [image('one').digest]: ['v1'] });
  const input = { repositoryNames: ['quay/team/app'] };
  const { repositories } = await client.send(new DescribeRepositoriesCommand(input));
  expect(repositories).toMatchObject([
    { imageTagMutability: 'MUTABLE', encryptionConfiguration: { encryptionType: 'AES256' } },
  ]);
});

test('an image that the upstream lacks is not found, and no repository is made', async () => {
  await rule();
  const { name } = await refusal(pull('quay/app', { imageTag: 'v1' }));
  expect(name).toBe('RepositoryNotFoundException');
  expect(quay().requests).toBe(1);
});

test('names below no rule go nowhere', async () => {
  await rule();
  expect((await refusal(pull('other/app', { imageTag: 'v1' }))).name).toBe('RepositoryNotFoundException');
  expect(quay().requests).toBe(0);
});

test.each([
  ['ROOT', 'ROOT', 'my-app/i', 'my-app/i'],
  ['ecr-public', 'ROOT', 'ecr-public/my-app/i', 'my-app/i'],
  ['team-a', 'team-a', 'team-a/i', 'team-a/i'],
  ['my-app', 'upstream-app', 'my-app/i', 'upstream-app/i'],
])('T8 cache %s with upstream %s: %s is %s there', async (prefix, upstream, here, there) => {
  await rule({ ecrRepositoryPrefix: prefix, upstreamRepositoryPrefix: upstream });
  quay().push(`${there}:v1`, image('one'));
  expect((await pull(here, { imageTag: 'v1' })).digest).toBe(image('one').digest);
});

test('the longest prefix wins, and ROOT takes the rest', async () => {
  await rule({ ecrRepositoryPrefix: 'ROOT' });
  await rule({ ecrRepositoryPrefix: 'team', upstreamRegistryUrl: 'public.ecr.aws' });
  await rule({ ecrRepositoryPrefix: 'team/sub', upstreamRegistryUrl: 'registry.k8s.io' });
  ecr.upstream('ecr-public').push('app:v1', image('public'));
  ecr.upstream('k8s').push('app:v1', image('k8s'));
  quay().push('library/app:v1', image('quay'));
  expect((await pull('team/app', { imageTag: 'v1' })).digest).toBe(image('public').digest);
  expect((await pull('team/sub/app', { imageTag: 'v1' })).digest).toBe(image('k8s').digest);
  expect((await pull('library/app', { imageTag: 'v1' })).digest).toBe(image('quay').digest);
});

test('T9 within a day the cache is served unasked, later whatever the upstream says', async () => {
  await rule();
  quay().push('app:v1', image('one'));
  await pull('quay/app', { imageTag: 'v1' });
  quay().push('app:v1', image('two'));
  ecr.clock.advance(DAY - 1);
  expect((await pull('quay/app', { imageTag: 'v1' })).digest).toBe(image('one').digest);
  expect(quay().requests).toBe(1);
  ecr.clock.advance(1);
  quay().fail();
  expect((await pull('quay/app', { imageTag: 'v1' })).digest).toBe(image('one').digest);
  quay().recover();
  expect((await pull('quay/app', { imageTag: 'v1' })).digest).toBe(image('two').digest);
  expect(await tagsByDigest(client, 'quay/app')).toEqual({
    [image('one').digest]: [],
    [image('two').digest]: ['v1'],
  });
});

test('an immutable repository never gets another image for a tag', async () => {
  await rule();
  ecr.registry(OWN, 'us-east-1').createRepository('quay/app', { imageTagMutability: 'IMMUTABLE' });
  quay().push('app:v1', image('one'));
  await pull('quay/app', { imageTag: 'v1' });
  quay().push('app:v1', image('two'));
  ecr.clock.advance(DAY);
  expect((await pull('quay/app', { imageTag: 'v1' })).digest).toBe(image('one').digest);
});

test('an image that was pushed here is served without asking the upstream', async () => {
  await rule();
  ecr.registry(OWN, 'us-east-1').createRepository('quay/app');
  await push(client, 'quay/app', 'mine', 'mine');
  ecr.clock.advance(3 * DAY);
  expect((await pull('quay/app', { imageTag: 'mine' })).digest).toBe(image('mine').digest);
  expect(quay().requests).toBe(0);
});

const allow = (...Action: string[]) => ({
  policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }],
});
const role = (name: string) => `arn:aws:iam::${OWN}:role/${name}`;

test('T10 D22 without ecr:BatchImportUpstreamImage an image is not found', async () => {
  await rule();
  ecr.registry(OWN, 'us-east-1').createRepository('quay/app');
  quay().push('app:v1');
  const puller = ecr.principal(role('puller'), allow('ecr:BatchGetImage')).client('us-east-1');
  expect(await pull('quay/app', { imageTag: 'v1' }, puller)).toEqual({
    digest: undefined,
    failure: 'ImageNotFound',
    reason: 'Requested image not found',
  });
});

test('T11 D22 without ecr:CreateRepository a missing repository is not found', async () => {
  await rule();
  quay().push('app:v1');
  const rights = allow('ecr:BatchGetImage', 'ecr:BatchImportUpstreamImage');
  const puller = ecr.principal(role('puller'), rights).client('us-east-1');
  const { name } = await refusal(pull('quay/app', { imageTag: 'v1' }, puller));
  expect(name).toBe('RepositoryNotFoundException');
});

test('D22 an explicit Deny looks like not found, too', async () => {
  await rule();
  quay().push('app:v1');
  const [policy] = allow('ecr:*').policies;
  const denied = { Effect: 'Deny', Action: ['ecr:BatchImportUpstreamImage'], Resource: '*' };
  const policies = [policy as object, { Version: '2012-10-17', Statement: [denied] }];
  const puller = ecr.principal(role('puller'), { policies }).client('us-east-1');
  const { name } = await refusal(pull('quay/app', { imageTag: 'v1' }, puller));
  expect(name).toBe('RepositoryNotFoundException');
});

test('T12 an index comes with all its children', async () => {
  await rule();
  const index = imageIndex();
  quay().push('app:v1', index);
  await pull('quay/app', { imageTag: 'v1' });
  const digests = (await images(client, 'quay/app'))?.map((one) => one.imageDigest);
  expect(new Set(digests)).toEqual(new Set([index.digest, ...index.children.map((one) => one.digest)]));
});

test('D44 a first pull by digest does not fill the cache; one by tag does, with its children', async () => {
  await rule();
  const index = imageIndex({ images: [image('one')] });
  quay().push('app:v1', index);
  const imageId = { imageDigest: image('one').digest };
  expect((await refusal(pull('quay/app', imageId))).name).toBe('RepositoryNotFoundException');
  ecr.registry(OWN, 'us-east-1').createRepository('quay/app');
  expect((await pull('quay/app', imageId)).failure).toBe('ImageNotFound');
  expect(quay().requests).toBe(0);
  await pull('quay/app', { imageTag: 'v1' });
  expect((await pull('quay/app', imageId)).digest).toBe(image('one').digest);
});

test('D44 a digest can be pulled as well as a tag, if the test says so', async () => {
  start({ behaviour: { pullThroughByDigest: 'imported' } });
  await rule();
  quay().push('app:v1', image('one'));
  expect((await pull('quay/app', { imageDigest: image('one').digest })).digest).toBe(image('one').digest);
});

test.each(['UpstreamAccessDenied', 'UpstreamTooManyRequests', 'UpstreamUnavailable'] as const)(
  'an upstream that fails with %s is the failure of the image',
  async (trouble) => {
    await rule();
    ecr.registry(OWN, 'us-east-1').createRepository('quay/app');
    quay().push('app:v1').fail(trouble);
    expect((await pull('quay/app', { imageTag: 'v1' })).failure).toBe(trouble);
    const [event] = ecr.events;
    expect(event).toMatchObject({
      'detail-type': 'ECR Pull Through Cache Action',
      detail: { 'sync-status': 'FAILED', 'failure-code': trouble },
    });
  },
);

test('D22 an ECR upstream is another registry of the same world', async () => {
  const upstreamRegistryUrl = `${OWN}.dkr.ecr.eu-west-1.amazonaws.com`;
  await rule({ ecrRepositoryPrefix: 'cache', upstreamRegistryUrl });
  const index = imageIndex();
  ecr.registry(OWN, 'eu-west-1').createRepository('app').push('app:v1', index);
  expect((await pull('cache/app', { imageTag: 'v1' })).digest).toBe(index.digest);
  expect(await images(client, 'cache/app')).toHaveLength(3);
});

describe('an ECR upstream of another account', () => {
  const ROLE_ARN = role('cache');
  const upstreamRegistryUrl = '444455556666.dkr.ecr.eu-west-1.amazonaws.com';
  const upstream = () => ecr.registry('444455556666', 'eu-west-1');
  const statement = (Principal: unknown, Action: unknown, Effect = 'Allow') => ({
    Version: '2012-10-17',
    Statement: [{ Effect, Principal, Action }],
  });

  beforeEach(async () => {
    await rule({ ecrRepositoryPrefix: 'cache', upstreamRegistryUrl, customRoleArn: ROLE_ARN });
    upstream().createRepository('app').push('app:v1', image('one'));
  });
  const cached = () => pull('cache/app', { imageTag: 'v1' });

  test('has to let the role of the rule in', async () => {
    expect((await refusal(cached())).name).toBe('UnableToGetUpstreamImageException');
    expect(ecr.events.at(-1)).toMatchObject({
      'detail-type': 'ECR Pull Through Cache Action',
      detail: { 'sync-status': 'FAILED', 'failure-code': 'UpstreamAccessDenied' },
    });
    expect(await images(client, 'cache/app')).toBeUndefined();
  });

  test.each([
    ['the account', { AWS: `arn:aws:iam::${OWN}:root` }],
    ['the role', { AWS: ROLE_ARN }],
  ])('by a repository policy for %s', async (_what, principal) => {
    upstream()
      .repository('app')
      .setPolicy(statement(principal, ['ecr:BatchGetImage']));
    expect((await cached()).digest).toBe(image('one').digest);
  });

  test('by a registry policy', async () => {
    const [allowed] = statement({ AWS: OWN }, 'ecr:*').Statement;
    const Resource = 'arn:aws:ecr:eu-west-1:444455556666:repository/*';
    upstream().setPolicy({ Version: '2012-10-17', Statement: [{ ...allowed, Resource }] });
    expect((await cached()).digest).toBe(image('one').digest);
  });

  test.each([
    ['another role', statement({ AWS: role('other') }, 'ecr:BatchGetImage')],
    ['another action', statement({ AWS: OWN }, 'ecr:DescribeImages')],
    ['a Deny', statement('*', 'ecr:BatchGetImage', 'Deny')],
  ])('and not by %s', async (_what, policy) => {
    upstream().repository('app').setPolicy(policy);
    expect((await refusal(cached())).name).toBe('UnableToGetUpstreamImageException');
  });

  test('a cached image is served after the permission is gone', async () => {
    upstream()
      .repository('app')
      .setPolicy(statement({ AWS: OWN }, 'ecr:BatchGetImage'));
    await cached();
    upstream()
      .repository('app')
      .setPolicy(statement('*', 'ecr:BatchGetImage', 'Deny'));
    ecr.clock.advance(DAY);
    expect((await cached()).digest).toBe(image('one').digest);
  });

  test('does not serve what it archived, nor a Region of its own that nobody filled', async () => {
    upstream()
      .repository('app')
      .setPolicy(statement({ AWS: OWN }, 'ecr:BatchGetImage'))
      .archive('v1');
    expect((await refusal(cached())).name).toBe('RepositoryNotFoundException');
    const own = `${OWN}.dkr.ecr.ap-south-1.amazonaws.com`;
    await rule({ ecrRepositoryPrefix: 'own', upstreamRegistryUrl: own });
    expect((await refusal(pull('own/app', { imageTag: 'v1' }))).name).toBe('RepositoryNotFoundException');
  });

  test('fails as others do, and is not filled as others are', async () => {
    upstream()
      .repository('app')
      .setPolicy(statement({ AWS: OWN }, 'ecr:BatchGetImage'));
    ecr.upstream(upstreamRegistryUrl).fail('UpstreamTooManyRequests');
    expect((await refusal(cached())).message).toContain('too many requests');
    expect(() => ecr.upstream(upstreamRegistryUrl).push('app:v2')).toThrow(
      /^\[fake-ecr\] .*ecr\.registry\('444455556666', 'eu-west-1'\)/s,
    );
  });
});

test.each(['ecr-public', 'k8s', 'quay', 'docker-hub', 'github-container-registry'] as const)(
  'a pull goes through to %s',
  async (kind) => {
    const { url } = ecr.upstream(kind).push('library/app:v1', image('one'));
    const isOpen = ['ecr-public', 'k8s', 'quay'].includes(kind);
    const credentialArn = `arn:aws:secretsmanager:us-east-1:${OWN}:secret:ecr-pullthroughcache/x-AbCdEf`;
    await rule({
      ecrRepositoryPrefix: 'up',
      upstreamRegistryUrl: url,
      ...(isOpen ? {} : { credentialArn }),
    });
    expect((await pull('up/library/app', { imageTag: 'v1' })).digest).toBe(image('one').digest);
  },
);

test('Docker Hub has its official images below library/', async () => {
  const credentialArn = `arn:aws:secretsmanager:us-east-1:${OWN}:secret:ecr-pullthroughcache/x-AbCdEf`;
  await rule({ ecrRepositoryPrefix: 'hub', upstreamRegistryUrl: 'registry-1.docker.io', credentialArn });
  ecr.upstream('docker-hub').push('library/node:22', image('node'));
  expect((await refusal(pull('hub/node', { imageTag: '22' }))).name).toBe('RepositoryNotFoundException');
  expect((await pull('hub/library/node', { imageTag: '22' })).digest).toBe(image('node').digest);
});

test('an upstream that fails, and no repository to answer from', async () => {
  await rule();
  quay().push('app:v1').fail('UpstreamAccessDenied', 'the token is wrong');
  expect(await refusal(pull('quay/app', { imageTag: 'v1' }))).toEqual({
    name: 'UnableToGetUpstreamImageException',
    message: 'The image could not be pulled through the cache: the token is wrong',
  });
  expect(await images(client, 'quay/app')).toBeUndefined();
  quay().recover();
  expect((await pull('quay/app', { imageTag: 'v1' })).failure).toBeUndefined();
});

test('code and reason of a failing upstream are those that the test gives', async () => {
  await rule();
  ecr.registry(OWN, 'us-east-1').createRepository('quay/app');
  quay().push('app:v1').fail('UpstreamTooManyRequests', 'pull rate limit');
  ecr.load(ecr.snapshot());
  expect(await pull('quay/app', { imageTag: 'v1' })).toEqual({
    digest: undefined,
    failure: 'UpstreamTooManyRequests',
    reason: 'pull rate limit',
  });
  expect(ecr.events.at(-1)?.detail).toMatchObject({
    'failure-code': 'UpstreamTooManyRequests',
    'failure-reason': 'pull rate limit',
  });
  ecr.fail('BatchGetImage').with('UnableToGetUpstreamImageException', 'so it is').once();
  expect(await refusal(pull('quay/app', { imageTag: 'v1' }))).toEqual({
    name: 'UnableToGetUpstreamImageException',
    message: 'so it is',
  });
});

test('T9 a check that found nothing newer opens another day', async () => {
  await rule();
  quay().push('app:v1', image('one'));
  await pull('quay/app', { imageTag: 'v1' });
  ecr.clock.advance(DAY);
  await pull('quay/app', { imageTag: 'v1' });
  expect(quay().requests).toBe(2);
  ecr.clock.advance(DAY - 1);
  await pull('quay/app', { imageTag: 'v1' });
  expect(quay().requests).toBe(2);
  ecr.clock.advance(1);
  await pull('quay/app', { imageTag: 'v1' });
  expect(quay().requests).toBe(3);
});

test('T9 a tag that the upstream has no more is served from the cache', async () => {
  await rule();
  quay().push('app:v1', image('one'));
  await pull('quay/app', { imageTag: 'v1' });
  const saved = ecr.snapshot();
  ecr.load({ ...saved, upstreams: [] });
  ecr.clock.advance(DAY);
  expect((await pull('quay/app', { imageTag: 'v1' })).digest).toBe(image('one').digest);
  ecr.clock.advance(DAY - 1);
  await pull('quay/app', { imageTag: 'v1' });
  expect(quay().requests).toBe(1);
});

test('T9 each tag has its own window, and a digest needs none', async () => {
  await rule();
  quay().push('app:v1', image('one')).push('app:v2', image('two'));
  await pull('quay/app', { imageTag: 'v1' });
  ecr.clock.advance(DAY / 2);
  await pull('quay/app', { imageTag: 'v2' });
  ecr.clock.advance(DAY / 2);
  quay().fail();
  expect((await pull('quay/app', { imageTag: 'v2' })).digest).toBe(image('two').digest);
  expect(quay().requests).toBe(2);
  await pull('quay/app', { imageTag: 'v1' });
  expect(quay().requests).toBe(3);
  ecr.clock.advance(5 * DAY);
  await pull('quay/app', { imageDigest: image('one').digest });
  expect(quay().requests).toBe(3);
});

test('T10 D22 a repository policy suffices to import, if the repository is there', async () => {
  await rule();
  quay().push('app:v1', image('one'));
  const puller = ecr.principal(role('puller'), allow('ecr:BatchGetImage'));
  ecr.registry(OWN, 'us-east-1').createRepository('quay/app', {
    policy: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: role('puller') }, Action: 'ecr:BatchImportUpstreamImage' },
      ],
    },
  });
  const { digest } = await pull('quay/app', { imageTag: 'v1' }, puller.client('us-east-1'));
  expect(digest).toBe(image('one').digest);
});

test('T11 D22 a registry policy suffices to import and to create', async () => {
  await rule();
  quay().push('app:v1', image('one'));
  ecr.registry(OWN, 'us-east-1').setPolicy({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: role('puller') },
        Action: ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'],
        Resource: `arn:aws:ecr:us-east-1:${OWN}:repository/quay/*`,
      },
    ],
  });
  const puller = ecr.principal(role('puller'), allow('ecr:BatchGetImage')).client('us-east-1');
  expect((await pull('quay/app', { imageTag: 'v1' }, puller)).digest).toBe(image('one').digest);
});

test('an import is scanned on push once, even if its digest came before its tag', async () => {
  await rule();
  ecr.registry(OWN, 'us-east-1').createRepository('quay/app', { scanOnPush: true });
  quay().push('app:v1', image('one'));
  await pull('quay/app', { imageDigest: image('one').digest });
  await pull('quay/app', { imageTag: 'v1' });
  expect(ecr.events.filter((event) => event['detail-type'] === 'ECR Image Scan')).toHaveLength(1);
});

test('T19 no repository is made by a template with tags and no role, until it has one', async () => {
  await rule();
  quay().push('app:v1', image('one'));
  await client.send(
    new CreateRepositoryCreationTemplateCommand({
      prefix: 'ROOT',
      appliedFor: ['PULL_THROUGH_CACHE'],
      resourceTags: [{ Key: 'a', Value: 'b' }],
    }),
  );
  expect((await refusal(pull('quay/app', { imageTag: 'v1' }))).name).toBe('RepositoryNotFoundException');
  await client.send(
    new UpdateRepositoryCreationTemplateCommand({ prefix: 'ROOT', customRoleArn: role('templates') }),
  );
  expect((await pull('quay/app', { imageTag: 'v1' })).digest).toBe(image('one').digest);
});

test('the repository is made by the template for caches', async () => {
  await rule();
  await client.send(
    new CreateRepositoryCreationTemplateCommand({
      prefix: 'quay',
      appliedFor: ['PULL_THROUGH_CACHE'],
      imageTagMutability: 'IMMUTABLE',
    }),
  );
  quay().push('app:v1');
  await pull('quay/app', { imageTag: 'v1' });
  const input = { repositoryNames: ['quay/app'] };
  const { repositories } = await client.send(new DescribeRepositoriesCommand(input));
  expect(repositories?.[0]?.imageTagMutability).toBe('IMMUTABLE');
});

test('an import is replicated as a push is, and raises its own event', async () => {
  await rule();
  await putRules(client, [{ destinations: [to(OWN, 'us-west-2')] }]);
  quay().push('app:v1', image('one'));
  await pull('quay/app', { imageTag: 'v1' });
  expect(await tagsByDigest(ecr.client(OWN, 'us-west-2'), 'quay/app')).toEqual({
    [image('one').digest]: ['v1'],
  });
  const [event] = ecr.events.filter((one) => one['detail-type'] === 'ECR Pull Through Cache Action');
  expect(event).toMatchObject({
    account: OWN,
    region: 'us-east-1',
    time: new Date(START).toISOString().replace('.000', ''),
    resources: [`arn:aws:ecr:us-east-1:${OWN}:repository/quay/app`],
    detail: {
      'sync-status': 'SUCCESS',
      'ecr-repository-prefix': 'quay',
      'repository-name': 'quay/app',
      'upstream-registry-url': 'quay.io',
      'image-tag': 'v1',
      'image-digest': image('one').digest,
    },
  });
});

test('an upstream that no rule could name', () => {
  for (const name of ['nowhere', 'registry.example.com', 'Quay.io', 'https://quay.io', null, undefined]) {
    expect(() => ecr.upstream(name as string)).toThrow(
      /^\[fake-ecr\] ('.*'|null|undefined) is not an upstream registry/,
    );
  }
  expect(ecr.upstream('myname.azurecr.io').url).toBe('myname.azurecr.io');
  expect(() => quay().fail('Bad' as 'UpstreamUnavailable')).toThrow(/^\[fake-ecr\]/);
});
