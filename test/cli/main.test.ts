import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-ecr';
import { recordRegistry } from '../../src/cli/record.js';
import { serve } from '../../src/http.js';
import { fakeEcr, image, imageIndex } from '../../src/index.js';
import { fakeEcrWorld } from '../../src/fake/fake-world.js';
import { run } from '../support/run-command.js';
import { START } from '../support/scene.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

const OWN = '111122223333';
const credentials = { accessKeyId: OWN, secretAccessKey: 'x' };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fake-ecr-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('help and version are printed', async () => {
  const help = run('--help');
  expect(await help.code).toBe(0);
  expect(help.printed[0]).toContain('fake-ecr serve --port 4566');
  const version = run('--version');
  expect(await version.code).toBe(0);
  expect(version.printed).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
});

test('a wrong command line is 2, and says what was expected', async () => {
  const wrong = run('serve', '--port', 'x');
  expect(await wrong.code).toBe(2);
  expect(wrong.noted[0]).toMatch(/^\[fake-ecr\] --port x is not a port/);
});

test('serve says where it listens, begins with the seed, and ends when it is asked to', async () => {
  const seed = join(folder, 'seed.json');
  const registries = { '123456789012/us-east-1': { repositories: { app: { images: ['v1'] } } } };
  writeFileSync(seed, JSON.stringify({ registries }));
  const serving = run('serve', '--json', '--verbose', '--seed', seed);
  await serving.started;
  const { url } = JSON.parse(serving.printed[0] ?? '') as { url: string };
  const client = new sdk.ECRClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'x' },
  });
  const list = async () =>
    (await client.send(new sdk.ListImagesCommand({ repositoryName: 'app' }))).imageIds?.length;
  expect(await list()).toBe(1);
  await client.send(new sdk.DeleteRepositoryCommand({ repositoryName: 'app', force: true }));
  await fetch(`${url}/_fake-ecr/reset`, { method: 'POST' });
  expect(await list()).toBe(1);
  client.destroy();
  serving.end();
  expect(await serving.code).toBe(0);
  const traced = serving.noted.map((line) => line.replace(/^\S+ /, ''));
  expect(traced).toContain('fake-ecr:request POST AmazonEC2ContainerRegistry_V20150921.ListImages 200');
  expect(traced).toContain('fake-ecr:call ListImages app 123456789012/us-east-1 by user/fake-ecr -> ok');
  await expect(fetch(url)).rejects.toThrow();
});

test('serve begins with a snapshot, and tells people how to stop it', async () => {
  const seed = join(folder, 'snapshot.json');
  const ecr = fakeEcrWorld({ now: START });
  ecr.registry(OWN, 'us-west-2').createRepository('app').push('app:v1').push('app:multi', imageIndex());
  writeFileSync(seed, JSON.stringify(ecr.snapshot()));
  const serving = run('serve', '--seed', seed);
  await serving.started;
  const [, url] =
    /^fake-ecr listens at (http:\S+) \(stop it with Ctrl\+C;/.exec(serving.printed[0] ?? '') ?? [];
  const snapshot = () => fetch(`${url}/_fake-ecr/state`).then((answer) => answer.json());
  // Time goes on at an endpoint.
  const expected = { ...ecr.snapshot(), now: expect.any(Number) as unknown };
  expect(await snapshot()).toEqual(expected);
  await fetch(`${url}/_fake-ecr/reset`, { method: 'POST' });
  expect(await snapshot()).toEqual(expected);
  serving.end();
  expect(await serving.code).toBe(0);
});

test('the endpoint answers STS too', async () => {
  const serving = run('serve', '--json', '--account', OWN);
  await serving.started;
  const { url } = JSON.parse(serving.printed[0] ?? '') as { url: string };
  const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts');
  const sts = new STSClient({ endpoint: url, region: 'us-east-1', credentials });
  const { Credentials: assumed } = await sts.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::444455556666:role/promoter', RoleSessionName: 'test' }),
  );
  const client = new sdk.ECRClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: {
      accessKeyId: assumed?.AccessKeyId ?? '',
      secretAccessKey: 'x',
      sessionToken: assumed?.SessionToken ?? '',
    },
  });
  const { repository } = await client.send(new sdk.CreateRepositoryCommand({ repositoryName: 'app' }));
  expect(repository?.registryId).toBe('444455556666');
  client.destroy();
  sts.destroy();
  serving.end();
  expect(await serving.code).toBe(0);
});

