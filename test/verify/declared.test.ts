import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-ecr';
import type { FakeWorld } from '../../src/fake/fake-world.js';
import { applyTerraform, deploy, deployAssembly } from '../../src/iac.js';
import { type FakeEcr, fakeEcr } from '../../src/index.js';
import { compareWithRegistry } from '../../src/verify/drift/compare-with-registry.js';
import type { SeedOptions } from '../../src/cli/seeds/seed-options.js';
import { START } from '../support/start.js';
import { KEY, OWN, REGION, expire, loaded, pullPolicy, registryPolicy } from './rich-registry.js';

const FACTS = join(__dirname, '../iac/facts');
// Several commands in one test, each of which reads a registry.
jest.setTimeout(60_000);

let folder: string;
let ecr: FakeEcr;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fake-ecr-'));
  ecr = fakeEcr({ now: START, layers: 'assumed' });
});
afterEach(() => {
  ecr.restore();
  rmSync(folder, { recursive: true });
});

const clientOf = (world: FakeWorld) =>
  new sdk.ECRClient({
    region: REGION,
    credentials: world.credentials(OWN),
    requestHandler: world.requestHandler(),
  });

function file(name: string, content: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

async function found(path: string, given: Partial<SeedOptions> = {}): Promise<readonly string[]> {
  const signs = { missing: '-', unexpected: '+', changed: '~' };
  const client = clientOf(ecr);
  const { differences } = await compareWithRegistry(sdk, client, loaded(path, given));
  client.destroy();
  return differences.map((one) => `${signs[one.kind]} ${one.path}`);
}

const TEMPLATE = {
  Parameters: { Keep: { Type: 'Number', Default: '10' } },
  Resources: {
    Payments: {
      Type: 'AWS::ECR::Repository',
      Properties: {
        RepositoryName: 'payments',
        ImageTagMutability: 'IMMUTABLE',
        EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: 'alias/team' },
        RepositoryPolicyText: pullPolicy(),
        Tags: [{ Key: 'keep', Value: { Ref: 'Keep' } }],
      },
    },
    Rules: {
      Type: 'AWS::ECR::ReplicationConfiguration',
      Properties: {
        ReplicationConfiguration: {
          Rules: [{ Destinations: [{ Region: 'eu-west-1', RegistryId: { Ref: 'AWS::AccountId' } }] }],
        },
      },
    },
    Cache: {
      Type: 'AWS::ECR::PullThroughCacheRule',
      Properties: { EcrRepositoryPrefix: 'quay', UpstreamRegistryUrl: 'quay.io' },
    },
    Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
  },
};

