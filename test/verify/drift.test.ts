import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-ecr';
import { recordRegistry } from '../../src/cli/record.js';
import { type FakeWorld, fakeEcrWorld } from '../../src/fake/fake-world.js';
import { image } from '../../src/index.js';
import { type DriftOptions, compareWithRegistry } from '../../src/verify/drift/compare-with-registry.js';
import { START } from '../support/start.js';
import {
  KEY,
  OTHER,
  OWN,
  REGION,
  expire,
  loaded,
  pullPolicy,
  registryPolicy,
  richRegistry,
} from './rich-registry.js';

// Several commands in one test, each of which reads a registry.
jest.setTimeout(60_000);

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'fake-ecr-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const clientOf = (ecr: FakeWorld) =>
  new sdk.ECRClient({
    region: REGION,
    credentials: ecr.credentials(OWN),
    requestHandler: ecr.requestHandler(),
  });

function file(name: string, content: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

async function recorded(ecr: FakeWorld, manifests = true): Promise<string> {
  return file('recorded.json', await recordRegistry(sdk, clientOf(ecr), { manifests }));
}

async function drift(ecr: FakeWorld, path: string, options: DriftOptions = {}) {
  const client = clientOf(ecr);
  const found = await compareWithRegistry(sdk, client, loaded(path), options);
  client.destroy();
  return found;
}

/** What differs, in short: `~ repositories.app.scanOnPush`. */
async function found(ecr: FakeWorld, path: string, options: DriftOptions = {}): Promise<readonly string[]> {
  const signs = { missing: '-', unexpected: '+', changed: '~' };
  const { differences } = await drift(ecr, path, options);
  return differences.map((one) => `${signs[one.kind]} ${one.path}`);
}

describe.each([true, false])('a registry that was recorded, manifests: %s', (manifests) => {
  test('has no differences', async () => {
    const ecr = richRegistry();
    const path = await recorded(ecr, manifests);
    expect(await drift(ecr, path)).toEqual({
      registry: `${OWN}/${REGION}`,
      kind: 'declaration',
      differences: [],
      unread: [],
    });
  });
});

test('a seed that was recorded makes the same registry again', async () => {
  const ecr = richRegistry();
  const path = await recorded(ecr);
  const copy = fakeEcrWorld({ now: START }).seed(
    await recordRegistry(sdk, clientOf(ecr), { manifests: true }),
  );
  expect(await found(copy, path)).toEqual([]);
});

test('a snapshot of the same world has no differences', async () => {
  const ecr = richRegistry();
  expect(await drift(ecr, file('snapshot.json', ecr.snapshot()))).toMatchObject({
    kind: 'snapshot',
    differences: [],
  });
});

test('other words for the same are not a difference', async () => {
  const ecr = richRegistry();
  const path = await recorded(ecr);
  const client = clientOf(ecr);
  const policyText = JSON.stringify({
    Statement: {
      Condition: { StringEquals: { 'AWS:principalorgid': 'o-a1b2c3d4e5' } },
      Action: ['ECR:getdownloadurlforlayer', 'ecr:BatchGetImage'],
      Principal: { AWS: [OTHER] },
      Effect: 'Allow',
      Sid: 'Pull',
    },
    Version: '2012-10-17',
  });
  await client.send(new sdk.SetRepositoryPolicyCommand({ repositoryName: 'app', policyText }));
  await client.send(
    new sdk.PutRegistryPolicyCommand({
      policyText: JSON.stringify(registryPolicy({ Principal: { AWS: [`arn:aws:iam::${OTHER}:root`] } })),
    }),
  );
  await client.send(
    new sdk.PutReplicationConfigurationCommand({
      replicationConfiguration: {
        rules: [
          { destinations: [{ region: 'us-east-1', registryId: OWN }] },
          {
            destinations: [
              { region: 'eu-west-1', registryId: OWN },
              { region: 'eu-west-1', registryId: OTHER },
            ],
            repositoryFilters: [
              { filter: 'app', filterType: 'PREFIX_MATCH' },
              { filter: 'pay', filterType: 'PREFIX_MATCH' },
            ],
          },
        ],
      },
    }),
  );
  await client.send(
    new sdk.PutLifecyclePolicyCommand({
      repositoryName: 'app',
      lifecyclePolicyText: JSON.stringify({ rules: [expire(2, 100), expire(1, 50, 'keep fifty')] }),
    }),
  );
  await client.send(
    new sdk.PutRegistryScanningConfigurationCommand({
      scanType: 'BASIC',
      rules: [
        {
          scanFrequency: 'SCAN_ON_PUSH',
          repositoryFilters: [
            { filter: 'app', filterType: 'WILDCARD' },
            { filter: 'prod-*', filterType: 'WILDCARD' },
          ],
        },
      ],
    }),
  );
  expect(await found(ecr, path)).toEqual([]);
});

/** Changes a registry behind the back of the file; answers what is to be found. */
interface Planted {
  readonly what: string;
  readonly change: (client: sdk.ECRClient, ecr: FakeWorld) => Promise<unknown>;
  readonly expected: readonly string[];
}

const repositoryName = 'app';
const setPolicy = (policy: object) => (client: sdk.ECRClient) =>
  client.send(new sdk.SetRepositoryPolicyCommand({ repositoryName, policyText: JSON.stringify(policy) }));
const setLifecycle =
  (...rules: object[]) =>
  (client: sdk.ECRClient) =>
    client.send(
      new sdk.PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: JSON.stringify({ rules }) }),
    );
