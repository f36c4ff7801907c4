import {
  BatchGetImageCommand,
  DeleteRepositoryCommand,
  DeleteSigningConfigurationCommand,
  DescribeImageSigningStatusCommand,
  type ECRClient,
  GetSigningConfigurationCommand,
  ListImageReferrersCommand,
  PutImageCommand,
  PutSigningConfigurationCommand,
  type SigningRule,
} from '@aws-sdk/client-ecr';
import { artifact, expectUnused, image, imageIndex } from '../../../src/index.js';
import { keep } from '../../ecr/lifecycle/policies.js';
import { body, refusal } from '../../support/refusal.js';
import { push, putRules, scene, to } from '../../support/scene.js';

const OWN = '111122223333';
const profile = (name: string, region = 'us-east-1', account = OWN) =>
  `arn:aws:signer:${region}:${account}:/signing-profiles/${name}`;
const repositoryName = 'team/app';
let ecr: ReturnType<typeof scene>;
let client: ECRClient;

function start(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  client = ecr.client(OWN, 'us-east-1');
  ecr.registry(OWN, 'us-east-1').createRepository(repositoryName);
}

beforeEach(() => start());

const put = (...rules: SigningRule[]) =>
  client.send(new PutSigningConfigurationCommand({ signingConfiguration: { rules } }));
const get = () => client.send(new GetSigningConfigurationCommand({}));
const status = async (imageTag = 'v1') =>
  (await client.send(new DescribeImageSigningStatusCommand({ repositoryName, imageId: { imageTag } })))
    .signingStatuses;
const referrers = async (imageDigest: string, by = client) =>
  (await by.send(new ListImageReferrersCommand({ repositoryName, subjectId: { imageDigest } }))).referrers;
const filter = (text: string) => ({ filter: text, filterType: 'WILDCARD_MATCH' as const });
const ONE = { signingProfileArn: profile('one') };

describe('shape', () => {
  test('Put, Get and Delete', async () => {
    const rules = [{ ...ONE, repositoryFilters: [filter('team/*')] }, { signingProfileArn: profile('two') }];
    const signingConfiguration = { rules };
    expect(body(await put(...rules))).toEqual({ signingConfiguration });
    expect(body(await get())).toEqual({ registryId: OWN, signingConfiguration });
    const removed = await client.send(new DeleteSigningConfigurationCommand({}));
    expect(body(removed)).toEqual({ registryId: OWN, signingConfiguration });
  });

  test('the status names repository, image and registry', async () => {
    await put(ONE);
    await push(client, repositoryName, 'v1');
    const input = { repositoryName, imageId: { imageTag: 'v1' } };
    expect(body(await client.send(new DescribeImageSigningStatusCommand(input)))).toEqual({
      repositoryName,
      imageId: { imageDigest: image('content').digest, imageTag: 'v1' },
      registryId: OWN,
      signingStatuses: [{ signingProfileArn: profile('one'), status: 'COMPLETE' }],
    });
  });
});

describe('rules', () => {
  test('X5 without a configuration there is none', async () => {
    expect((await refusal(get())).name).toBe('SigningConfigurationNotFoundException');
    const call = client.send(new DeleteSigningConfigurationCommand({}));
    expect((await refusal(call)).name).toBe('SigningConfigurationNotFoundException');
  });

  test('X3 a profile of another Region is refused, one of another account is not', async () => {
    const arn = profile('one', 'eu-west-1');
    expect(await refusal(put({ signingProfileArn: arn }))).toEqual({
      name: 'InvalidParameterException',
      message: `Invalid parameter at 'signingProfileArn' failed to satisfy constraint: 'The region of signing profile ARN '${arn}' is 'eu-west-1' but must be 'us-east-1' (the current region)'`,
    });
    expect((await refusal(get())).name).toBe('SigningConfigurationNotFoundException');
    await put({ signingProfileArn: profile('one', 'us-east-1', '444455556666') });
    expect((await get()).signingConfiguration?.rules).toHaveLength(1);
  });

  test('at most ten rules', async () => {
    const rules = Array.from({ length: 11 }, (_, index) => ({ signingProfileArn: profile(`p${index}`) }));
    expect((await refusal(put(...rules))).name).toBe('InvalidParameterException');
    expect((await put(...rules.slice(1))).$metadata.httpStatusCode).toBe(200);
  });

  test('a missing repository or image', async () => {
    const call = (name: string) =>
      client.send(
        new DescribeImageSigningStatusCommand({ repositoryName: name, imageId: { imageTag: 'v1' } }),
      );
    expect((await refusal(call('nope'))).name).toBe('RepositoryNotFoundException');
    expect((await refusal(call(repositoryName))).name).toBe('ImageNotFoundException');
  });
});

