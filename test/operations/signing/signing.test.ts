import {
  BatchGetImageCommand,
  DeleteSigningConfigurationCommand,
  DescribeImageSigningStatusCommand,
  type ECRClient,
  GetSigningConfigurationCommand,
  ListImageReferrersCommand,
  PutSigningConfigurationCommand,
  type SigningRule,
} from '@aws-sdk/client-ecr';
import { artifact, image } from '../../../src/index.js';
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

  test('only new images are signed, and no referrers', async () => {
    await put(ONE);
    const digest = await push(client, repositoryName, 'v1');
    await push(client, repositoryName, 'v2');
    const subject = image('content');
    ecr.registry(OWN, 'us-east-1').push(repositoryName, artifact({ subject, name: 'sbom' }));
    await status();
    expect(await referrers(digest)).toHaveLength(2);
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