const setRules =
  (...rules: sdk.ReplicationRule[]) =>
  (client: sdk.ECRClient) =>
    client.send(new sdk.PutReplicationConfigurationCommand({ replicationConfiguration: { rules } }));
const to = (registryId: string, region: string) => ({ registryId, region });
const prefixes = (...filters: string[]) =>
  filters.map((filter) => ({ filter, filterType: 'PREFIX_MATCH' as const }));
const RULES: readonly sdk.ReplicationRule[] = [
  { destinations: [to(OTHER, 'eu-west-1'), to(OWN, 'eu-west-1')], repositoryFilters: prefixes('pay', 'app') },
  { destinations: [to(OWN, 'us-east-1')] },
];
const [PAY, ALL] = RULES as [sdk.ReplicationRule, sdk.ReplicationRule];
const again =
  (settings: Omit<sdk.CreateRepositoryCommandInput, 'repositoryName'>) => async (client: sdk.ECRClient) => {
    await client.send(new sdk.DeleteRepositoryCommand({ repositoryName: 'empty', force: true }));
    await client.send(new sdk.CreateRepositoryCommand({ ...settings, repositoryName: 'empty' }));
  };
const scan =
  (scanType: sdk.ScanType, scanFrequency: sdk.ScanFrequency, ...filters: string[]) =>
  (client: sdk.ECRClient) =>
    client.send(
      new sdk.PutRegistryScanningConfigurationCommand({
        scanType,
        rules: [
          {
            scanFrequency,
            repositoryFilters: filters.map((filter) => ({ filter, filterType: 'WILDCARD' })),
          },
        ],
      }),
    );
const template =
  (changes: Omit<sdk.UpdateRepositoryCreationTemplateCommandInput, 'prefix'>) => (client: sdk.ECRClient) =>
    client.send(new sdk.UpdateRepositoryCreationTemplateCommand({ prefix: 'hub', ...changes }));
const arn = `arn:aws:ecr:${REGION}:${OWN}:repository/app`;
const digest = (name: string) => image(name).digest;

