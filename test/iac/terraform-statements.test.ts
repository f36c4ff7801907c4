/** How plans and states of Terraform and OpenTofu are read, statement by statement. */
import { DescribeRegistryCommand, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { setupFakeEcr } from '../../src/index.js';
import { type TerraformOptions, applyTerraform } from '../../src/iac.js';
import { type Json, OTHER, SOURCE, allow, plan, worldOf } from './scene.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

const ecr = setupFakeEcr();

const providers = { aws: { account: SOURCE }, 'aws.dr': { account: OTHER } };
const SKIP: TerraformOptions = { providers, unknown: 'skip' };
const AWS = 'registry.terraform.io/hashicorp/aws';

interface Instance {
  readonly type: string;
  readonly name: string;
  readonly values?: Json;
  readonly unknown?: Json;
  readonly expressions?: Json;
  readonly previous?: string;
}

const addressOf = ({ type, name }: Instance) => `${type}.${name}`;

/** A plan of one module and one provider. */
function planOf(instances: readonly Instance[], more: Json = {}, expressions: Json = {}): Json {
  const common = (one: Instance) => ({
    address: addressOf(one),
    mode: 'managed',
    type: one.type,
    name: one.name,
    provider_name: AWS,
  });
  return {
    format_version: '1.2',
    planned_values: {
      root_module: { resources: instances.map((one) => ({ ...common(one), values: one.values ?? {} })) },
    },
    resource_changes: instances.map((one) => ({
      ...common(one),
      ...(one.previous === undefined ? {} : { previous_address: one.previous }),
      change: { actions: ['create'], before: null, after_unknown: one.unknown ?? {} },
    })),
    configuration: {
      provider_config: {
        aws: {
          name: 'aws',
          full_name: AWS,
          expressions: { region: { constant_value: 'us-west-2' }, ...expressions },
        },
      },
      root_module: {
        resources: instances.map((one) => ({
          ...common(one),
          provider_config_key: 'aws',
          expressions: one.expressions ?? {},
        })),
      },
    },
    ...more,
  };
}

const app: Instance = { type: 'aws_ecr_repository', name: 'app', values: { name: 'app' } };
const one = { providers: { aws: { account: SOURCE } } };
const registry = () => ecr.registry(SOURCE, 'us-west-2');

describe('IaC 34: the format', () => {
  test.each(['0.1', '1.0', '1.2'])('version %s is read', (format_version) => {
    expect(applyTerraform(ecr, planOf([app], { format_version }), one).ignored).toEqual([]);
    expect(registry().repository('app').exists).toBe(true);
  });

  test.each([
    [{ format_version: '2.0' }, 'The format version 2.0 is not known. Versions 0 and 1 are read.'],
    [{ errored: true }, 'The plan failed or is not complete.'],
    [{ complete: false }, 'The plan failed or is not complete.'],
  ])('%j is refused', (more, message) => {
    expect(() => applyTerraform(ecr, planOf([app], more), one)).toThrow(message);
  });

  test('a text of JSON is read too', () => {
    applyTerraform(ecr, JSON.stringify(planOf([app])), one);
    expect(registry().repository('app').exists).toBe(true);
  });
});

test('IaC 35: instances of count and for_each have addresses of their own', () => {
  const applied = applyTerraform(ecr, plan('terraform-plan-two-providers'), SKIP);
  expect(applied.repository('aws_ecr_repository.team["team/b"]').name).toBe('team/b');
  expect(applied.repository('aws_ecr_repository.numbered[0]').name).toBe('numbered-0');
});

describe('IaC 36: absent and unknown look alike, and after_unknown decides', () => {
  const replication = (registry_id: string | null, unknown: Json): Instance => ({
    type: 'aws_ecr_replication_configuration',
    name: 'this',
    values: {
      replication_configuration: [
        { rule: [{ destination: [{ region: 'eu-west-1', registry_id }], repository_filter: [] }] },
      ],
    },
    unknown,
  });
  const path = 'replication_configuration[0].rule[0].destination[0].registry_id';
  const marks = { replication_configuration: [{ rule: [{ destination: [{ registry_id: true }] }] }] };

  test('a null that is unknown', () => {
    expect(() => applyTerraform(ecr, planOf([replication(null, marks)]), one)).toThrow(
      `aws_ecr_replication_configuration.this › ${path} is not known before the plan is applied.`,
    );
  });

  test('a null that is absent', () => {
    expect(() => applyTerraform(ecr, planOf([replication(null, {})]), one)).toThrow(
      `[fake-ecr] aws_ecr_replication_configuration.this › ${path} is missing, and is required.`,
    );
  });

  test('it can be supplied at its own place', () => {
    const unknown = { [`aws_ecr_replication_configuration.this.${path}`]: OTHER };
    applyTerraform(ecr, planOf([replication(null, marks)]), { ...one, unknown });
    expect(registry()[INSIDE].registry.replication.rules[0]?.destinations[0]?.registryId).toBe(OTHER);
  });

  test('blocks that are unknown as a whole', () => {
    const whole = { ...replication(OTHER, { replication_configuration: [{ rule: true }] }), values: {} };
    expect(() => applyTerraform(ecr, planOf([whole]), one)).toThrow(
      /replication_configuration\[0\]\.rule is not known/,
    );
  });
});

describe('IaC 37: unknown attributes', () => {
  test('that the fake makes itself are of no matter', () => {
    const unknown = { arn: true, id: true, registry_id: true, repository_url: true };
    applyTerraform(ecr, planOf([{ ...app, unknown }]), one);
    expect(registry().repository('app').exists).toBe(true);
  });

  test('that are needed are refused with address, path and what they refer to', () => {
    const unknown = { name: true };
    const expressions = { name: { references: ['random_pet.app.id', 'random_pet.app'] } };
    const named = planOf([{ ...app, values: {}, unknown, expressions }]);
    expect(() => applyTerraform(ecr, named, one)).toThrow(
      'aws_ecr_repository.app › name is not known before the plan is applied. It refers to random_pet.app.id, random_pet.app.',
    );
  });

  test('that decide what there is are refused too', () => {
    const unknown = { image_tag_mutability: true };
    expect(() => applyTerraform(ecr, planOf([{ ...app, unknown }]), one)).toThrow(
      'aws_ecr_repository.app › image_tag_mutability is not known',
    );
  });
});

describe('IaC 38: a text that mentions what is not known', () => {
  const policy: Instance = {
    type: 'aws_ecr_registry_policy',
    name: 'in',
    unknown: { policy: true },
    expressions: { policy: { references: ['aws_ecr_repository.app.arn'] } },
  };

  test('is refused, with the ways out', () => {
    expect(() => applyTerraform(ecr, planOf([policy]), one)).toThrow(
      "[fake-ecr] aws_ecr_registry_policy.in › policy is not known before the plan is applied. It refers to aws_ecr_repository.app.arn. Give a state after 'terraform apply' against fake-ecr serve, write ARNs with names, pass unknown: { 'aws_ecr_registry_policy.in.policy': … }, or unknown: 'skip'.",
    );
  });

  test.each([['a document'], ['its text']])('is supplied as %s', (form) => {
    const document = { Version: '2012-10-17', Statement: [allow()] };
    const given = form === 'a document' ? document : JSON.stringify(document);
    applyTerraform(ecr, planOf([policy]), {
      ...one,
      unknown: { 'aws_ecr_registry_policy.in.policy': given },
    });
    expect(registry()[INSIDE].registry.policyText).toContain('ecr:ReplicateImage');
  });

  test('is left out with skip, and listed', () => {
    const applied = applyTerraform(ecr, planOf([app, policy]), { ...one, unknown: 'skip' });
    expect(applied.skipped).toEqual(['aws_ecr_registry_policy.in']);
    expect(registry()[INSIDE].registry.policyText).toBeUndefined();
  });
});

test('IaC 39: a provider that is passed into a module is the one of the caller', () => {
  const applied = applyTerraform(ecr, plan('terraform-plan-two-providers'), SKIP);
  expect(applied.registry('aws.dr').key).toBe(`${OTHER}/eu-west-1`);
  expect(applied.registry('aws').key).toBe(`${SOURCE}/us-west-2`);
});

describe('IaC 40: the account', () => {
  const keyOf = (json: Json, options: TerraformOptions = {}) =>
    applyTerraform(ecr, json, options).registry('aws').key;
  const constant = (value: unknown) => ({ constant_value: value });
  const allowed = { allowed_account_ids: constant([OTHER]) };
  const role = 'arn:aws:iam::777788889999:role/deploy';
  const assumed = { assume_role: [{ role_arn: constant(role) }] };

  test.each([
    ['as the option says', planOf([app], {}, { ...allowed, ...assumed }), one, SOURCE],
    ['the only one that is allowed', planOf([app], {}, { ...allowed, ...assumed }), {}, OTHER],
    ['of the role that is assumed', planOf([app], {}, assumed), {}, '777788889999'],
    [
      'of a known ARN',
      planOf([{ ...app, values: { name: 'app', arn: `arn:aws:ecr:us-west-2:${OTHER}:repository/app` } }]),
      {},
      OTHER,
    ],
    ['the default one, with one provider', planOf([app]), {}, '123456789012'],
  ])('%s', (_, json, options, account) => {
    expect(keyOf(json, options)).toBe(`${account}/us-west-2`);
  });

  test('is refused if nothing tells, with the keys', () => {
    const two = plan('terraform-plan-two-providers');
    expect(() => applyTerraform(ecr, two, { unknown: 'skip' })).toThrow(
      "[fake-ecr] aws_ecr_repository.payments: the account of provider aws is not known. Pass providers: { 'aws': { account: '111122223333' } }. There are: aws, aws.dr.",
    );
  });

  test('a key that no configuration has is refused with the nearest', () => {
    expect(() => keyOf(planOf([app]), { providers: { awz: { account: SOURCE } } })).toThrow(
      'There is no provider awz. Did you mean aws?',
    );
  });

  test('a malformed account is refused', () => {
    expect(() => keyOf(planOf([app]), { providers: { aws: { account: '4711' } } })).toThrow(
      "'4711' is not an account id.",
    );
  });
});

describe('IaC 41: the Region', () => {
  const inRegion = (values: Json, json: Json = {}, options: TerraformOptions = one) =>
    applyTerraform(ecr, { ...planOf([{ ...app, values: { name: 'app', ...values } }]), ...json }, options)
      .repository('aws_ecr_repository.app')
      .key.split('/')[1];
  const configured = (region: Json | undefined): Json => ({
    configuration: {
      provider_config: { aws: { name: 'aws', full_name: AWS, expressions: region ? { region } : {} } },
      root_module: {
        resources: [{ address: 'aws_ecr_repository.app', provider_config_key: 'aws', expressions: {} }],
      },
    },
  });

  test('of the resource, of the option, of the provider, of a variable', () => {
    expect(inRegion({ region: 'us-west-2' })).toBe('us-west-2');
    ecr.reset();
    const option = { providers: { aws: { account: SOURCE, region: 'eu-west-1' } } };
    expect(inRegion({}, configured(undefined), option)).toBe('eu-west-1');
    ecr.reset();
    expect(inRegion({}, configured({ constant_value: 'eu-central-1' }))).toBe('eu-central-1');
    ecr.reset();
    const variable = {
      ...configured({ references: ['var.region'] }),
      variables: { region: { value: 'ap-south-1' } },
    };
    expect(inRegion({}, variable)).toBe('ap-south-1');
  });

  test('is refused if nothing tells', () => {
    expect(() => inRegion({}, configured(undefined))).toThrow(
      'aws_ecr_repository.app: its Region is not known.',
    );
  });

  test('is refused if two sources disagree', () => {
    const option = { providers: { aws: { account: SOURCE, region: 'eu-west-1' } } };
    expect(() => inRegion({}, {}, option)).toThrow(
      'aws_ecr_repository.app: eu-west-1 was given, and the region of provider aws is us-west-2. Say one of them only.',
    );
  });
});

describe('IaC 42: a state has no configuration', () => {
  const state = (resources: readonly Json[]): Json => ({
    format_version: '1.0',
    values: { root_module: { resources } },
  });
  const instance = (type: string, values: Json): Json => ({
    address: `${type}.x`,
    mode: 'managed',
    type,
    name: 'x',
    provider_name: AWS,
    values,
  });
  const policy = { registry_id: SOURCE, policy: JSON.stringify({ Statement: [allow()] }) };
  const repository = instance('aws_ecr_repository', {
    name: 'app',
    arn: `arn:aws:ecr:us-west-2:${SOURCE}:repository/app`,
  });

  test('account and Region come of ARNs, and of what else is in the module', () => {
    applyTerraform(ecr, state([repository, instance('aws_ecr_registry_policy', policy)]));
    expect(registry()[INSIDE].registry.policyText).toContain('ReplicateImage');
    expect(registry().repository('app').exists).toBe(true);
  });

  test('or of the option regions, whose keys have to be there', () => {
    const json = state([instance('aws_ecr_registry_policy', policy)]);
    expect(() => applyTerraform(ecr, json)).toThrow('aws_ecr_registry_policy.x: its Region is not known.');
    applyTerraform(ecr, json, { regions: { 'aws_ecr_registry_policy.x': 'us-west-2' } });
    expect(registry()[INSIDE].registry.policyText).toContain('ReplicateImage');
    expect(() =>
      applyTerraform(ecr, json, { regions: { 'aws_ecr_registry_policy.y': 'us-west-2' } }),
    ).toThrow('There is no resource aws_ecr_registry_policy.y. Did you mean aws_ecr_registry_policy.x?');
  });

  test('it knows no providers, and all is of one', () => {
    expect(() => applyTerraform(ecr, state([repository]), { providers: { 'aws.dr': {} } })).toThrow(
      'There is no provider aws.dr. Did you mean aws?',
    );
  });
});

describe('IaC 43: a plan tells the whole end state, and what it deletes', () => {
  const noOp = (json: Json): Json => ({
    ...json,
    resource_changes: (json['resource_changes'] as Json[]).map((change) => ({
      ...change,
      change: { actions: ['no-op'], after_unknown: {} },
    })),
  });
  const deletion = (before: Json, actions = ['delete'], more: Json = {}): Json => ({
    address: 'aws_ecr_repository.old',
    mode: 'managed',
    type: 'aws_ecr_repository',
    name: 'old',
    provider_name: AWS,
    change: { actions, before, after: null, after_unknown: {} },
    ...more,
  });
  const deleting = (...changes: Json[]): Json => {
    const json = planOf([app]);
    return { ...json, resource_changes: [...(json['resource_changes'] as Json[]), ...changes] };
  };
  const old = { name: 'old', arn: `arn:aws:ecr:us-west-2:${SOURCE}:repository/old` };

  test('a resource that does not change is there all the same', () => {
    applyTerraform(ecr, noOp(planOf([app])), one);
    expect(registry().repository('app').exists).toBe(true);
  });

  test('a deleted resource goes, whoever made it', () => {
    registry().createRepository('old');
    applyTerraform(ecr, deleting(deletion(old)), one);
    expect(registry().repository('old').exists).toBe(false);
  });

  test('a repository with images goes by force only, and nothing is half done', () => {
    registry().createRepository('old').push('old:v1');
    const before = worldOf(ecr);
    expect(() => applyTerraform(ecr, deleting(deletion(old)), one)).toThrow(
      'aws_ecr_repository.old: RepositoryNotEmptyException',
    );
    expect(worldOf(ecr)).toEqual(before);
    applyTerraform(ecr, deleting(deletion({ ...old, force_delete: true })), one);
    expect(registry().repository('old').exists).toBe(false);
  });

  test('a forgotten or deposed resource stays', () => {
    registry().createRepository('old');
    applyTerraform(ecr, deleting(deletion(old, ['forget'])), one);
    applyTerraform(ecr, deleting(deletion(old, ['delete'], { deposed: '1234abcd' })), one);
    expect(registry().repository('old').exists).toBe(true);
  });

  test('a replaced resource is destroyed first', async () => {
    applyTerraform(ecr, planOf([app]), one);
    const values = { name: 'app', encryption_configuration: [{ encryption_type: 'KMS' }] };
    applyTerraform(ecr, planOf([{ ...app, values }]), one);
    const { repositories } = await ecr
      .client(SOURCE, 'us-west-2')
      .send(new DescribeRepositoriesCommand({ repositoryNames: ['app'] }));
    expect(repositories?.[0]?.encryptionConfiguration?.encryptionType).toBe('KMS');
  });

  test('a moved resource stays, and is declared at its new address', () => {
    const filter = (name: string): Instance => ({
      type: 'aws_ecr_replication_configuration',
      name,
      values: {
        replication_configuration: [
          {
            rule: [
              {
                destination: [{ region: 'eu-west-1', registry_id: OTHER }],
                repository_filter: [{ filter: 'pay/', filter_type: 'PREFIX_MATCH' }],
              },
            ],
          },
        ],
      },
    });
    applyTerraform(ecr, planOf([app, filter('a')]), one);
    registry().push('app:v1');
    const moved = [
      { ...app, name: 'web', previous: 'aws_ecr_repository.app' },
      { ...filter('b'), previous: 'aws_ecr_replication_configuration.a' },
    ];
    applyTerraform(ecr, planOf(moved), one);
    expect(registry().repository('app').tags).toEqual(['v1']);
    expect(ecr.explain('app:v1', ecr.registry(OTHER, 'eu-west-1')).text).toContain(
      'written at aws_ecr_replication_configuration.b › replication_configuration[0].rule[0].repository_filter[0].filter',
    );
  });
});

test('IaC 44: a plan of OpenTofu is read as one of Terraform', () => {
  const applied = applyTerraform(ecr, plan('opentofu-plan-repository'), SKIP);
  expect(applied.repository('aws_ecr_repository.payments').exists).toBe(true);
});

test.each<[string, object | string, string]>([
  ['a raw state file', { version: 4, resources: [] }, 'That is a raw state file.'],
  ['configuration', { resource: {} }, 'That is configuration, a .tf.json.'],
  ['a plan file', Buffer.from('PK\u0003\u0004…'), 'That is a plan in the form of Terraform itself.'],
  ['its text', 'PK\u0003\u0004…', 'That is a plan in the form of Terraform itself.'],
  ['something else', { anything: 1 }, 'That is neither a plan nor a state.'],
  ['a text', 'resource "aws_ecr_repository" "app" {}', 'is a text that is not JSON.'],
])('IaC 45: %s is recognised, and the command is named that makes the right thing', (_, json, what) => {
  expect(() => applyTerraform(ecr, json)).toThrow(what);
  expect(() => applyTerraform(ecr, json)).toThrow(
    "Expected what 'terraform show -json' prints, of a plan (plan.bin) or of the state.",
  );
});

test('IaC 46: blocks are lists, an empty list is absent, and the order of a set does not matter', async () => {
  const scanning = (...filters: string[]): Instance => ({
    type: 'aws_ecr_registry_scanning_configuration',
    name: 'this',
    values: {
      scan_type: 'BASIC',
      rule: [
        {
          scan_frequency: 'SCAN_ON_PUSH',
          repository_filter: filters.map((filter) => ({ filter, filter_type: 'WILDCARD' })),
        },
      ],
    },
  });
  const bare = {
    ...app,
    values: { name: 'app', encryption_configuration: [], image_scanning_configuration: [] },
  };
  const everywhere: Instance = {
    type: 'aws_ecr_replication_configuration',
    name: 'this',
    values: {
      replication_configuration: [
        { rule: [{ destination: [{ region: 'eu-west-1', registry_id: OTHER }], repository_filter: [] }] },
      ],
    },
  };
  applyTerraform(ecr, planOf([bare, everywhere, scanning('aa*', 'bb*')]), one);
  const client = ecr.client(SOURCE, 'us-west-2');
  const { replicationConfiguration } = await client.send(new DescribeRegistryCommand({}));
  expect(replicationConfiguration?.rules?.[0]).not.toHaveProperty('repositoryFilters');
  const scanned = () => registry()[INSIDE].registry.scanning.rules.length;
  expect(scanned()).toBe(1);
  applyTerraform(ecr, planOf([bare, everywhere, scanning('bb*', 'aa*')]), one);
  expect(scanned()).toBe(1);
});
