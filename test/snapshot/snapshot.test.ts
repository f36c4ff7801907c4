import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateRepositoryCommand,
  DescribeImageReplicationStatusCommand,
  DescribeImagesCommand,
  DescribePullThroughCacheRulesCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  DescribeRepositoryCreationTemplatesCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
  GetRegistryPolicyCommand,
  GetRegistryScanningConfigurationCommand,
  GetSigningConfigurationCommand,
  ListImageReferrersCommand,
  ListImagesCommand,
  ListPullTimeUpdateExclusionsCommand,
  ListReplicationBackfillsCommand,
  PutImageCommand,
  StartReplicationBackfillCommand,
  StopReplicationBackfillCommand,
} from '@aws-sdk/client-ecr';
import { fakeEcr, image, imageIndex } from '../../src/index.js';
import { DAY } from '../ecr/lifecycle/policies.js';
import { body, refusal } from '../support/refusal.js';
import { richWorld } from '../support/rich-world.js';
import { OTHER, SOURCE, START, push, scene, to } from '../support/scene.js';

type Fake = ReturnType<typeof scene>;

const FORMAT_1: unknown = JSON.parse(readFileSync(join(__dirname, 'format-1.json'), 'utf8'));

/** Everything that can be read, over all registries of the world above. */
async function readAll(ecr: Fake): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const [account, region] of [
    [SOURCE, 'us-west-2'],
    [OTHER, 'eu-west-1'],
    [OTHER, 'us-east-1'],
  ] as const) {
    const client: ECRClient = ecr.client(account, region);
    const read = async (command: { input: object }) => {
      answers.push(
        await client.send(command as DescribeImagesCommand).then(body, (error: Error) => error.message),
      );
    };
    for (const command of [
      new DescribeRegistryCommand({}),
      new GetRegistryPolicyCommand({}),
      new GetRegistryScanningConfigurationCommand({}),
      new GetSigningConfigurationCommand({}),
      new ListPullTimeUpdateExclusionsCommand({}),
      new DescribeRepositoryCreationTemplatesCommand({}),
      new DescribePullThroughCacheRulesCommand({}),
      new ListReplicationBackfillsCommand({}),
      new DescribeRepositoriesCommand({}),
    ]) {
      await read(command);
    }
    for (const repositoryName of ['app', 'zebra', 'quay/tool']) {
      for (const command of [
        new DescribeImagesCommand({ repositoryName, filter: { imageStatus: 'ANY' } }),
        new ListImagesCommand({ repositoryName }),
        new GetLifecyclePolicyCommand({ repositoryName }),
        new DescribeImageReplicationStatusCommand({ repositoryName, imageId: { imageTag: 'v1' } }),
        new ListImageReferrersCommand({
          repositoryName,
          subjectId: { imageDigest: image('subject').digest },
        }),
      ]) {
        await read(command);
      }
    }
  }
  return answers;
}

test.each(['insertion', 'shuffled'] as const)(
  'a loaded world answers as the one it was taken from, with lists in %s order',
  async (listOrder) => {
    const ecr = await richWorld({ listOrder });
    const snapshot: unknown = JSON.parse(JSON.stringify(ecr.snapshot()));
    const before = await readAll(ecr);
    expect(JSON.stringify(before)).toContain('ARCHIVED');
    ecr.restore();
    const other = scene({ listOrder }).load(snapshot);
    expect(await readAll(other)).toEqual(before);
    expect(other.snapshot()).toEqual(ecr.snapshot());
  },
);

test('the same world gives the same bytes', async () => {
  const first = JSON.stringify((await richWorld()).snapshot());
  expect(JSON.stringify((await richWorld()).snapshot())).toBe(first);
});

// Written once, and kept: files of this version that people have must go on being read, and written alike.
test('the format is that of the file kept here, byte for byte', async () => {
  const ecr = await richWorld();
  const kept = JSON.stringify(FORMAT_1);
  expect(JSON.stringify(ecr.snapshot())).toBe(kept);
  expect(JSON.stringify(ecr.load(FORMAT_1).snapshot())).toBe(kept);
});