const PLANTED: readonly Planted[] = [
  {
    what: 'another tag mutability',
    change: (client) =>
      client.send(new sdk.PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'MUTABLE' })),
    expected: [
      '~ repositories.app.imageTagMutability',
      '~ repositories.app.imageTagMutabilityExclusionFilters',
    ],
  },
  {
    what: 'another exclusion filter',
    change: (client) =>
      client.send(
        new sdk.PutImageTagMutabilityCommand({
          repositoryName,
          imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
          imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev*' }],
        }),
      ),
    expected: ['~ repositories.app.imageTagMutabilityExclusionFilters'],
  },
  {
    what: 'scan on push',
    change: (client) =>
      client.send(
        new sdk.PutImageScanningConfigurationCommand({
          repositoryName,
          imageScanningConfiguration: { scanOnPush: false },
        }),
      ),
    expected: ['~ repositories.app.scanOnPush'],
  },
  {
    what: 'another type of encryption',
    change: again({}),
    expected: ['~ repositories.empty.encryption.encryptionType', '- repositories.empty.encryption.kmsKey'],
  },
  {
    what: 'another key',
    change: again({ encryptionConfiguration: { encryptionType: 'KMS', kmsKey: KEY } }),
    expected: ['~ repositories.empty.encryption.kmsKey'],
  },
  {
    what: 'a policy that is gone',
    change: (client) => client.send(new sdk.DeleteRepositoryPolicyCommand({ repositoryName })),
    expected: ['- repositories.app.policy'],
  },
  {
    what: 'a policy where there was none',
    change: (client) =>
      client.send(
        new sdk.SetRepositoryPolicyCommand({
          repositoryName: 'empty',
          policyText: JSON.stringify(pullPolicy()),
        }),
      ),
    expected: ['+ repositories.empty.policy'],
  },
  {
    what: 'another action in a policy',
    change: setPolicy(pullPolicy({ Action: ['ecr:BatchGetImage', 'ecr:PutImage'] })),
    expected: ['~ repositories.app.policy.Statement.Pull.Action'],
  },
  {
    what: 'another effect in a policy',
    change: setPolicy(pullPolicy({ Effect: 'Deny' })),
    expected: ['~ repositories.app.policy.Statement.Pull.Effect'],
  },
  {
    what: 'another principal in a policy',
    change: setPolicy(pullPolicy({ Principal: '*' })),
    expected: ['~ repositories.app.policy.Statement.Pull.Principal.AWS'],
  },
  {
    what: 'a condition that is gone from a policy',
    change: setPolicy(pullPolicy({ Condition: undefined })),
    expected: ['- repositories.app.policy.Statement.Pull.Condition'],
  },
  {
    what: 'a condition with another value',
    change: setPolicy(pullPolicy({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-0000000000' } } })),
    expected: ['~ repositories.app.policy.Statement.Pull.Condition.stringequals.aws:principalorgid'],
  },
  {
    what: 'one more statement',
    change: setPolicy(
      pullPolicy({}, { Effect: 'Allow', Principal: { AWS: OWN }, Action: 'ecr:DescribeImages' }),
    ),
    expected: ['+ repositories.app.policy.Statement.#1'],
  },
  {
    what: 'another number in a lifecycle rule',
    change: setLifecycle(expire(1, 49, 'keep fifty'), expire(2, 100)),
    expected: ['~ repositories.app.lifecyclePolicy.rule 1.selection.countNumber'],
  },
  {
    what: 'another description of a lifecycle rule',
    change: setLifecycle(expire(1, 50, 'keep 50'), expire(2, 100)),
    expected: ['~ repositories.app.lifecyclePolicy.rule 1.description'],
  },
  {
    what: 'a lifecycle rule that is gone',
    change: setLifecycle(expire(1, 50, 'keep fifty')),
    expected: ['- repositories.app.lifecyclePolicy.rule 2'],
  },
  {
    what: 'a lifecycle policy that is gone',
    change: (client) => client.send(new sdk.DeleteLifecyclePolicyCommand({ repositoryName })),
    expected: ['- repositories.app.lifecyclePolicy'],
  },
  {
    what: 'another value of a resource tag',
    change: (client) =>
      client.send(new sdk.TagResourceCommand({ resourceArn: arn, tags: [{ Key: 'team', Value: 'b' }] })),
    expected: ['~ repositories.app.tags.team'],
  },
  {
    what: 'a resource tag more',
    change: (client) =>
      client.send(new sdk.TagResourceCommand({ resourceArn: arn, tags: [{ Key: 'owner', Value: 'b' }] })),
    expected: ['+ repositories.app.tags.owner'],
  },
  {
    what: 'a resource tag less',
    change: (client) => client.send(new sdk.UntagResourceCommand({ resourceArn: arn, tagKeys: ['cost'] })),
    expected: ['- repositories.app.tags.cost'],
  },
  {
    what: 'a repository that is gone',
    change: (client) =>
      client.send(new sdk.DeleteRepositoryCommand({ repositoryName: 'team/web', force: true })),
    expected: ['- repositories.team/web'],
  },
  {
    what: 'a repository more',
    change: (client) => client.send(new sdk.CreateRepositoryCommand({ repositoryName: 'by-hand' })),
    expected: ['+ repositories.by-hand'],
  },
  {
    what: 'a tag that moved',
    change: (client) =>
      client.send(
        new sdk.PutImageCommand({
          repositoryName: 'team/web',
          imageManifest: image('two').manifest,
          imageTag: 'v1',
        }),
      ),
    expected: [
      `~ repositories.team/web.images.${digest('one')}.tags`,
      `~ repositories.team/web.images.${digest('two')}.tags`,
    ].sort((a, b) => (a < b ? -1 : 1)),
  },
  {
    what: 'an image that is gone',
    change: (client) =>
      client.send(
        new sdk.BatchDeleteImageCommand({
          repositoryName: 'team/web',
          imageIds: [{ imageDigest: digest('one') }],
        }),
      ),
    expected: [`- repositories.team/web.images.${digest('one')}`],
  },
  {
    what: 'an image more',
    change: (client) =>
      client.send(
        new sdk.PutImageCommand({ repositoryName: 'team/web', imageManifest: image('three').manifest }),
      ),
    expected: [`+ repositories.team/web.images.${digest('three')}`],
  },
  {
    what: 'an image that is archived',
    change: (client) =>
      client.send(
        new sdk.UpdateImageStorageClassCommand({
          repositoryName: 'team/web',
          imageId: { imageTag: 'v1' },
          targetStorageClass: 'ARCHIVE',
        }),
      ),
    expected: [`~ repositories.team/web.images.${digest('one')}.archived`],
  },
  {
    what: 'a replication rule more',
    change: setRules(PAY, ALL, { destinations: [to(OWN, 'ap-south-1')] }),
    expected: ['+ replication.#1'],
  },
  {
    what: 'a replication rule less',
    change: setRules(PAY),
    expected: ['- replication.#1'],
  },
  {
    what: 'another destination',
    change: setRules(PAY, { ...ALL, destinations: [to(OTHER, 'us-east-1')] }),
    expected: ['~ replication.#1.destinations'],
  },
  {
    what: 'another filter of a replication rule',
    change: setRules({ ...PAY, repositoryFilters: prefixes('pay') }, ALL),
    expected: ['~ replication.#1.filters'],
  },
  {
    what: 'a registry policy that is gone',
    change: (client) => client.send(new sdk.DeleteRegistryPolicyCommand({})),
    expected: ['- policy'],
  },
  {
    what: 'another resource in the registry policy',
    change: (client) =>
      client.send(
        new sdk.PutRegistryPolicyCommand({ policyText: JSON.stringify(registryPolicy({ Resource: '*' })) }),
      ),
    expected: ['~ policy.Statement.Replicate.Resource'],
  },
  {
    what: 'another filter of scanning',
    change: scan('BASIC', 'SCAN_ON_PUSH', 'prod-*'),
    expected: ['~ scanning.rules.SCAN_ON_PUSH'],
  },
  {
    what: 'another type of scanning',
    change: scan('ENHANCED', 'SCAN_ON_PUSH', 'prod-*', 'app'),
    expected: ['~ scanning.scanType'],
  },
  {
    what: 'another frequency of scanning',
    change: scan('ENHANCED', 'CONTINUOUS_SCAN', 'prod-*', 'app'),
    expected: ['+ scanning.rules.CONTINUOUS_SCAN', '- scanning.rules.SCAN_ON_PUSH', '~ scanning.scanType'],
  },
  {
    what: 'a pull-through cache rule less',
    change: (client) =>
      client.send(new sdk.DeletePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'quay' })),
    expected: ['- pullThrough.quay'],
  },
  {
    what: 'another secret of a pull-through cache rule',
    change: (client) =>
      client.send(
        new sdk.UpdatePullThroughCacheRuleCommand({
          ecrRepositoryPrefix: 'hub',
          credentialArn: `arn:aws:secretsmanager:${REGION}:${OWN}:secret:ecr-pullthroughcache/hub-z9y8x7`,
        }),
      ),
    expected: ['~ pullThrough.hub.credentialArn'],
  },
  {
    what: 'another upstream',
    change: async (client) => {
      await client.send(new sdk.DeletePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'quay' }));
      await client.send(
        new sdk.CreatePullThroughCacheRuleCommand({
          ecrRepositoryPrefix: 'quay',
          upstreamRegistryUrl: 'public.ecr.aws',
        }),
      );
    },
    expected: ['~ pullThrough.quay.upstreamRegistry', '~ pullThrough.quay.upstreamRegistryUrl'],
  },
  {
    what: 'a creation template less',
    change: (client) => client.send(new sdk.DeleteRepositoryCreationTemplateCommand({ prefix: 'ROOT' })),
    expected: ['- templates.ROOT'],
  },
  {
    what: 'another purpose of a creation template',
    change: template({ appliedFor: ['REPLICATION'] }),
    expected: ['~ templates.hub.appliedFor'],
  },
  {
    what: 'another policy of a creation template',
    change: template({ repositoryPolicy: JSON.stringify(pullPolicy({ Action: 'ecr:*' })) }),
    expected: ['~ templates.hub.repositoryPolicy.Statement.Pull.Action'],
  },
  {
    what: 'another lifecycle policy of a creation template',
    change: template({ lifecyclePolicy: JSON.stringify({ rules: [expire(1, 11)] }) }),
    expected: ['~ templates.hub.lifecyclePolicy.rule 1.selection.countNumber'],
  },
  {
    what: 'another mutability of a creation template',
    change: template({ imageTagMutability: 'MUTABLE' }),
    expected: ['~ templates.hub.imageTagMutability'],
  },
  {
    what: 'other tags of a creation template',
    change: template({ resourceTags: [{ Key: 'team', Value: 'other' }] }),
    expected: ['~ templates.hub.resourceTags.team'],
  },
  {
    what: 'another account setting',
    change: (client) =>
      client.send(new sdk.PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'DISABLED' })),
    expected: ['~ settings.BLOB_MOUNTING'],
  },
];

