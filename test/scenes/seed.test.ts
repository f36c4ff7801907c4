import {
  BatchGetImageCommand,
  CreatePullThroughCacheRuleCommand,
  DescribeImageScanFindingsCommand,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Seed, expectImage, expectNoImage, image, imageIndex } from '../../src/index.js';
import { jsonSchemaOf, shapeFault } from '../../src/lib/json-shape.js';
import { fakeEcrWorld } from '../../src/request-handler.js';
import { SEED_SHAPE } from '../../src/scenes/seed/seed-shape.js';
import type { ImageSeed, RepositorySeed } from '../../src/scenes/seed/seed.js';
import { Repository } from '../../src/world/repository.js';
import { START, images, push, scene, statuses } from '../support/scene.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

const PROD = '111122223333/us-west-2';
const DR = '444455556666/eu-west-1';

const WORLD: Seed = {
  accounts: { '444455556666': { enabledRegions: ['me-central-1'], organization: 'o-a1b2c3d4e5' } },
  registries: {
    [PROD]: {
      replication: [{ to: [DR], prefix: ['pay'] }],
      settings: { BLOB_MOUNTING: 'ENABLED' },
      repositories: {
        payments: {
          imageTagMutability: 'IMMUTABLE',
          scanOnPush: true,
          resourceTags: { team: 'a' },
          lifecyclePolicy: {
            rules: [
              {
                rulePriority: 1,
                selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 5 },
                action: { type: 'expire' },
              },
            ],
          },
          images: [
            'v1',
            { tags: ['v2', 'latest'], pushedAt: '2026-01-01T00:00:00Z', layers: [1000, 2000] },
            { tag: 'multi', platforms: ['linux/amd64', 'linux/arm64'] },
            { tag: 'old', archived: true },
            {
              tag: 'scanned',
              findings: [{ name: 'CVE-1', severity: 'HIGH' }],
              referrers: [{ artifactType: 'application/spdx+json' }],
            },
          ],
        },
        empty: {},
      },
    },
    [DR]: { allowReplicationFrom: [PROD] },
  },
  upstreams: { 'docker-hub': ['library/node:22'] },
};

test('a seed is there, with what it says', async () => {
  const ecr = scene().seed(WORLD);
  const client = ecr.client('111122223333', 'us-west-2');
  const details = (await images(client, 'payments')) ?? [];
  const byTag = (tag: string) => details.find((one) => one.imageTags?.includes(tag));
  expect(byTag('v1')?.imageDigest).toBe(image('payments:v1').digest);
  expect(byTag('v2')).toMatchObject({
    imageTags: ['v2', 'latest'],
    imagePushedAt: new Date('2026-01-01T00:00:00Z'),
  });
  expect(byTag('old')).toBeUndefined();
  expect(byTag('multi')?.imageManifestMediaType).toContain('index');
  expect(ecr.account('444455556666').isRegionEnabled('me-central-1')).toBe(true);
  await client.send(
    new StartImageScanCommand({ repositoryName: 'payments', imageId: { imageTag: 'scanned' } }),
  );
  const { imageScanFindings } = await client.send(
    new DescribeImageScanFindingsCommand({ repositoryName: 'payments', imageId: { imageTag: 'scanned' } }),
  );
  expect(imageScanFindings?.findingSeverityCounts).toEqual({ HIGH: 1 });
});

test('declared images are older than the rules and raise no events; later pushes are replicated', async () => {
  const ecr = scene().seed(WORLD);
  const client = ecr.client('111122223333', 'us-west-2');
  expect(ecr.events).toEqual([]);
  expect(await statuses(client, 'payments', 'v1')).toEqual([]);
  await push(client, 'payments', 'new', 'new');
  expect(await statuses(client, 'payments', 'new')).toMatchObject([{ status: 'COMPLETE' }]);
});

test('the lifecycle policy of a seed runs as time passes', async () => {
  const ecr = scene().seed(WORLD);
  ecr.clock.advance(86_400_000);
  const client = ecr.client('111122223333', 'us-west-2');
  const tags = ((await images(client, 'payments')) ?? []).flatMap((one) => one.imageTags ?? []);
  expect(tags).not.toContain('v2');
  expect(tags).toContain('v1');
});