test('lists and members of a snapshot may come in any order', async () => {
  const ecr = await richWorld();
  const before = await readAll(ecr);
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, one]) => [
          key,
          ORDERLESS.has(key) && Array.isArray(one) ? one.map(reversed).reverse() : reversed(one),
        ]),
    );
  };
  ecr.load(reversed(ecr.snapshot()));
  expect(await readAll(ecr)).toEqual(before);
});

const ORDERLESS = new Set([
  'accounts',
  'registries',
  'repositories',
  'images',
  'tags',
  'templates',
  'pullThrough',
  'layers',
]);

test('a loaded world goes on: lifecycle runs at their moments, pages continue, replication works', async () => {
  const ecr = await richWorld();
  const client = ecr.client(SOURCE, 'us-west-2');
  const { nextToken } = await client.send(new ListImagesCommand({ repositoryName: 'app', maxResults: 1 }));
  ecr.load(ecr.snapshot());
  const rest = await client.send(
    new ListImagesCommand({ repositoryName: 'app', ...(nextToken === undefined ? {} : { nextToken }) }),
  );
  expect(rest.imageIds?.length).toBeGreaterThan(1);
  await push(client, 'app', 'later', 'later');
  expect(ecr.explain('app:later', ecr.registry(OTHER, 'eu-west-1')).outcome).toBe('replicated');
  ecr.clock.advance(DAY);
  const { lastEvaluatedAt } = await client.send(new GetLifecyclePolicyCommand({ repositoryName: 'app' }));
  expect(lastEvaluatedAt).toEqual(new Date(START + 2000 + DAY));
});

test('explanations survive, down to the statement that is missing', async () => {
  const ecr = await richWorld();
  const explain = () => ecr.explain('app:v1', ecr.registry(OTHER, 'us-east-1')).text;
  const before = explain();
  expect(before).toContain('It needs this statement');
  ecr.load(ecr.snapshot());
  expect(explain()).toBe(before);
});

test('a failure of which the file does not tell the cause is explained by its code', async () => {
  const ecr = await richWorld();
  const file = JSON.stringify(ecr.snapshot(), (name, value: unknown) =>
    name === 'cause' ? undefined : value,
  );
  ecr.load(JSON.parse(file));
  const { outcome, text } = ecr.explain('app:v1', ecr.registry(OTHER, 'us-east-1'));
  expect(outcome).toBe('failed');
  expect(text).toContain('with code DESTINATION_REGISTRY_ACCESS_DENIED');
});

test('pending work can not be held', () => {
  const ecr = scene({ replication: 'manual' });
  ecr
    .registry(SOURCE, 'us-west-2')
    .createRepository('app')
    .replicateTo(ecr.registry(SOURCE, 'us-east-1'))
    .push('app:v1');
  expect(() => ecr.snapshot()).toThrow(
    /^\[fake-ecr\] A snapshot can't hold pending work: replication of app:v1/,
  );
  ecr.settle();
  expect(ecr.snapshot().registries).toHaveLength(2);
});

test.each([[undefined], [null], [{}], [{ fakeEcrSnapshot: 2 }], ['text']])(
  '%j is not a snapshot, and leaves the world alone',
  async (value) => {
    const ecr = await richWorld();
    const before = JSON.stringify(ecr.snapshot());
    expect(() => ecr.load(value)).toThrow(/^\[fake-ecr\] load\(\) was given/);
    const damaged = { ...ecr.snapshot(), manifests: {} };
    expect(() => ecr.load(damaged)).toThrow(/^\[fake-ecr\] The snapshot has no manifest/);
    expect(JSON.stringify(ecr.snapshot())).toBe(before);
  },
);

