/** What CloudFormation does with the settings of a registry, statement by statement. */
import {
  DescribePullThroughCacheRulesCommand,
  DescribeRegistryCommand,
  GetRegistryScanningConfigurationCommand,
  GetSigningConfigurationCommand,
  ListPullTimeUpdateExclusionsCommand,
  PutReplicationConfigurationCommand,
} from '@aws-sdk/client-ecr';
import { setupFakeEcr } from '../../src/index.js';
import { deploy } from '../../src/iac.js';
import {
  AT,
  DR,
  OTHER,
  SOURCE,
  allow,
  identity,
  lifecycle,
  policy,
  repository,
  resource,
  role,
  rules,
  template,
  to,
  worldOf,
} from './scene.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

const ecr = setupFakeEcr();

const client = () => ecr.client(SOURCE, 'us-west-2');
const source = () => ecr.registry(SOURCE, 'us-west-2');
const noRules = () =>
  client().send(new PutReplicationConfigurationCommand({ replicationConfiguration: { rules: [] } }));

describe('IaC 11: a replication configuration', () => {
  test('is refused if the registry has a rule, whoever put it', () => {
    source().replicateTo(ecr.registry(OTHER, 'eu-west-1'));
    expect(() => deploy(ecr, template({ R: rules(to('a/')) }), AT)).toThrow(
      'Source › R: 111122223333/us-west-2 already has a replication configuration, put by the test.',
    );
  });

  test('is not updated if something has removed it', async () => {
    const deployed = deploy(ecr, template({ R: rules(to('aa')) }), AT);
    await noRules();
    expect(() => deployed.update(template({ R: rules(to('bb')) }))).toThrow(
      'Source › R: 111122223333/us-west-2 has no replication configuration any more, and nothing to update.',
    );
  });

  test('is an empty list of rules after its deletion', async () => {
    deploy(ecr, template({ R: rules(to()) }), AT).delete();
    const { replicationConfiguration } = await client().send(new DescribeRegistryCommand({}));
    expect(replicationConfiguration).toEqual({ rules: [] });
  });
});

test('IaC 12: no rules are refused, with what to do', () => {
  expect(() => deploy(ecr, template({ R: rules() }), AT)).toThrow(
    '[fake-ecr] Source › R › Properties.ReplicationConfiguration.Rules is empty. Delete the resource for no rules.',
  );
});

test.each([
  ['of the resource', (R: object) => ({ ...R, Properties: { DeleteReplication: true } })],
  [
    'of its document',
    (R: object) => ({ ...R, Properties: { ReplicationConfiguration: { DeleteReplication: true } } }),
  ],
])('IaC 13: DeleteReplication is not a property %s', (_, change) => {
  expect(() => deploy(ecr, template({ R: change(rules(to())) }), AT)).toThrow(
    /DeleteReplication is unknown\. Only the API has deleteReplication/,
  );
});

test('IaC 14: a destination needs its account, even if it is the own one', () => {
  expect(() => deploy(ecr, template({ R: rules({ Destinations: [{ Region: 'eu-west-1' }] }) }), AT)).toThrow(
    'Source › R › Properties.ReplicationConfiguration.Rules[0].Destinations[0].RegistryId is missing, and is required.',
  );
});

describe('IaC 15: a filter', () => {
  test('is the beginning of a name, and without any it is every repository', () => {
    const only = deploy(ecr, template({ R: rules(to('pay')) }), AT);
    deploy(ecr, template({ In: policy(allow()) }), DR);
    source().createRepository('payments').push('payments:v1');
    source().createRepository('orders').push('orders:v1');
    expect(ecr.explain('payments:v1', ecr.registry(OTHER, 'eu-west-1')).isReplicated).toBe(true);
    expect(ecr.explain('orders:v1', ecr.registry(OTHER, 'eu-west-1')).outcome).toBe('never');
    only.update(template({ R: rules(to()) }));
    source().push('orders:v2');
    expect(ecr.explain('orders:v2', ecr.registry(OTHER, 'eu-west-1')).isReplicated).toBe(true);
  });

  test.each(['*', 'a', 'prod/*', 'x'.repeat(257)])('%s is refused', (filter) => {
    expect(() => deploy(ecr, template({ R: rules(to(filter)) }), AT)).toThrow(
      /Source › R › Properties\.ReplicationConfiguration[^:]*: InvalidParameterException/,
    );
  });

  test('has the one type that there is', () => {
    const wildcard = { ...to(), RepositoryFilters: [{ Filter: 'app', FilterType: 'WILDCARD' }] };
    expect(() => deploy(ecr, template({ R: rules(wildcard) }), AT)).toThrow(
      "Rules[0].RepositoryFilters[0].FilterType is 'WILDCARD', expected PREFIX_MATCH.",
    );
  });
});