test.each([
  ['missing.json', undefined, "can't be read"],
  ['broken.json', '{', 'is not JSON'],
  ['wrong.json', '{"registry": {}}', '$.registry is not a member here'],
])('a seed that is %s is 1', async (name, text, complaint) => {
  const file = join(folder, name);
  if (text !== undefined) writeFileSync(file, text);
  const serving = run('serve', '--seed', file);
  expect(await serving.code).toBe(1);
  expect(serving.noted[0]).toContain(complaint);
});

test('a port that is taken is 1', async () => {
  const server = await serve();
  const serving = run('serve', '--port', String(server.port));
  expect(await serving.code).toBe(1);
  expect(serving.noted[0]).toContain(`Port ${server.port} of 127.0.0.1 is taken`);
  await server.close();
});

describe('record', () => {
  const world = () => {
    const ecr = fakeEcrWorld({ now: START });
    const registry = ecr.registry(OWN, 'us-west-2');
    registry
      .createRepository('app', {
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        mutabilityExclusions: ['dev*'],
        scanOnPush: true,
        resourceTags: { team: 'a' },
        encryption: { type: 'KMS' },
        policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:*' }] },
        lifecyclePolicy: {
          rules: [
            {
              rulePriority: 1,
              selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 5 },
              action: { type: 'expire' },
            },
          ],
        },
      })
      .push('app:v1', image('one'))
      .push('app:multi', imageIndex())
      .replicateTo(ecr.registry('444455556666', 'eu-west-1'), { prefix: 'ap' })
      .setPolicy({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'ecr:*', Resource: '*' }],
      });
    return ecr;
  };
  const clientOf = (ecr: ReturnType<typeof world>) =>
    new sdk.ECRClient({ region: 'us-west-2', credentials, requestHandler: ecr.requestHandler() });

  test('a seed with manifests makes the same registry again', async () => {
    const ecr = world();
    const seed = await recordRegistry(sdk, clientOf(ecr), { manifests: true });
    const copy = fakeEcrWorld({ now: START }).seed(seed);
    const read = async (from: ReturnType<typeof world>) => {
      const client = clientOf(from);
      const { repositories } = await client.send(new sdk.DescribeRepositoriesCommand({}));
      const { imageDetails } = await client.send(new sdk.DescribeImagesCommand({ repositoryName: 'app' }));
      const { replicationConfiguration } = await client.send(new sdk.DescribeRegistryCommand({}));
      const { policyText } = await client.send(new sdk.GetRegistryPolicyCommand({}));
      const lifecycle = await client.send(new sdk.GetLifecyclePolicyCommand({ repositoryName: 'app' }));
      const images = imageDetails?.map((one) => [one.imageDigest, one.imageTags, one.imageSizeInBytes]);
      return {
        repositories,
        images,
        replicationConfiguration,
        policyText,
        text: lifecycle.lifecyclePolicyText,
      };
    };
    expect(await read(copy)).toEqual(await read(ecr));
  });

  test('it only reads', async () => {
    const ecr = world();
    const before = JSON.stringify(ecr.snapshot());
    const seed = await recordRegistry(sdk, clientOf(ecr));
    expect(JSON.stringify(ecr.snapshot())).toBe(before);
    const [registry] = Object.values(seed.registries ?? {});
    expect(registry?.repositories?.['app']?.images).toHaveLength(4);
    for (const { operation } of ecr.calls) expect(operation).toMatch(/^(Describe|Get|List)/);
  });

  test('with manifests it pulls, and changes nothing else', async () => {
    const ecr = world();
    await recordRegistry(sdk, clientOf(ecr), { manifests: true });
    const operations = new Set(ecr.calls.map(({ operation }) => operation));
    expect([...operations].filter((one) => !/^(Describe|Get|List)/.test(one))).toEqual(['BatchGetImage']);
    expect(ecr.calls.filter(({ operation }) => operation === 'BatchGetImage')).toHaveLength(1);
  });

  test('archived images, settings, moments and rules without filter come along', async () => {
    const ecr = fakeEcrWorld({ now: START });
    const client = clientOf(ecr);
    const registry = ecr.registry(OWN, 'us-west-2').createRepository('app').push('app:v1', image('one'));
    ecr.clock.advance(5_000);
    registry.push('app:v2', image('two')).replicateTo(ecr.registry(OWN, 'eu-west-1'));
    await client.send(new sdk.PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'ENABLED' }));
    await client.send(
      new sdk.UpdateImageStorageClassCommand({
        repositoryName: 'app',
        imageId: { imageTag: 'v1' },
        targetStorageClass: 'ARCHIVE',
      }),
    );
    const gaps: string[] = [];
    const seed = await recordRegistry(sdk, client, { manifests: true, onGap: (line) => gaps.push(line) });
    expect(seed.registries?.[`${OWN}/us-west-2`]).toMatchObject({
      settings: { BLOB_MOUNTING: 'ENABLED' },
      replication: [{ to: [`${OWN}/eu-west-1`] }],
      repositories: {
        app: {
          images: [
            { tags: ['v1'], archived: true, pushedAt: '2026-11-24T09:00:00.000Z' },
            { tags: ['v2'], manifest: image('two').manifest, pushedAt: '2026-11-24T09:00:05.000Z' },
          ],
        },
      },
    });
    expect(gaps.join()).toContain(image('one').digest);
    const copy = fakeEcrWorld({ now: START }).seed(seed);
    const { imageDetails } = await clientOf(copy).send(
      new sdk.DescribeImagesCommand({ repositoryName: 'app', filter: { imageStatus: 'ANY' } }),
    );
    expect(imageDetails?.map((one) => [one.imageTags, one.imageStatus])).toEqual([
      [['v1'], 'ARCHIVED'],
      [['v2'], 'ACTIVE'],
    ]);
  });

  test('pages are read to their end', async () => {
    const ecr = fakeEcrWorld({ now: START });
    const registry = ecr.registry(OWN, 'us-west-2');
    for (let index = 0; index < 120; index++) registry.createRepository(`repository-${index}`);
    for (let index = 0; index < 205; index++)
      registry.push('repository-0:v' + index, image(`image ${index}`));
    const seed = await recordRegistry(sdk, clientOf(ecr), { manifests: true });
    const { repositories = {} } = seed.registries?.[`${OWN}/us-west-2`] ?? {};
    expect(Object.keys(repositories)).toHaveLength(120);
    expect(repositories['repository-0']?.images).toHaveLength(205);
    expect(
      repositories['repository-0']?.images?.every((one) => typeof one === 'object' && one.manifest),
    ).toBe(true);
  });

  test('parts that the caller may not read are left out and reported', async () => {
    const ecr = fakeEcr({ now: START });
    ecr.registry(OWN, 'us-west-2').createRepository('app').push('app:v1');
    const Action = ['ecr:DescribeRepositories', 'ecr:DescribeImages'];
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
    const reader = ecr.principal(`arn:aws:iam::${OWN}:role/reader`, { policies: [policy] });
    const client = reader.client('us-west-2');
    const gaps: string[] = [];
    const seed = await recordRegistry(sdk, client, { onGap: (line) => gaps.push(line) });
    const registry = seed.registries?.[`${OWN}/us-west-2`];
    ecr.restore();
    expect(registry?.repositories?.['app']?.images).toHaveLength(1);
    expect(registry).not.toHaveProperty('policy');
    expect(gaps.map((line) => line.replace(/ may not be read: .*/, ''))).toEqual([
      'the rules',
      'the registry policy',
      'the setting BASIC_SCAN_TYPE_VERSION',
      'the setting REGISTRY_POLICY_SCOPE',
      'the setting BLOB_MOUNTING',
      'the scanning configuration',
      'the pull-through cache rules',
      'the creation templates',
      'the policy of app',
      'the lifecycle policy of app',
      'the resource tags of app',
    ]);
  });

  test('pulls, deletions that follow and keys come along', async () => {
    const ecr = fakeEcr({ now: START });
    const client = ecr.client(OWN, 'us-west-2');
    const kmsKey = `arn:aws:kms:us-west-2:${OWN}:key/12345678-1234-1234-1234-123456789012`;
    ecr
      .registry(OWN, 'us-west-2')
      .createRepository('app', { encryption: { type: 'KMS', kmsKey } })
      .push('app:v1')
      .push('app', image('untagged'))
      .replicateTo(ecr.registry(OWN, 'eu-west-1'), { deleteReplication: true });
    ecr.clock.advance(5_000);
    const imageIds = [{ imageTag: 'v1' }];
    await client.send(new sdk.BatchGetImageCommand({ repositoryName: 'app', imageIds }));
    const progress: string[] = [];
    const seed = await recordRegistry(sdk, client, { onProgress: (line) => progress.push(line) });
    ecr.restore();
    const registry = seed.registries?.[`${OWN}/us-west-2`];
    // The SDK of an endpoint does not know deleteReplication; one that answers in memory has it.
    expect(registry?.replication).toEqual([{ to: [`${OWN}/eu-west-1`], deleteReplication: true }]);
    expect(registry?.repositories?.['app']).toMatchObject({
      encryption: { type: 'KMS', kmsKey },
      images: [{ tags: ['v1'], lastPulledAt: '2026-11-24T09:00:05.000Z' }, { layers: [expect.any(Number)] }],
    });
    expect(progress).toEqual(['reading the settings', 'repository 1: app', 'repository 1: app, 2 images']);
    const copy = fakeEcrWorld({ now: START }).seed(seed);
    expect(copy.registry(OWN, 'us-west-2')[INSIDE].registry.replication.rules).toMatchObject([
      { deleteReplication: true },
    ]);
  });

  test('a registry without repositories that does not tell whose it is can not be named', async () => {
    const ecr = fakeEcr({ now: START });
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'ecr:DescribeRepositories', Resource: '*' }],
    };
    const reader = ecr.principal(`arn:aws:iam::${OWN}:role/reader`, { policies: [policy] });
    const recording = recordRegistry(sdk, reader.client('us-west-2'));
    await expect(recording).rejects.toThrow(
      '[fake-ecr] The account of the registry is not known. The registry has no repositories, and ecr:DescribeRegistry is not allowed: allow it.',
    );
    ecr.restore();
  });

  test('a setting of a value that a seed can not say is left out, and said', async () => {
    const ecr = fakeEcr({ now: START });
    ecr.mock
      .on(sdk.GetAccountSettingCommand, { name: 'BASIC_SCAN_TYPE_VERSION' })
      .resolves({ name: 'BASIC_SCAN_TYPE_VERSION', value: 'CLAIR' });
    const gaps: string[] = [];
    const seed = await recordRegistry(sdk, ecr.client(OWN, 'us-west-2'), {
      onGap: (line) => gaps.push(line),
    });
    ecr.restore();
    expect(gaps).toEqual(['the setting BASIC_SCAN_TYPE_VERSION is CLAIR, which is not modelled']);
    expect(seed.registries?.[`${OWN}/us-west-2`]).toEqual({ repositories: {} });
  });

  test.each([
    [
      'a connection that several addresses refused',
      new AggregateError([new Error('first'), new Error('second')]),
      'first',
    ],
    ['an error without a text', Object.assign(new Error(''), { name: 'Lost' }), 'Lost'],
    ['what is not an error', new AggregateError(['just a text']), 'just a text'],
  ])('%s is told in its own words', async (_what, error, text) => {
    const ecr = fakeEcr({ now: START });
    ecr.mock.on(sdk.DescribeRegistryCommand).rejects(error);
    const recording = run('record', '--region', 'us-west-2');
    expect(await recording.code).toBe(1);
    expect(recording.noted).toEqual([text]);
    ecr.restore();
  });

  test('a profile that does not exist is named', async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    try {
      const recording = run('record', '--region', 'us-west-2', '--profile', 'nobody');
      expect(await recording.code).toBe(1);
      expect(recording.noted.join()).toMatch(
        /^\[fake-ecr\] The profile 'nobody' does not exist, or has no credentials: .*list-profiles/,
      );
    } finally {
      process.env = before;
    }
  });

  test('a peer that is not installed is named', async () => {
    const missing = Object.assign(new Error("Cannot find module '@aws-sdk/client-ecr'"), {
      code: 'MODULE_NOT_FOUND',
    });
    await jest.isolateModulesAsync(async () => {
      jest.doMock('@aws-sdk/client-ecr', () => {
        throw missing;
      });
      const isolated = await import('../../src/cli/main.js');
      const noted: string[] = [];
      const terminal = {
        print: () => undefined,
        note: (line: string) => noted.push(line),
        onEnd: () => undefined,
        onSignal: () => undefined,
      };
      expect(await isolated.main(['record', '--region', 'us-west-2'], terminal)).toBe(1);
      expect(noted).toEqual([
        '[fake-ecr] record reads with @aws-sdk/client-ecr, which is not installed here. Install it: npm install --save-dev @aws-sdk/client-ecr.',
      ]);
    });
    jest.dontMock('@aws-sdk/client-ecr');
  });

  test('a registry that can not be reached', async () => {
    const gone = await serve();
    await gone.close();
    process.env['AWS_ACCESS_KEY_ID'] = OWN;
    process.env['AWS_SECRET_ACCESS_KEY'] = 'x';
    process.env['AWS_MAX_ATTEMPTS'] = '1';
    try {
      const recording = run('record', '--region', 'us-west-2', '--endpoint', gone.url);
      expect(await recording.code).toBe(1);
      expect(recording.noted.join()).toContain('ECONNREFUSED');
    } finally {
      delete process.env['AWS_ACCESS_KEY_ID'];
      delete process.env['AWS_SECRET_ACCESS_KEY'];
      delete process.env['AWS_MAX_ATTEMPTS'];
    }
  });

  test('from the command line, over an endpoint, into a file', async () => {
    const server = await serve(world());
    const out = join(folder, 'seed.json');
    process.env['AWS_ACCESS_KEY_ID'] = OWN;
    process.env['AWS_SECRET_ACCESS_KEY'] = 'x';
    try {
      const recording = run('record', '--region', 'us-west-2', '--endpoint', server.url, '--out', out);
      expect(await recording.code).toBe(0);
      expect(recording.printed).toEqual([`${out}: 1 repository`]);
      expect(
        Object.keys((JSON.parse(readFileSync(out, 'utf8')) as { registries: object }).registries),
      ).toEqual([`${OWN}/us-west-2`]);
    } finally {
      delete process.env['AWS_ACCESS_KEY_ID'];
      delete process.env['AWS_SECRET_ACCESS_KEY'];
      await server.close();
    }
  });

  test('onto standard output, if no file is named', async () => {
    const ecr = fakeEcr({ now: START, defaultAccount: OWN });
    ecr.registry(OWN, 'us-west-2').createRepository('one').createRepository('two').push('one:v1');
    const recording = run('record', '--region', 'us-west-2');
    expect(await recording.code).toBe(0);
    // Progress is for terminals.
    expect(recording.noted).toEqual([]);
    const { registries } = JSON.parse(recording.printed.join('\n')) as { registries: object };
    expect(registries).toMatchObject({ [`${OWN}/us-west-2`]: { repositories: { one: {}, two: {} } } });

    const out = join(folder, 'two.json');
    const again = run('record', '--region', 'us-west-2', '--out', out);
    expect(await again.code).toBe(0);
    expect(again.printed).toEqual([`${out}: 2 repositories`]);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual({ registries });
    ecr.restore();
  });
});