test('changing a snapshot afterwards changes nothing', async () => {
  const ecr = await richWorld();
  const snapshot = ecr.snapshot();
  ecr.load(snapshot);
  const before = JSON.stringify(ecr.snapshot());
  Object.assign(snapshot.registries[0]?.repositories[0]?.images[0] ?? {}, { tags: [] });
  Object.assign(snapshot.registries[0]?.scanning ?? {}, { rules: [] });
  expect(JSON.stringify(ecr.snapshot())).toBe(before);
});

test('two fakes at once are refused with advice', async () => {
  scene();
  expect((await refusal(Promise.resolve().then(() => fakeEcr()))).message).toMatch(
    /^\[fake-ecr\] ECRClient is attached to another fake\. Restore that one first/,
  );
});

describe('a snapshot that is loaded again', () => {
  const taken = () => {
    const ecr = scene();
    ecr.registry(SOURCE, 'us-west-2').createRepository('app').push('app:v1').push('app:multi', imageIndex());
    // As read from a file: an object of the test's own.
    const snapshot = JSON.parse(JSON.stringify(ecr.snapshot())) as {
      manifests: Record<string, { text: string }>;
    };
    return { ecr, snapshot };
  };

  test('unchanged, makes the same world each time', () => {
    const { ecr, snapshot } = taken();
    const before = JSON.stringify(ecr.snapshot());
    for (let time = 0; time < 3; time += 1) {
      ecr.registry(SOURCE, 'us-west-2').push(`app:changed-${time}`, image('changed'));
      ecr.load(snapshot);
      expect(JSON.stringify(ecr.snapshot())).toBe(before);
    }
    expect(ecr.registry(SOURCE, 'us-west-2').repository('app').tags).toEqual(['v1', 'multi']);
  });

  test.each(['the image', 'the index'])('with the text of %s changed meanwhile, is damaged', (which) => {
    const { ecr, snapshot } = taken();
    ecr.load(snapshot);
    const { digest } = which === 'the image' ? image('app:v1') : imageIndex();
    const saved = snapshot.manifests[digest] as { text: string };
    const { text } = saved;
    const before = JSON.stringify(ecr.snapshot());

    saved.text = `${text} `;
    expect(() => ecr.load(snapshot)).toThrow(
      `[fake-ecr] The snapshot has no manifest with digest ${digest}. It was edited or truncated.`,
    );
    expect(JSON.stringify(ecr.snapshot())).toBe(before);

    delete snapshot.manifests[digest];
    expect(() => ecr.load(snapshot)).toThrow(`The snapshot has no manifest with digest ${digest}.`);

    // Put right, it is whole again.
    snapshot.manifests[digest] = { ...saved, text };
    ecr.load(snapshot);
    expect(JSON.stringify(ecr.snapshot())).toBe(before);
  });
});

test.each([
  [
    'a moment that no date can hold',
    { now: 1e300 },
    '$.now is 1e+300: expected a moment in epoch milliseconds',
  ],
  ['a position that is not a number', { lastPosition: 'x' }, "$.lastPosition is 'x': expected a position"],
  ['no list of registries', { registries: undefined }, ''],
])('%s is damage, and leaves the world alone', async (_what, damage, reason) => {
  const ecr = await richWorld();
  const before = JSON.stringify(ecr.snapshot());
  expect(() => ecr.load({ ...ecr.snapshot(), ...damage })).toThrow(
    `[fake-ecr] The snapshot is damaged: ${reason}`,
  );
  expect(JSON.stringify(ecr.snapshot())).toBe(before);
});

test('an index has its size, even if the snapshot has it before its images', () => {
  const ecr = scene();
  const app = ecr.registry(SOURCE, 'us-west-2').createRepository('app').repository('app');
  app.push('multi', imageIndex());
  const size = app.images.find(({ tags }) => tags.includes('multi'))?.size;
  expect(size).toBeGreaterThan(0);
  const snapshot = JSON.parse(JSON.stringify(ecr.snapshot())) as {
    registries: { repositories: { images: { position: number }[] }[] }[];
  };
  const saved = snapshot.registries[0]?.repositories[0]?.images ?? [];
  const positions = saved.map(({ position }) => position);
  saved.forEach((one, index) => (one.position = positions.at(-1 - index) as number));
  ecr.load(snapshot);
  expect(app.images.find(({ tags }) => tags.includes('multi'))?.size).toBe(size);
  expect(ecr.snapshot().registries[0]?.repositories[0]?.images[0]?.tags).toMatchObject([{ name: 'multi' }]);
});