describe('IaC 16: a registry policy', () => {
  test('is refused if there is one, and as a text', () => {
    deploy(ecr, template({ In: policy(allow()) }), { ...DR, stackName: 'One' });
    expect(() => deploy(ecr, template({ In: policy(allow()) }), { ...DR, stackName: 'Two' })).toThrow(
      '[fake-ecr] Two › In: 444455556666/eu-west-1 already has a registry policy, of One › In. A registry has one document: put all statements into one resource.',
    );
    const text = resource('ECR::RegistryPolicy', { PolicyText: JSON.stringify(identity()) });
    expect(() => deploy(ecr, template({ In: text }), AT)).toThrow(/PolicyText is '.*', expected an object\./);
  });

  test('is replaced by an update, and gone after a deletion', () => {
    const deployed = deploy(ecr, template({ In: policy(allow()) }), DR);
    deployed.update(template({ In: policy(allow({ Sid: 'other' })) }));
    const { registry } = ecr.registry(OTHER, 'eu-west-1')[INSIDE];
    expect(registry.policyText).toContain('other');
    deployed.delete();
    expect(registry.policyText).toBeUndefined();
  });
});

test('IaC 17: statements of several stacks are not merged', () => {
  deploy(ecr, template({ In: policy(allow()) }), { ...DR, stackName: 'One' });
  const before = worldOf(ecr);
  expect(() => deploy(ecr, template({ In: policy(allow()) }), { ...DR, stackName: 'Two' })).toThrow(
    'put all statements into one resource',
  );
  expect(worldOf(ecr)).toEqual(before);
});

describe('IaC 18: a lifecycle policy is a text in an object', () => {
  const app = (LifecyclePolicy: unknown) => template({ App: repository({ LifecyclePolicy }) });

  test('an object as its text is refused with the cure', () => {
    const LifecyclePolicyText = JSON.parse(lifecycle()) as object;
    expect(() => deploy(ecr, app({ LifecyclePolicyText }), AT)).toThrow(
      'Source › App › Properties.LifecyclePolicy.LifecyclePolicyText is an object, expected a text. JSON.stringify it.',
    );
  });

  test('a bare text is refused', () => {
    expect(() => deploy(ecr, app(lifecycle()), AT)).toThrow(
      /Source › App › Properties\.LifecyclePolicy is '.*', expected an object\./,
    );
  });

  test('it has 100 to 30720 characters', () => {
    const short = lifecycle().replace('what is not tagged goes', '').slice(0, 99);
    const long = lifecycle() + ' '.repeat(30_720);
    for (const LifecyclePolicyText of [short, long]) {
      expect(() => deploy(ecr, app({ LifecyclePolicyText }), AT)).toThrow(
        'Source › App › Properties.LifecyclePolicy.LifecyclePolicyText: InvalidParameterException',
      );
    }
  });
});

test('IaC 19: a policy for a role that does not exist is accepted, and noted if nothing makes it', () => {
  const arn = `arn:aws:iam::${SOURCE}:role/deployer`;
  const In = policy(allow({ Principal: { AWS: arn } }));
  deploy(ecr, template({ App: repository() }), AT);
  const deployed = deploy(ecr, template({ In }), DR);
  expect(deployed.notes).toEqual([
    `In names ${arn}, and no stack makes that role: ECR refuses a policy whose principals do not exist`,
  ]);
  deploy(ecr, template({ Deployer: role({ RoleName: 'deployer' }) }), { ...AT, stackName: 'Roles' });
  expect(deployed.notes).toEqual([]);
});

test('IaC 20: a deletion leaves BASIC scanning without rules, and no signing', async () => {
  const Scanning = resource('ECR::RegistryScanningConfiguration', {
    ScanType: 'ENHANCED',
    Rules: [
      { ScanFrequency: 'CONTINUOUS_SCAN', RepositoryFilters: [{ Filter: '*', FilterType: 'WILDCARD' }] },
    ],
  });
  const SigningProfileArn = `arn:aws:signer:us-west-2:${SOURCE}:/signing-profiles/release`;
  const Signing = resource('ECR::SigningConfiguration', { Rules: [{ SigningProfileArn }] });
  const deployed = deploy(ecr, template({ Scanning, Signing }), AT);
  const scanning = () => client().send(new GetRegistryScanningConfigurationCommand({}));
  expect((await scanning()).scanningConfiguration?.scanType).toBe('ENHANCED');
  deployed.delete();
  expect((await scanning()).scanningConfiguration).toEqual({ scanType: 'BASIC', rules: [] });
  await expect(client().send(new GetSigningConfigurationCommand({}))).rejects.toMatchObject({
    name: 'SigningConfigurationNotFoundException',
  });
});