test('a seed can be added to another, and comes back after a reset by the baseline', async () => {
  const ecr = scene()
    .seed(WORLD)
    .seed({ registries: { [DR]: { repositories: { extra: { images: ['v1'] } } } } });
  ecr.baseline();
  const client = ecr.client('444455556666', 'eu-west-1');
  await push(client, 'extra', 'v2', 'two');
  ecr.clock.advance(1000);
  ecr.reset();
  expect(await images(client, 'extra')).toHaveLength(1);
  expect(ecr.clock.now()).toEqual(new Date(START));
  ecr.forgetBaseline().reset();
  expect(await images(client, 'extra')).toBeUndefined();
});

test('upstreams of a seed serve pulls', async () => {
  const ecr = scene().seed(WORLD);
  const client = ecr.client('111122223333', 'us-west-2');
  await client.send(
    new CreatePullThroughCacheRuleCommand({
      ecrRepositoryPrefix: 'hub',
      upstreamRegistryUrl: 'registry-1.docker.io',
      credentialArn: 'arn:aws:secretsmanager:us-west-2:111122223333:secret:ecr-pullthroughcache/hub-AbCdEf',
    }),
  );
  const imageIds = [{ imageTag: '22' }];
  const answer = await client.send(
    new BatchGetImageCommand({ repositoryName: 'hub/library/node', imageIds }),
  );
  expect(answer.images).toHaveLength(1);
});

const malformed: [unknown, string][] = [
  [null, '$ is null: expected a seed'],
  [{ registry: {} }, '$.registry is not a member here: expected $schema, accounts, registries, upstreams'],
  [
    { registries: { prod: {} } },
    "$.registries 'prod' is not a key here: expected registries, by keys such as",
  ],
  [
    { registries: { [PROD]: { repositories: { app: { images: [5] } } } } },
    `$.registries["${PROD}"].repositories.app.images[0] is 5`,
  ],
  [
    { registries: { [PROD]: { repositories: { app: { images: [{ tga: 'v1' }] } } } } },
    `.images[0].tga is not a member here`,
  ],
  [{ registries: { [PROD]: { replication: [{ prefix: ['a'] }] } } }, '.replication[0] lacks the member to'],
  [
    { registries: { [PROD]: { replication: [{ to: [DR], prefixes: ['a'] }] } } },
    '.replication[0].prefixes is not a member here',
  ],
  [
    { registries: { [PROD]: { replication: [{ to: 'x' }] } } },
    ".replication[0].to is 'x': expected a list of registries",
  ],
  [
    { registries: { [PROD]: { repositories: { app: { imageTagMutability: 'mutable' } } } } },
    "is 'mutable': expected one of MUTABLE",
  ],
  [{ accounts: { '1': {} } }, "$.accounts '1' is not a key here"],
  [{ registries: [] }, '$.registries is a list: expected registries, by keys such as'],
  [
    { registries: { [PROD]: { settings: 'none' } } },
    ".settings is 'none': expected account settings, by name",
  ],
  [{ registries: { [PROD]: { policy: 5 } } }, '.policy is 5: expected a registry permissions policy'],
  [{ registries: { [PROD]: { policy: [] } } }, '.policy is a list: expected a registry permissions policy'],
];

test.each(malformed)('%j is refused with its place', (seed, text) => {
  const ecr = scene();
  expect(() => ecr.seed(seed as Seed)).toThrow(/^\[fake-ecr\] The seed is malformed: /);
  expect(() => ecr.seed(seed as Seed)).toThrow(text);
});

test('a seed is refused if the service would refuse it', () => {
  const repositories = { 'Bad Name': {} } as Record<string, object>;
  expect(() => scene().seed({ registries: { [PROD]: { repositories } } })).toThrow(/^\[fake-ecr\]/);
  const policy = { Version: '2012-10-17', Statement: [] };
  expect(() => scene().seed({ registries: { [PROD]: { policy } } })).toThrow(
    /The registry policy of 111122223333\/us-west-2 is malformed: \$\.Statement must have at least one/,
  );
});

