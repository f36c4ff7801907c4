/** A configuration reads the same, members and their order, whichever way it came in. */
import {
  CreatePullThroughCacheRuleCommand,
  CreateRepositoryCommand,
  CreateRepositoryCreationTemplateCommand,
  PutAccountSettingCommand,
  PutRegistryScanningConfigurationCommand,
  PutSigningConfigurationCommand,
  SetRepositoryPolicyCommand,
  UpdatePullThroughCacheRuleCommand,
  UpdateRepositoryCreationTemplateCommand,
} from '@aws-sdk/client-ecr';
import type { FakeEcr, Seed } from '../../src/index.js';
import { OTHER, SOURCE, putPolicy, putRules, scene } from '../support/scene.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

const REGION = 'us-west-2';
const HERE = `${SOURCE}/${REGION}`;
const ROLE = `arn:aws:iam::${SOURCE}:role/ecr-template`;
const KEY = `arn:aws:kms:${REGION}:${SOURCE}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** The same value, the members of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, one]) => [key, reversed(one)]),
  );
}

type Way = (ecr: FakeEcr) => unknown;
type Saved = ReturnType<FakeEcr['snapshot']>['registries'][number];

/** The text of a part of the registry after each way in, and after a snapshot of the first in another order. */
async function texts(ways: readonly Way[], part: (saved: Saved) => unknown): Promise<string[]> {
  const read = (ecr: FakeEcr) => {
    const saved = ecr.snapshot().registries.find((one) => `${one.account}/${one.region}` === HERE);
    return JSON.stringify(part(saved as Saved));
  };
  const found: string[] = [];
  for (const way of ways) {
    const ecr = scene();
    await way(ecr);
    found.push(read(ecr));
    found.push(read(ecr.load(reversed(ecr.snapshot()))));
  }
  return found;
}

async function expectOneForm(ways: readonly Way[], part: (saved: Saved) => unknown): Promise<void> {
  const [first, ...others] = await texts(ways, part);
  expect(first).toMatch(/^[[{"].{5}/);
  expect(others).toEqual(others.map(() => first));
}

const seeded =
  (registry: NonNullable<Seed['registries']>[string]): Way =>
  (ecr) =>
    ecr.seed({ registries: { [HERE]: registry } });
const client = (ecr: FakeEcr) => ecr.client(SOURCE, REGION);

test('replication rules', async () => {
  const rule = {
    deleteReplication: { enabled: true },
    repositoryFilters: [{ filterType: 'PREFIX_MATCH' as const, filter: 'prod/' }],
    destinations: [{ registryId: OTHER, region: 'eu-west-1' }],
  };
  await expectOneForm(
    [
      (ecr) => putRules(client(ecr), [rule]),
      (ecr) =>
        ecr
          .registry(SOURCE, REGION)
          .replicateTo(ecr.registry(OTHER, 'eu-west-1'), { deleteReplication: true, prefix: 'prod/' }),
      seeded({ replication: [{ deleteReplication: true, prefix: ['prod/'], to: [`${OTHER}/eu-west-1`] }] }),
    ],
    ({ replication }) => replication.map(({ rules }) => rules),
  );
});

test('scanning rules', async () => {
  const filters = [{ filterType: 'WILDCARD' as const, filter: 'prod-*' }];
  const rules = [{ repositoryFilters: filters, scanFrequency: 'CONTINUOUS_SCAN' as const }];
  await expectOneForm(
    [
      (ecr) => client(ecr).send(new PutRegistryScanningConfigurationCommand({ rules, scanType: 'ENHANCED' })),
      (ecr) => ecr.registry(SOURCE, REGION).setScanning({ rules, scanType: 'ENHANCED' }),
      (ecr) =>
        ecr.registry(SOURCE, REGION).setScanning({
          scanType: 'ENHANCED',
          rules: [{ repositoryFilters: ['prod-*'], scanFrequency: 'CONTINUOUS_SCAN' }],
        }),
    ],
    ({ scanning }) => scanning,
  );
});

test('signing rules', async () => {
  const signingProfileArn = `arn:aws:signer:${REGION}:${SOURCE}:/signing-profiles/one`;
  const repositoryFilters = [{ filterType: 'WILDCARD_MATCH' as const, filter: 'prod-*' }];
  await expectOneForm(
    [
      (ecr) =>
        client(ecr).send(
          new PutSigningConfigurationCommand({
            signingConfiguration: { rules: [{ repositoryFilters, signingProfileArn }] },
          }),
        ),
    ],
    ({ signing }) => signing,
  );
});

test('creation templates, made at once or piece by piece', async () => {
  const named = { prefix: 'org' };
  const rest = {
    description: 'for the organization',
    customRoleArn: ROLE,
    encryptionConfiguration: { kmsKey: KEY, encryptionType: 'KMS' as const },
    imageTagMutability: 'IMMUTABLE' as const,
    resourceTags: [{ Key: 'team', Value: 'a' }],
  };
  const appliedFor = ['REPLICATION' as const];
  await expectOneForm(
    [
      (ecr) =>
        client(ecr).send(new CreateRepositoryCreationTemplateCommand({ ...named, appliedFor, ...rest })),
      async (ecr) => {
        await client(ecr).send(
          new CreateRepositoryCreationTemplateCommand({ ...named, appliedFor: ['CREATE_ON_PUSH'] }),
        );
        await client(ecr).send(
          new UpdateRepositoryCreationTemplateCommand({ ...named, description: rest.description }),
        );
        await client(ecr).send(
          new UpdateRepositoryCreationTemplateCommand({ ...rest, ...named, appliedFor }),
        );
      },
    ],
    ({ templates }) => templates,
  );
});

test('a policy that is taken off a template leaves nothing of it', async () => {
  const make = (ecr: FakeEcr, lifecyclePolicy?: string) =>
    client(ecr).send(
      new CreateRepositoryCreationTemplateCommand({
        prefix: 'org',
        appliedFor: ['REPLICATION'],
        ...(lifecyclePolicy === undefined ? {} : { lifecyclePolicy }),
      }),
    );
  const rule = {
    rulePriority: 1,
    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 3 },
    action: { type: 'expire' },
  };
  const keysOf = (ecr: FakeEcr) =>
    [...ecr.registry(SOURCE, REGION)[INSIDE].registry.templates.list()].map((template) =>
      Object.keys(template),
    );
  const plain = scene();
  await make(plain);
  const expected = keysOf(plain);
  const ecr = scene();
  await make(ecr, JSON.stringify({ rules: [rule] }));
  await client(ecr).send(new UpdateRepositoryCreationTemplateCommand({ prefix: 'org', lifecyclePolicy: '' }));
  expect(keysOf(ecr)).toEqual(expected);
});

test('pull-through cache rules, made at once or updated', async () => {
  const rule = {
    ecrRepositoryPrefix: 'mirror',
    upstreamRegistryUrl: `${SOURCE}.dkr.ecr.eu-west-1.amazonaws.com`,
  };
  const customRoleArn = ROLE;
  await expectOneForm(
    [
      (ecr) => client(ecr).send(new CreatePullThroughCacheRuleCommand({ customRoleArn, ...rule })),
      async (ecr) => {
        await client(ecr).send(new CreatePullThroughCacheRuleCommand(rule));
        await client(ecr).send(
          new UpdatePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'mirror', customRoleArn }),
        );
      },
    ],
    ({ pullThrough }) => pullThrough,
  );
});

test('account settings', async () => {
  const put = (ecr: FakeEcr, name: string, value: string) =>
    client(ecr).send(new PutAccountSettingCommand({ name, value }));
  const ways: readonly Way[] = [
    async (ecr) => {
      await put(ecr, 'REGISTRY_POLICY_SCOPE', 'V2');
      await put(ecr, 'BLOB_MOUNTING', 'ENABLED');
    },
    seeded({ settings: { BLOB_MOUNTING: 'ENABLED', REGISTRY_POLICY_SCOPE: 'V2' } }),
  ];
  await expectOneForm(ways, ({ settings }) => settings);
  const orders: string[][] = [];
  for (const way of ways) {
    const ecr = scene();
    await way(ecr);
    orders.push([...ecr.registry(SOURCE, REGION)[INSIDE].registry.settings.entries()].map(([name]) => name));
  }
  expect(orders[1]).toEqual(orders[0]);
});

test('repositories', async () => {
  await expectOneForm(
    [
      (ecr) =>
        client(ecr).send(
          new CreateRepositoryCommand({
            repositoryName: 'app',
            tags: [{ Key: 'team', Value: 'a' }],
            encryptionConfiguration: { kmsKey: 'alias/mine', encryptionType: 'KMS' },
            imageScanningConfiguration: { scanOnPush: true },
            imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
            imageTagMutabilityExclusionFilters: [{ filter: 'dev*', filterType: 'WILDCARD' }],
          }),
        ),
      (ecr) => ecr.registry(SOURCE, REGION).createRepository('app', SHORT),
      seeded({ repositories: { app: SHORT } }),
    ],
    ({ repositories }) => repositories,
  );
});

const SHORT = {
  resourceTags: { team: 'a' },
  encryption: { kmsKey: 'alias/mine', type: 'KMS' },
  scanOnPush: true,
  mutabilityExclusions: ['dev*'],
  imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
} as const;

test('registry policies, put or granted', async () => {
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: `ReplicationFrom${OTHER}`,
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
        Action: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
        Resource: [`arn:aws:ecr:${REGION}:${SOURCE}:repository/*`],
      },
    ],
  };
  await expectOneForm(
    [
      (ecr) => putPolicy(client(ecr), policy),
      (ecr) => ecr.registry(SOURCE, REGION).setPolicy(policy),
      (ecr) => ecr.registry(SOURCE, REGION).allowReplicationFrom(OTHER),
      seeded({ policy }),
      seeded({ allowReplicationFrom: [`${OTHER}/${REGION}`] }),
    ],
    (saved) => saved.policy,
  );
});

test('repository policies', async () => {
  const policy = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' },
  };
  await expectOneForm(
    [
      async (ecr) => {
        await client(ecr).send(new CreateRepositoryCommand({ repositoryName: 'app' }));
        await client(ecr).send(
          new SetRepositoryPolicyCommand({ repositoryName: 'app', policyText: JSON.stringify(policy) }),
        );
      },
      (ecr) => ecr.registry(SOURCE, REGION).createRepository('app', { policy }),
      seeded({ repositories: { app: { policy } } }),
    ],
    ({ repositories }) => repositories,
  );
});