test('replications that waited for the test, and that failed in other ways than by a policy, are explained alike', async () => {
  const ecr = scene({ replication: 'manual' });
  const client = ecr.client(SOURCE, 'us-west-2');
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  const arrived = ecr.registry(SOURCE, 'eu-west-1');
  const disabled = ecr.registry(SOURCE, 'me-central-1');
  const injected = ecr.registry(SOURCE, 'sa-east-1');
  prod.replicateTo([arrived, disabled, injected]);
  ecr.account(SOURCE).disableRegion('me-central-1');
  ecr.failReplication({ to: injected, code: 'OUT_OF_LUCK' }).once();
  prod.push('app:v1');
  ecr.settle();
  const explain = () =>
    [arrived, disabled, injected].map(({ accountId, region }) => {
      const verdict = ecr.explain('app:v1', ecr.registry(accountId, region));
      return `${verdict.outcome}: ${verdict.text}`;
    });
  const before = explain();
  expect(before).toEqual([
    expect.stringMatching(/^replicated/),
    expect.stringMatching(/^failed[^]*me-central-1/),
    expect.stringMatching(/^failed[^]*OUT_OF_LUCK/),
  ]);
  const status = () =>
    client.send(
      new DescribeImageReplicationStatusCommand({ repositoryName: 'app', imageId: { imageTag: 'v1' } }),
    );
  const { replicationStatuses } = await status();

  ecr.load(JSON.parse(JSON.stringify(ecr.snapshot())));

  expect(explain()).toEqual(before);
  expect((await status()).replicationStatuses).toEqual(replicationStatuses);
});

test('a backfill that was stopped before it began has no progress, loaded or not', async () => {
  const ecr = scene({ replication: 'manual' });
  const client = ecr.client(SOURCE, 'us-west-2');
  ecr
    .registry(SOURCE, 'us-west-2')
    .createRepository('app')
    .push('app:v1')
    .replicateTo(ecr.registry(SOURCE, 'eu-west-1'));
  const { replicationBackfillId } = await client.send(
    new StartReplicationBackfillCommand({ destination: to(SOURCE, 'eu-west-1') }),
  );
  await client.send(new StopReplicationBackfillCommand({ replicationBackfillId }));
  ecr.settle();
  const read = async () => body(await client.send(new ListReplicationBackfillsCommand({})));
  const before = await read();
  expect(before.backfills).toMatchObject([{ status: 'STOPPED' }]);
  expect(JSON.stringify(ecr.snapshot())).not.toContain('"progress"');

  ecr.load(JSON.parse(JSON.stringify(ecr.snapshot())));

  expect(await read()).toEqual(before);
});

test('everything that a client has made can be loaded, in a Region of any name', async () => {
  const ecr = scene({ layers: 'assumed' });
  const credentials = { accessKeyId: SOURCE, secretAccessKey: 'secret' };
  const client = new ECRClient({ region: 'local', credentials });
  await client.send(new CreateRepositoryCommand({ repositoryName: 'a/b' }));
  for (const imageTag of ['-x', '.x', 'x'.repeat(300)]) {
    const { manifest: imageManifest } = image(imageTag);
    await client.send(new PutImageCommand({ repositoryName: 'a/b', imageTag, imageManifest }));
  }
  const text = JSON.stringify(ecr.snapshot());
  ecr.reset();
  expect(JSON.stringify(ecr.load(JSON.parse(text)).snapshot())).toBe(text);
});