test('IaC 21: a changed cache rule is a new one, which only another prefix allows', async () => {
  const cache = (EcrRepositoryPrefix: string, more = {}) =>
    template({
      Cache: resource('ECR::PullThroughCacheRule', {
        EcrRepositoryPrefix,
        UpstreamRegistryUrl: 'public.ecr.aws',
        ...more,
      }),
    });
  const deployed = deploy(ecr, cache('public'), AT);
  expect(() => deployed.update(cache('public', { UpstreamRegistry: 'ecr-public' }))).toThrow(
    'Source › Cache › Properties.UpstreamRegistry has changed, which needs a new resource, and public has that name already.',
  );
  deployed.update(cache('other'));
  const { pullThroughCacheRules } = await client().send(new DescribePullThroughCacheRulesCommand({}));
  expect(pullThroughCacheRules?.map((one) => one.ecrRepositoryPrefix)).toEqual(['other']);
});

test('IaC 22: a changed template does not apply to a repository that there is', () => {
  const creation = (ImageTagMutability: string) =>
    template({
      Template: resource('ECR::RepositoryCreationTemplate', {
        Prefix: 'team',
        AppliedFor: ['REPLICATION'],
        ImageTagMutability,
      }),
      In: policy(allow()),
    });
  const deployed = deploy(ecr, creation('IMMUTABLE'), DR);
  deploy(ecr, template({ R: rules(to()) }), AT);
  source().createRepository('team/a').push('team/a:v1');
  deployed.update(creation('MUTABLE'));
  source().createRepository('team/b').push('team/b:v1');
  const modeOf = (name: string) =>
    ecr.registry(OTHER, 'eu-west-1').repository(name)[INSIDE].repository().tagMutability.mode;
  expect([modeOf('team/a'), modeOf('team/b')]).toEqual(['IMMUTABLE', 'MUTABLE']);
});

test.each([
  { ResourceTags: [{ Key: 'team', Value: 'a' }] },
  { EncryptionConfiguration: { EncryptionType: 'KMS' } },
])('IaC 23: a template with %j and no role is accepted, and noted', (properties) => {
  const Template = resource('ECR::RepositoryCreationTemplate', {
    Prefix: 'team',
    AppliedFor: ['REPLICATION'],
    ...properties,
  });
  expect(deploy(ecr, template({ Template }), DR).notes).toEqual([
    'Template has resource tags or KMS encryption, and no CustomRoleArn: ECR makes no repository by it',
  ]);
});

test.each([
  ['RepositoryPolicy', 'A repository policy is the property RepositoryPolicyText of AWS::ECR::Repository.'],
  ['LifecyclePolicy', 'A lifecycle policy is the property LifecyclePolicy of AWS::ECR::Repository.'],
])('IaC 24: there is no type AWS::ECR::%s, and the property is named', (type, hint) => {
  expect(() => deploy(ecr, template({ A: resource(`ECR::${type}`) }), AT)).toThrow(
    `Source › A › Type is AWS::ECR::${type}, which is unknown. ${hint}`,
  );
});

describe('IaC 25: a condition that is false', () => {
  const Conditions = { No: { 'Fn::Equals': ['a', 'b'] } };
  const App = repository({ RepositoryName: 'app' }, { Condition: 'No' });

  test('leaves a resource out', () => {
    expect(deploy(ecr, template({ App }, { Conditions }), AT).resources).toEqual({});
    expect(source().repository('app').exists).toBe(false);
  });

  test('makes a reference to it fail like one to a missing resource', () => {
    const Other = repository({ RepositoryName: { Ref: 'App' } });
    expect(() => deploy(ecr, template({ App, Other }, { Conditions }), AT)).toThrow(
      'Source › Other › Properties.RepositoryName: names App, which its condition No leaves out.',
    );
  });

  test('does not matter in a branch that is not taken', () => {
    const Other = repository({ RepositoryName: { 'Fn::If': ['No', { Ref: 'App' }, 'other'] } });
    expect(deploy(ecr, template({ App, Other }, { Conditions }), AT).repository('Other').name).toBe('other');
  });
});

test('a pull-time exclusion is registered, and taken back', async () => {
  const Scanner = role({ RoleName: 'scanner' });
  const Exclusion = resource('ECR::PullTimeUpdateExclusion', {
    PrincipalArn: { 'Fn::GetAtt': ['Scanner', 'Arn'] },
  });
  const deployed = deploy(ecr, template({ Scanner, Exclusion }), AT);
  const list = () => client().send(new ListPullTimeUpdateExclusionsCommand({}));
  expect((await list()).pullTimeUpdateExclusions).toEqual([`arn:aws:iam::${SOURCE}:role/scanner`]);
  deployed.delete();
  expect((await list()).pullTimeUpdateExclusions).toEqual([]);
});