describe('a template', () => {
  const place = { account: OWN, region: REGION };

  test('has no differences from what it made', async () => {
    deploy(ecr, TEMPLATE, place);
    expect(await found(file('template.json', TEMPLATE))).toEqual([]);
  });

  test('has no differences from what it made with other parameters, where these are given', async () => {
    deploy(ecr, TEMPLATE, { ...place, parameters: { Keep: '20' } });
    const path = file('template.json', TEMPLATE);
    expect(await found(path)).toEqual(['~ repositories.payments.tags.keep']);
    expect(await found(path, { parameters: { Keep: '20' } })).toEqual([]);
  });

  test('is not asked about what it does not declare', async () => {
    deploy(ecr, TEMPLATE, place);
    const registry = ecr.registry(OWN, REGION);
    registry.createRepository('other').push('payments:v1').setPolicy(registryPolicy());
    registry.setScanning({
      rules: [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: ['*'] }],
    });
    const client = clientOf(ecr);
    await client.send(new sdk.PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'ENABLED' }));
    await client.send(
      new sdk.CreatePullThroughCacheRuleCommand({
        ecrRepositoryPrefix: 'other',
        upstreamRegistryUrl: 'quay.io',
      }),
    );
    const before = ecr.calls.length;
    expect(await found(file('template.json', TEMPLATE))).toEqual([]);
    const asked = new Set(ecr.calls.slice(before).map((one) => one.operation));
    expect([...asked].sort()).toEqual([
      'DescribePullThroughCacheRules',
      'DescribeRegistry',
      'DescribeRepositories',
      'GetLifecyclePolicy',
      'GetRepositoryPolicy',
      'ListTagsForResource',
    ]);
  });

  test('is asked about what it declares, policies that it leaves out among it', async () => {
    deploy(ecr, TEMPLATE, place);
    const client = clientOf(ecr);
    const repositoryName = 'payments';
    await client.send(
      new sdk.PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'MUTABLE' }),
    );
    await client.send(
      new sdk.PutLifecyclePolicyCommand({
        repositoryName,
        lifecyclePolicyText: JSON.stringify({ rules: [expire(1, 10)] }),
      }),
    );
    await client.send(
      new sdk.PutReplicationConfigurationCommand({ replicationConfiguration: { rules: [] } }),
    );
    await client.send(new sdk.DeletePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'quay' }));
    expect(await found(file('template.json', TEMPLATE))).toEqual([
      '- pullThrough.quay',
      '- replication.#1',
      '~ repositories.payments.imageTagMutability',
      '+ repositories.payments.lifecyclePolicy',
    ]);
  });

  test('names a key by its ARN, or can not tell which one it is', async () => {
    const withKey = (KmsKey: string) => ({
      Resources: {
        Payments: {
          Type: 'AWS::ECR::Repository',
          Properties: {
            RepositoryName: 'payments',
            EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey },
          },
        },
      },
    });
    deploy(ecr, withKey(KEY), place);
    expect(await found(file('alias.json', withKey('alias/team')))).toEqual([]);
    expect(await found(file('same.json', withKey(KEY)))).toEqual([]);
    const other = KEY.replace('1234-1234', '4321-1234');
    expect(await found(file('other.json', withKey(other)))).toEqual([
      '~ repositories.payments.encryption.kmsKey',
    ]);
  });
});

test('a cloud assembly has no differences from what it made, and finds one', async () => {
  const out = join(folder, 'cdk.out');
  mkdirSync(out);
  const stack = (environment: string) => ({
    type: 'aws:cloudformation:stack',
    environment,
    properties: { templateFile: 'Stack.template.json' },
  });
  writeFileSync(
    join(out, 'manifest.json'),
    JSON.stringify({
      version: '55.0.0',
      artifacts: { Agnostic: stack('aws://unknown-account/unknown-region') },
    }),
  );
  writeFileSync(join(out, 'Stack.template.json'), JSON.stringify(TEMPLATE));
  deployAssembly(ecr, out, { environments: { Agnostic: { account: OWN, region: REGION } } });
  expect(await found(out)).toEqual([]);
  const client = clientOf(ecr);
  await client.send(new sdk.DeleteRepositoryCommand({ repositoryName: 'payments' }));
  expect(await found(out)).toEqual(['- repositories.payments']);
});

describe('a Terraform state', () => {
  const path = () => {
    const copy = join(folder, 'state.json');
    copyFileSync(join(FACTS, 'terraform-state-two-providers.json'), copy);
    return copy;
  };
  const apply = () => {
    const text = path();
    applyTerraform(ecr, jest.requireActual<object>(text));
    return text;
  };

  test('has no differences from what it made', async () => {
    expect(await found(apply())).toEqual([]);
  });

  test('is asked about the policies that it has, and not about others', async () => {
    const state = apply();
    const client = clientOf(ecr);
    await client.send(
      new sdk.SetRepositoryPolicyCommand({
        repositoryName: 'team/b',
        policyText: JSON.stringify(pullPolicy()),
      }),
    );
    expect(await found(state)).toEqual([]);
    await client.send(
      new sdk.PutImageTagMutabilityCommand({ repositoryName: 'team/b', imageTagMutability: 'IMMUTABLE' }),
    );
    expect(await found(state)).toEqual(['~ repositories.team/b.imageTagMutability']);
  });
});

test('a file about nothing in this registry is refused', async () => {
  const path = file('empty.json', { registries: {} });
  await expect(found(path)).rejects.toThrow(`says nothing of ${OWN}/${REGION}. It has no registries.`);
});