test('thirty and more differences are planted', () => {
  expect(PLANTED.length).toBeGreaterThanOrEqual(30);
});

test.each(PLANTED)('$what is found, and nothing else', async ({ change, expected }) => {
  const ecr = richRegistry();
  const path = await recorded(ecr);
  const client = clientOf(ecr);
  await change(client, ecr);
  client.destroy();
  ecr.settle();
  expect(await found(ecr, path)).toEqual(expected);
});

describe('compared settings', () => {
  test('parts that a glob describes are not, nor read', async () => {
    const ecr = richRegistry();
    const path = await recorded(ecr);
    ecr.registry(OWN, REGION).createRepository('by-hand').push('by-hand:v1').push('team/web:v9');
    const before = ecr.calls.length;
    expect(await found(ecr, path, { ignore: ['repositories.*.images', 'repositories.by-hand'] })).toEqual([]);
    const calls = ecr.calls.slice(before).map((call) => call.operation);
    expect(calls).toContain('DescribeRepositories');
    expect(calls).not.toContain('DescribeImages');
  });

  test('parts that may not be read are not, and told', async () => {
    const ecr = richRegistry();
    const path = await recorded(ecr);
    ecr.fail('GetRegistryPolicy').with('AccessDeniedException', 'no').always();
    ecr.fail('GetRepositoryPolicy', { repository: 'app' }).with('AccessDeniedException', 'no').always();
    expect(await drift(ecr, path)).toMatchObject({
      differences: [],
      unread: [
        { path: 'policy', problem: 'the registry policy may not be read: no' },
        { path: 'repositories.app.policy', problem: 'the policy of app may not be read: no' },
      ],
    });
  });

  test('a seed that was written by hand knows images by their tags', async () => {
    const ecr = fakeEcrWorld({ now: START, layers: 'assumed' });
    ecr
      .registry(OWN, REGION)
      .createRepository('app')
      .push('app:v1', image('built elsewhere'))
      .push('app:old', image('older'));
    const seed = (images: object[]) =>
      file('by-hand.json', { registries: { [`${OWN}/${REGION}`]: { repositories: { app: { images } } } } });
    expect(await found(ecr, seed([{ tag: 'v1' }, { tag: 'old' }]))).toEqual([]);
    expect(await found(ecr, seed([{ tag: 'v1' }, { tag: 'v2' }]))).toEqual([
      `+ repositories.app.images.${image('older').digest}`,
      '- repositories.app.images.tag v2',
    ]);
  });

  test('a file about another registry is refused', async () => {
    const ecr = richRegistry();
    const path = file('other.json', { registries: { [`${OTHER}/${REGION}`]: {} } });
    await expect(drift(ecr, path)).rejects.toThrow(
      `[fake-ecr] ${path} says nothing of ${OWN}/${REGION}. It has ${OTHER}/${REGION}.`,
    );
  });
});