describe('effects', () => {
  test('X4 no filters sign every repository, and two profiles make two signatures', async () => {
    await put(ONE, { signingProfileArn: profile('two') }, { ...ONE, repositoryFilters: [filter('*')] });
    const digest = await push(client, repositoryName, 'v1');
    expect(await status()).toEqual([
      { signingProfileArn: profile('one'), status: 'COMPLETE' },
      { signingProfileArn: profile('two'), status: 'COMPLETE' },
    ]);
    const stored = await referrers(digest);
    expect(stored?.map((one) => one.artifactType)).toEqual([
      'application/vnd.cncf.notary.signature',
      'application/vnd.cncf.notary.signature',
    ]);
    expect(new Set(stored?.map((one) => one.digest)).size).toBe(2);
  });

  test('a signature can be pulled, and names its subject', async () => {
    await put(ONE);
    const digest = await push(client, repositoryName, 'v1');
    const [signature] = (await referrers(digest)) ?? [];
    const imageIds = [{ imageDigest: signature?.digest }];
    const { images } = await client.send(new BatchGetImageCommand({ repositoryName, imageIds }));
    const manifest = JSON.parse(images?.[0]?.imageManifest ?? '') as { subject: { digest: string } };
    expect(manifest.subject.digest).toBe(digest);
  });

  test('filters describe whole names', async () => {
    await put({ ...ONE, repositoryFilters: [filter('app'), filter('team')] });
    await push(client, repositoryName, 'v1');
    expect(await status()).toEqual([]);
    await put({ ...ONE, repositoryFilters: [filter('*/app')] });
    await push(client, repositoryName, 'v2', 'other');
    expect(await status('v2')).toHaveLength(1);
  });

  test('signing takes its time on the clock, and can fail', async () => {
    start({ durations: { signing: 60_000 } });
    await put(ONE);
    await push(client, repositoryName, 'v1');
    expect(await status()).toEqual([{ signingProfileArn: profile('one'), status: 'IN_PROGRESS' }]);
    ecr.failWork('signing', { code: 'AccessDenied', reason: 'no signer:SignPayload' }).once();
    ecr.settle();
    expect(await status()).toEqual([
      {
        signingProfileArn: profile('one'),
        status: 'FAILED',
        failureCode: 'AccessDenied',
        failureReason: 'no signer:SignPayload',
      },
    ]);
    expect(await referrers(image('content').digest)).toEqual([]);
  });

  test('signing is done with the rights of the pusher', async () => {
    await put(ONE, { signingProfileArn: profile('two') });
    const pusher = (name: string, ...actions: [action: string, resource: string][]) =>
      ecr
        .principal(`arn:aws:iam::${OWN}:role/${name}`, {
          policies: [
            {
              Version: '2012-10-17',
              Statement: actions.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
            },
          ],
        })
        .client('us-east-1');
    await push(pusher('mute', ['ecr:*', '*']), repositoryName, 'v1', 'one');
    expect(await status('v1')).toEqual(
      ['one', 'two'].map((name) => ({
        signingProfileArn: profile(name),
        status: 'FAILED',
        failureCode: 'AccessDeniedException',
        failureReason: `User: arn:aws:sts::${OWN}:assumed-role/mute/fake-ecr is not authorized to perform: signer:SignPayload on resource: ${profile(name)} because no identity-based policy allows the signer:SignPayload action`,
      })),
    );
    expect(await referrers(image('one').digest)).toEqual([]);
    const half = pusher('half', ['ecr:*', '*'], ['signer:SignPayload', profile('two')]);
    await push(half, repositoryName, 'v2', 'two');
    expect((await status('v2'))?.map((one) => one.status)).toEqual(['FAILED', 'COMPLETE']);
    expect(await referrers(image('two').digest)).toHaveLength(1);
  });

  test('a failure without code and reason has those of the fake', async () => {
    await put(ONE);
    ecr.failWork('signing', { repository: 'other' }).once();
    ecr.failWork('signing', { repository: repositoryName }).once();
    await push(client, repositoryName, 'v1');
    expect(await status()).toEqual([
      {
        signingProfileArn: profile('one'),
        status: 'FAILED',
        failureCode: 'SigningFailed',
        failureReason: 'The image could not be signed',
      },
    ]);
    expectUnused(ecr);
  });

  test('a push signs with the configuration of its moment, and a list is signed as well', async () => {
    start({ durations: { signing: 60_000 } });
    await put(ONE);
    const index = imageIndex({ images: [image('child')] });
    ecr.registry(OWN, 'us-east-1').push(`${repositoryName}:v1`, index);
    await put({ signingProfileArn: profile('two') });
    ecr.settle();
    expect(await status()).toEqual([{ signingProfileArn: profile('one'), status: 'COMPLETE' }]);
    expect(await referrers(image('child').digest)).toHaveLength(1);
  });

  test('nothing is signed in a repository that is gone', async () => {
    start({ durations: { signing: 60_000 } });
    await put(ONE);
    await push(client, repositoryName, 'v1');
    await client.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
    ecr.settle();
    expect(ecr.events.map((event) => event['detail-type'])).not.toContain('ECR Referrer Action');
  });

  test('a signature goes with its image, if a lifecycle policy looks after both', async () => {
    await put(ONE);
    const digest = await push(client, repositoryName, 'v1');
    const repository = ecr.registry(OWN, 'us-east-1').repository(repositoryName);
    repository.setLifecyclePolicy({ rules: [keep(1, 100)] });
    expect(await referrers(digest)).toHaveLength(1);
    repository.remove('v1');
    ecr.runLifecycle();
    expect(repository.images).toEqual([]);
  });

  test('only new images are signed, and no referrers', async () => {
    await put(ONE);
    const digest = await push(client, repositoryName, 'v1');
    await push(client, repositoryName, 'v2');
    const subject = image('content');
    const sbom = artifact({ subject, name: 'sbom' });
    ecr.registry(OWN, 'us-east-1').push(repositoryName, sbom);
    expect(await status()).toHaveLength(1);
    expect(await referrers(digest)).toHaveLength(2);
    expect(await referrers(sbom.digest)).toEqual([]);
  });

  test('a signature is replicated, and not signed again there', async () => {
    await putRules(client, [{ destinations: [to(OWN, 'us-west-2')] }]);
    await put(ONE);
    const digest = await push(client, repositoryName, 'v1');
    await status();
    expect(await referrers(digest, ecr.client(OWN, 'us-west-2'))).toHaveLength(1);
    const types = ecr.events.map((event) => event['detail-type']);
    expect(types).toContain('ECR Referrer Action');
  });

  test('a replica is signed by the configuration of its source only', async () => {
    await putRules(client, [{ destinations: [to(OWN, 'us-west-2')] }]);
    const west = ecr.client(OWN, 'us-west-2');
    const rules = [{ signingProfileArn: profile('west', 'us-west-2') }];
    await west.send(new PutSigningConfigurationCommand({ signingConfiguration: { rules } }));
    const digest = await push(client, repositoryName, 'v1');
    expect(await referrers(digest, west)).toEqual([]);
  });

  test('a pusher of another account signs with its own rights, too', async () => {
    await put(ONE);
    const other = 'arn:aws:iam::444455556666:user/ci';
    const repository = ecr.registry(OWN, 'us-east-1').repository(repositoryName);
    repository.setPolicy({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'ecr:*' }],
    });
    const allowed = { Effect: 'Allow', Action: ['ecr:*', 'signer:SignPayload'], Resource: '*' };
    const policies = [{ Version: '2012-10-17', Statement: [allowed] }];
    const pusher = ecr.principal(other, { policies }).client('us-east-1');
    const { manifest: imageManifest } = image('content');
    await pusher.send(
      new PutImageCommand({ registryId: OWN, repositoryName, imageManifest, imageTag: 'v1' }),
    );
    expect((await status())?.map((one) => one.status)).toEqual(['COMPLETE']);
  });

  test('without the configuration signatures stay', async () => {
    await put(ONE);
    const digest = await push(client, repositoryName, 'v1');
    await client.send(new DeleteSigningConfigurationCommand({}));
    expect(await referrers(digest)).toHaveLength(1);
    expect(await status()).toHaveLength(1);
    await push(client, repositoryName, 'v2', 'other');
    expect(await status('v2')).toEqual([]);
  });
});