describe('the JSON schema', () => {
  const schema = JSON.parse(readFileSync(join(__dirname, '../../schema/seed.schema.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const validate = new Ajv2020({ strict: false }).compile(schema);

  test('is what the check is made from', () => {
    expect(schema).toMatchObject(JSON.parse(JSON.stringify(jsonSchemaOf(SEED_SHAPE))) as object);
  });

  test('takes what the check takes, and refuses what it refuses', () => {
    expect(validate(WORLD)).toBe(true);
    expect(shapeFault(WORLD, SEED_SHAPE)).toBeUndefined();
    for (const [seed] of malformed) expect(validate(seed)).toBe(false);
  });
});

describe('the members of a seed', () => {
  const ACCOUNT = PROD.split('/')[0] as string;
  const withImages = (...list: NonNullable<RepositorySeed['images']>): Seed => ({
    registries: { [PROD]: { repositories: { app: { images: list } } } },
  });
  const app = (ecr: ReturnType<typeof scene>) => ecr.registry(ACCOUNT, 'us-west-2').repository('app');

  test('accounts: disabled Regions, and nothing if it says nothing', () => {
    const ecr = scene().seed({
      accounts: { [ACCOUNT]: { disabledRegions: ['us-east-2'] }, '444455556666': {} },
      upstreams: { quay: ['tool:v1'] },
    });
    expect(ecr.account(ACCOUNT).isRegionEnabled('us-east-2')).toBe(false);
    expect(ecr.account('444455556666').isRegionEnabled('us-east-2')).toBe(true);
    expect(ecr.inspect()).toBe('nothing here yet');
  });

  test('permissions to replicate: prefix, and whether repositories may be made', () => {
    const ecr = scene().seed({
      registries: {
        [PROD]: { replication: [{ to: [DR] }], repositories: { 'pay/api': {}, 'pay/web': {}, other: {} } },
        [DR]: {
          allowReplicationFrom: [{ from: PROD, prefix: 'pay/', createRepository: false }],
          repositories: { 'pay/api': {}, other: {} },
        },
      },
    });
    const prod = ecr.registry(ACCOUNT, 'us-west-2');
    prod.push('pay/api:v1').push('pay/web:v1').push('other:v1');
    const dr = ecr.registry('444455556666', 'eu-west-1');
    expectImage(dr, 'pay/api:v1');
    expectNoImage(dr, 'pay/web:v1');
    expectNoImage(dr, 'other:v1');
  });

  test('images: platform, labels, annotations and a name make the same image as the function', () => {
    const parts = {
      name: 'mine',
      platform: 'linux/arm64',
      labels: { team: 'a' },
      annotations: { source: 'x' },
      layers: 2,
    };
    const index = { platforms: ['linux/arm64'], annotations: { source: 'x' } };
    const ecr = scene().seed(withImages({ tag: 'one', ...parts }, { tag: 'many', name: 'many', ...index }));
    const digests = Object.fromEntries(app(ecr).images.map(({ tags, digest }) => [tags.join(), digest]));
    expect(digests['one']).toBe(image(parts).digest);
    expect(digests['many']).toBe(imageIndex({ name: 'many', ...index }).digest);
  });

  test('images without a tag: they are untagged, and one image if they have no name', () => {
    const ecr = scene().seed(withImages({}, { name: 'other' }, {}));
    expect(app(ecr).images.map(({ tags, digest }) => [tags, digest])).toEqual([
      [[], image('app:').digest],
      [[], image('other').digest],
    ]);
  });

  test('a manifest of any form, with its layers', () => {
    const manifest = JSON.stringify({
      schemaVersion: 1,
      fsLayers: [{ blobSum: `sha256:${'a'.repeat(64)}` }],
    });
    const ecr = scene({ layers: 'required' }).seed(
      withImages({ tag: 'old', manifest }, { tag: 'new', manifest: image('new').manifest }),
    );
    expect(app(ecr).tags).toEqual(['old', 'new']);
    expect(app(ecr).images[1]?.digest).toBe(image('new').digest);
  });

  test('the last pull', async () => {
    const ecr = scene().seed(
      withImages({ tag: 'v1', pushedAt: '2026-01-01T00:00:00Z', lastPulledAt: '2026-02-01T00:00:00Z' }),
    );
    expect(await images(ecr.client(ACCOUNT, 'us-west-2'), 'app')).toMatchObject([
      { lastRecordedPullTime: new Date('2026-02-01T00:00:00Z') },
    ]);
  });

  test.each<[string, ImageSeed, string]>([
    [
      'a manifest that is none',
      { manifest: '{}' },
      'A manifest of the seed is malformed. Invalid parameter at',
    ],
    [
      'an index without its images',
      { tag: 'v1', manifest: imageIndex().manifest },
      `Could not seed app at ${PROD}. ReferencedImagesNotFoundException: `,
    ],
    [
      'a moment that no calendar has',
      { tag: 'v1', pushedAt: '2026-13-01T00:00' },
      "'2026-13-01T00:00' is not a moment. Expected '2026-11-24T09:00:00Z'.",
    ],
    [
      'a last pull that no calendar has',
      { tag: 'v1', lastPulledAt: '2026-02-30T25:00' },
      "'2026-02-30T25:00' is not a moment.",
    ],
  ])('%s is refused', (_what, seed, text) => {
    expect(() => scene().seed(withImages(seed))).toThrow(`[fake-ecr] ${text}`);
  });
});

describe('a seed that is refused half-way', () => {
  const first = { registries: { '111122223333/us-west-2': { repositories: { app: { images: ['v1'] } } } } };
  const refused: readonly (readonly [string, object, string])[] = [
    [
      'a policy that ECR refuses',
      {
        registries: {
          '111122223333/us-west-2': { repositories: { other: { images: ['v1'] } } },
          '444455556666/eu-west-1': { policy: { Statement: [] } },
        },
      },
      'The registry policy of 444455556666/eu-west-1 is malformed',
    ],
    [
      'another encryption of a repository that is there',
      {
        registries: {
          '111122223333/us-west-2': { repositories: { other: {}, app: { encryption: { type: 'KMS' } } } },
        },
      },
      "The repository 'app' at 111122223333/us-west-2 is already encrypted with AES256.",
    ],
    [
      'a tag on two images',
      {
        accounts: { '444455556666': { disabledRegions: ['us-east-2'] } },
        registries: {
          '111122223333/us-west-2': {
            repositories: {
              other: { images: ['v1', { tag: 'v1', name: 'x' }] },
            },
          },
        },
      },
      "The seed puts the tag 'v1' of 'other' at 111122223333/us-west-2 on two images.",
    ],
    [
      'layers without an end',
      {
        registries: {
          '111122223333/us-west-2': { repositories: { other: { images: [{ tag: 'v1', layers: 1e30 }] } } },
        },
      },
      'image({ layers }) was given 1e+30.',
    ],
  ];

  test.each(refused)('%s leaves no half behind', (_, seed, text) => {
    const ecr = scene();
    ecr.seed(first);
    const before = JSON.stringify(ecr.snapshot());
    expect(() => ecr.seed(seed)).toThrow(text);
    expect(JSON.stringify(ecr.snapshot())).toBe(before);
    expect(ecr.calls).toEqual([]);
  });

  describe('everything that it had changed by then', () => {
    const world = {
      accounts: { '111122223333': { organization: 'o-a1b2c3d4e5' } },
      registries: {
        [PROD]: {
          allowReplicationFrom: ['555566667777/eu-west-1'],
          replication: [{ to: ['111122223333/eu-west-1'] }],
          repositories: {
            app: {
              resourceTags: { team: 'payments' },
              images: [{ tag: 'v1', findings: [{ name: 'CVE-1', severity: 'LOW' as const }] }],
            },
          },
        },
      },
      upstreams: { 'docker-hub': ['library/node:20'] },
    };
    /** Changes one of everything, and fails at the very end. */
    const all = {
      accounts: {
        '111122223333': { organization: 'o-0000000000', disabledRegions: ['us-east-2'] },
        '999999999999': { enabledRegions: ['me-central-1'] },
      },
      registries: {
        [PROD]: {
          allowReplicationFrom: ['444455556666/eu-west-1'],
          settings: { BLOB_MOUNTING: 'ENABLED' },
          replication: [{ to: ['111122223333/eu-central-1'] }],
          repositories: {
            app: {
              imageTagMutability: 'IMMUTABLE' as const,
              scanOnPush: true,
              resourceTags: { team: 'others' },
              policy: {
                Version: '2012-10-17',
                Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
              },
              lifecyclePolicy: {
                rules: [
                  {
                    rulePriority: 1,
                    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
                    action: { type: 'expire' },
                  },
                ],
              },
              images: [
                {
                  name: 'app:v1',
                  tags: ['v1', 'again'],
                  archived: true,
                  lastPulledAt: '2026-01-01T00:00:00Z',
                  findings: [],
                },
                { tag: 'v2', platforms: ['linux/amd64', 'linux/arm64'], referrers: [{ name: 'sbom' }] },
              ],
            },
            other: { images: ['v1'] },
          },
        },
        '444455556666/me-central-1': { repositories: { far: { images: ['v1'] } } },
      },
      upstreams: { 'docker-hub': ['library/node:22', 'not a reference'] },
    };

    test('is put back: the world is as if the seed had never been', () => {
      const options = { now: Date.UTC(2026, 10, 1), listOrder: 'shuffled' } as const;
      const [ecr, untouched] = [fakeEcrWorld(options), fakeEcrWorld(options)];
      for (const one of [ecr, untouched]) one.seed(world);
      const before = JSON.stringify(ecr.snapshot());
      expect(() => ecr.seed(all)).toThrow("'not a reference'");
      expect(JSON.stringify(ecr.snapshot())).toBe(before);
      expect(ecr.inspect()).toBe(untouched.inspect());
      expect(ecr.pending()).toEqual([]);
      expect(ecr.events).toEqual([]);
      for (const one of [ecr, untouched]) {
        one.seed({ ...all, upstreams: {} });
        one.clock.advance(3 * 24 * 3_600_000);
      }
      expect(JSON.stringify(ecr.snapshot())).toBe(JSON.stringify(untouched.snapshot()));
    });

    test('and the world is not read for it', () => {
      const ecr = fakeEcrWorld().seed(world);
      const read = jest.spyOn(Repository.prototype, 'allImages');
      ecr.seed({ registries: { [PROD]: { repositories: { app: { images: ['v3'] }, other: {} } } } });
      expect(() => ecr.seed(all)).toThrow("'not a reference'");
      expect(read).not.toHaveBeenCalled();
      read.mockRestore();
    });
  });

  test('an accepted seed is applied once, next to pending work', () => {
    const ecr = scene({ replication: 'manual' });
    ecr.seed(first);
    const prod = ecr.registry('111122223333', 'us-west-2');
    const dr = ecr.registry('111122223333', 'eu-west-1');
    prod.replicateTo(dr).push('app:v2');
    ecr.seed({ registries: { '111122223333/us-west-2': { repositories: { other: { images: ['v1'] } } } } });
    expect(ecr.pendingReplications()).toHaveLength(1);
    expect(prod.repository('other').tags).toEqual(['v1']);
    ecr.settle();
    expect(dr.repository('app').tags).toEqual(['v2']);
  });
});

test('an image that a seed names twice is one, archived or not', () => {
  const same = (tag: string, archived: boolean) => ({ tag, name: 'same', archived });
  const images = [same('a', true), same('b', true), same('c', false)];
  const ecr = scene().seed({
    registries: { '111122223333/us-west-2': { repositories: { app: { images } } } },
  });
  expect(ecr.registry('111122223333', 'us-west-2').repository('app').images).toMatchObject([
    { tags: ['a', 'b', 'c'], status: 'ARCHIVED' },
  ]);
});

describe('settings of a registry in a seed', () => {
  const SETTINGS: Seed = {
    registries: {
      [PROD]: {
        scanning: {
          scanType: 'ENHANCED',
          rules: [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: ['prod-*'] }],
        },
        pullThroughCacheRules: [{ ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' }],
        creationTemplates: [
          {
            prefix: 'quay',
            appliedFor: ['PULL_THROUGH_CACHE'],
            imageTagMutability: 'IMMUTABLE',
            lifecyclePolicy: {
              rules: [
                {
                  rulePriority: 1,
                  selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 5 },
                  action: { type: 'expire' },
                },
              ],
            },
          },
        ],
      },
    },
  };
  const settingsOf = (ecr: ReturnType<typeof fakeEcrWorld>) => {
    const { scanning, pullThrough, templates } = ecr.registry('111122223333', 'us-west-2')[INSIDE].registry;
    return [
      scanning.scanType,
      scanning.rules.map((one) => [one.scanFrequency, one.filters]),
      [...pullThrough.list()].map((one) => [one.prefix, one.upstream]),
      [...templates.list()].map((one) => [one.prefix, one.tagMutability.mode, one.lifecyclePolicyText]),
    ];
  };

  test('are there, once, however often it is applied', () => {
    const ecr = fakeEcrWorld({ now: START }).seed(SETTINGS);
    const once = settingsOf(ecr);
    expect(once).toEqual([
      'ENHANCED',
      [['CONTINUOUS_SCAN', ['prod-*']]],
      [['quay', 'quay']],
      [['quay', 'IMMUTABLE', expect.stringContaining('imageCountMoreThan')]],
    ]);
    expect(settingsOf(ecr.seed(SETTINGS))).toEqual(once);
  });

  test('are put back if something else of the seed is refused', () => {
    const ecr = fakeEcrWorld({ now: START }).seed(SETTINGS);
    const before = settingsOf(ecr);
    const [registry = {}] = Object.values(SETTINGS.registries ?? {});
    const refused: Seed = {
      registries: {
        [PROD]: {
          ...registry,
          scanning: { scanType: 'BASIC', rules: [] },
          pullThroughCacheRules: [
            { ecrRepositoryPrefix: 'public', upstreamRegistryUrl: 'public.ecr.aws' },
            { ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'public.ecr.aws' },
          ],
          creationTemplates: [
            { prefix: 'quay', appliedFor: ['REPLICATION'] },
            { prefix: 'other', appliedFor: ['REPLICATION'], lifecyclePolicy: {} },
          ],
        },
      },
    };
    expect(() => ecr.seed(refused)).toThrow('Could not make the creation template other at');
    expect(settingsOf(ecr)).toEqual(before);
  });
});

describe('an index of indexes', () => {
  const seed = (...images: ImageSeed[]): Seed => ({
    registries: { [PROD]: { repositories: { app: { images } } } },
  });
  const app = (ecr: ReturnType<typeof scene>) => ecr.registry('111122223333', 'us-west-2').repository('app');

  test('is stored with all that is below it, and pulled by its tag', async () => {
    const ecr = scene();
    ecr.seed(
      seed({
        tag: 'v1',
        images: [
          { platforms: ['linux/amd64', 'linux/arm64'] },
          { images: [{ name: 'sbom' }] },
          { platform: 'linux/s390x' },
        ],
      }),
    );
    expect(app(ecr).images).toHaveLength(7);
    const client = ecr.client('111122223333', 'us-west-2');
    const pull = async (id: object) => {
      const input = { repositoryName: 'app', imageIds: [id] };
      const { images: [pulled] = [] } = await client.send(new BatchGetImageCommand(input));
      return JSON.parse(pulled?.imageManifest ?? '{}') as {
        manifests: { digest: string; mediaType: string }[];
      };
    };
    const { manifests } = await pull({ imageTag: 'v1' });
    expect(manifests.map(({ mediaType }) => mediaType.split('.').at(-1))).toEqual([
      'v1+json',
      'v1+json',
      'v1+json',
    ]);
    expect((await pull({ imageDigest: manifests[0]?.digest })).manifests).toHaveLength(2);
  });

  test('may be as deep as one likes, and costs its number where children are shared', () => {
    const ecr = scene();
    let deep: NonNullable<ImageSeed['images']>[number] = { name: 'bottom' };
    for (let level = 0; level < 2000; level += 1) deep = { images: [deep] };
    let shared: typeof deep = { name: 'shared' };
    for (let level = 0; level < 20; level += 1) shared = { images: [shared, { images: [shared] }] };
    ecr.seed(seed({ tag: 'deep', images: [deep] }, { tag: 'shared', images: [shared] }));
    expect(app(ecr).images).toHaveLength(2002 + 42);
  });

  test('made of the same declaration has the same digest, and says the platforms that it knows', () => {
    const digest = () => {
      const ecr = scene();
      ecr.seed(seed({ tag: 'v1', images: [{ platform: 'linux/amd64' }, { platform: 'linux/arm64' }] }));
      return app(ecr).images.find(({ tags }) => tags.includes('v1'))?.digest;
    };
    expect(digest()).toBe(digest());
  });

  const loop: { images: object[] } = { images: [] };
  loop.images.push({ images: [loop] });
  test.each<[string, ImageSeed, string]>([
    ['that is part of itself', loop, '.images[0].images[0] is an index that is part of itself'],
    [
      'that holds an image twice',
      { images: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] },
      ' is an index that holds the same image twice, as 0 and 2: give them different names',
    ],
    [
      'of the same platform twice',
      { images: [{ platforms: ['linux/amd64', 'linux/amd64'] }] },
      '.images[0] is an index that holds',
    ],
    ['with layers', { images: [{ images: [], layers: 2 }] }, '.images[0] has images and layers'],
    ['with a tag inside', { images: [{ tag: 'x' } as object] }, '.images[0].tag is not a member here'],
    [
      'with a text inside',
      { images: ['v1' as unknown as object] },
      ".images[0] is 'v1': expected an image of the index",
    ],
  ])('%s is refused with its place, and nothing stays', (_, image_, text) => {
    const ecr = scene();
    const plant = () => ecr.seed(seed({ tag: 'v0' }, { ...image_, tag: 'v1' }));
    expect(plant).toThrow(/^\[fake-ecr\] The seed is malformed: \$\.registries\["/);
    expect(plant).toThrow(text);
    expect(app(ecr).exists).toBe(false);
  });
});
