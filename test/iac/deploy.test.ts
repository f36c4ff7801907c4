/** CloudFormation templates as the scene: what they make, where explanations point, and what is refused. */
import {
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  ListTagsForResourceCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { type FakeEcr, setupFakeEcr } from '../../src/index.js';
import { deploy } from '../../src/iac.js';
import {
  AT,
  DR,
  OTHER,
  SOURCE,
  allow,
  fact,
  policy,
  repository,
  rules,
  template,
  to,
  trust,
} from './scene.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

const ecr = setupFakeEcr();

/** Everything but what time it is. */
const world = () => ({ ...ecr.snapshot(), now: 0 });
const client = () => ecr.client(SOURCE, 'us-west-2');
const dr = () => ecr.registry(OTHER, 'eu-west-1');

test('IaC T1: every option of a repository shows in what the API answers', async () => {
  const deployed = deploy(ecr, fact('cdk-source-all-options'), AT);
  const repositoryName = 'payments';
  const { repositories = [] } = await client().send(
    new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }),
  );
  expect(repositories[0]).toMatchObject({
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev-*' }],
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: { encryptionType: 'KMS' },
  });
  const { policyText } = await client().send(new GetRepositoryPolicyCommand({ repositoryName }));
  expect(policyText).toContain('o-a1b2c3d4e5');
  const lifecycle = await client().send(new GetLifecyclePolicyCommand({ repositoryName }));
  expect(lifecycle.lifecyclePolicyText).toContain('sinceImagePushed');
  const resourceArn = repositories[0]?.repositoryArn;
  const { tags } = await client().send(new ListTagsForResourceCommand({ resourceArn }));
  expect(tags).toEqual([{ Key: 'team', Value: 'payments' }]);
  const { replicationConfiguration } = await client().send(new DescribeRegistryCommand({}));
  expect(replicationConfiguration?.rules).toHaveLength(1);
  expect(deployed.repository('Payments').name).toBe('payments');
  expect(deployed.outputs).toEqual({
    PaymentsUri: '111122223333.dkr.ecr.us-west-2.amazonaws.com/payments',
  });
});

test.each([
  ['us-west-2', 'arn:aws:ecr:us-west-2', 'amazonaws.com'],
  ['cn-north-1', 'arn:aws-cn:ecr:cn-north-1', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'arn:aws-us-gov:ecr:us-gov-west-1', 'amazonaws.com'],
])('IaC T2: Ref, Arn and RepositoryUri in %s', (region, arn, suffix) => {
  const value = (Value: unknown) => ({ Value });
  const deployed = deploy(
    ecr,
    template(
      { App: repository({ RepositoryName: 'app' }) },
      {
        Outputs: {
          Ref: value({ Ref: 'App' }),
          Arn: value({ 'Fn::GetAtt': ['App', 'Arn'] }),
          Uri: value({ 'Fn::GetAtt': 'App.RepositoryUri' }),
        },
      },
    ),
    { ...AT, region },
  );
  expect(deployed.outputs).toEqual({
    Ref: 'app',
    Arn: `${arn}:${SOURCE}:repository/app`,
    Uri: `${SOURCE}.dkr.ecr.${region}.${suffix}/app`,
  });
});

test('IaC T3: the same template again changes nothing, and raises no event', () => {
  deploy(ecr, fact('cdk-source-all-options'), AT);
  const before = world();
  const events = ecr.events.length;
  deploy(ecr, fact('cdk-source-all-options'), AT);
  expect(world()).toEqual(before);
  expect(ecr.events).toHaveLength(events);
});

test('IaC T4: a made-up name is the same in every run, and another one in every Region', () => {
  const names = ['us-west-2', 'eu-west-1'].map(
    (region) => deploy(ecr, template({ App: repository() }), { ...AT, region }).repository('App').name,
  );
  expect(names[0]).toMatch(/^source-app-[0-9a-f]{12}$/);
  expect(names[1]).not.toBe(names[0]);
  ecr.reset();
  expect(deploy(ecr, template({ App: repository() }), AT).repository('App').name).toBe(names[0]);
});

test('IaC T5: an update without a policy deletes one that was set by hand', async () => {
  const app = { RepositoryName: 'app' };
  const deployed = deploy(ecr, template({ App: repository(app) }), AT);
  const policyText = JSON.stringify({ Statement: [allow({ Resource: undefined })] });
  await client().send(new SetRepositoryPolicyCommand({ repositoryName: 'app', policyText }));
  deployed.update(template({ App: repository({ ...app, Tags: [{ Key: 'a', Value: 'b' }] }) }));
  await expect(
    client().send(new GetRepositoryPolicyCommand({ repositoryName: 'app' })),
  ).rejects.toMatchObject({ name: 'RepositoryPolicyNotFoundException' });
});

test('IaC T6: an update without a mutability keeps the one that was', async () => {
  const app = { RepositoryName: 'app' };
  const deployed = deploy(
    ecr,
    template({ App: repository({ ...app, ImageTagMutability: 'IMMUTABLE' }) }),
    AT,
  );
  deployed.update(template({ App: repository(app) }));
  const { repositories } = await client().send(new DescribeRepositoriesCommand({}));
  expect(repositories?.[0]?.imageTagMutability).toBe('IMMUTABLE');
});

test('IaC T7: another encryption replaces a repository, which one with a name of its own refuses', async () => {
  const encrypted = { EncryptionConfiguration: { EncryptionType: 'AES256' } };
  const named = deploy(ecr, template({ App: repository({ RepositoryName: 'app' }) }), AT);
  expect(() => named.update(template({ App: repository({ RepositoryName: 'app', ...encrypted }) }))).toThrow(
    'Source › App › Properties.EncryptionConfiguration has changed, which needs a new resource, and app has that name already.',
  );
  const kept = { UpdateReplacePolicy: 'Retain' };
  const unnamed = deploy(ecr, template({ App: repository({}, kept) }), { ...AT, stackName: 'Other' });
  const first = unnamed.repository('App').name;
  unnamed.update(template({ App: repository(encrypted, kept) }));
  expect(unnamed.repository('App').name).not.toBe(first);
  const { repositories = [] } = await client().send(new DescribeRepositoriesCommand({}));
  expect(repositories.map((one) => one.repositoryName)).toContain(first);
});

test('IaC T8: Retain leaves the repository, and Delete fails if it has images', () => {
  const retained = deploy(
    ecr,
    template({ App: repository({ RepositoryName: 'app' }, { DeletionPolicy: 'Retain' }) }),
    AT,
  );
  retained.delete();
  expect(ecr.registry(SOURCE, 'us-west-2').repository('app').exists).toBe(true);
  const other = deploy(ecr, template({ Full: repository({ RepositoryName: 'full' }) }), {
    ...AT,
    stackName: 'Full',
  });
  other.repository('Full').push('v1');
  const before = world();
  expect(() => other.delete()).toThrow(/Full › Full › Properties: RepositoryNotEmptyException/);
  expect(world()).toEqual(before);
});

test('IaC T9: a second replication configuration is refused with both names', () => {
  deploy(ecr, template({ Replication: rules(to()) }), { ...AT, stackName: 'Team-A' });
  expect(() =>
    deploy(ecr, template({ Replication: rules(to('x/')) }), { ...AT, stackName: 'Team-B' }),
  ).toThrow(
    '[fake-ecr] Team-B › Replication: 111122223333/us-west-2 already has a replication configuration, of Team-A › Replication. A registry has one document: put all rules into one resource.',
  );
  expect(ecr.registry(SOURCE, 'us-west-2')[INSIDE].registry.replication.rules).toHaveLength(1);
});

test('IaC T10: a registry policy over what a handle allowed is refused', () => {
  dr().allowReplicationFrom(ecr.registry(SOURCE, 'us-west-2'));
  expect(() => deploy(ecr, template({ In: policy(allow()) }), DR)).toThrow(
    /Disaster › In: 444455556666\/eu-west-1 already has a registry policy, put by the test/,
  );
});

test('IaC T11: what was pushed before the deploy is not replicated, and the rule is named', () => {
  ecr.registry(SOURCE, 'us-west-2').createRepository('app').push('app:v1');
  deploy(ecr, template({ Replication: rules(to()) }), AT);
  const [reason] = ecr.explain('app:v1', dr()).reasons;
  expect(reason?.code).toBe('pushed-before-rule');
  expect(reason?.decidedBy.origin?.path).toBe('Properties.ReplicationConfiguration.Rules[0]');
});

test('IaC T12: every filter that does not match is named by its own place, also behind a condition', () => {
  const If = { 'Fn::If': ['Never', to('gone/'), { Ref: 'AWS::NoValue' }] };
  deploy(
    ecr,
    template(
      {
        App: repository({ RepositoryName: 'app' }),
        Replication: rules(If, to('one/'), to('aa', 'two/', 'app/')),
      },
      { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } },
    ),
    AT,
  );
  deploy(ecr, template({ In: policy(allow()) }), DR);
  ecr.registry(SOURCE, 'us-west-2').createRepository('zebra').push('zebra:v1');
  const { text } = ecr.explain('zebra:v1', dr());
  expect(text).toContain('Rules[1].RepositoryFilters[0].Filter');
  expect(text).toContain('Rules[2].RepositoryFilters[2].Filter');
  expect(text).not.toContain('Rules[0]');
});

test('IaC T13: a statement that does not match prints its place, and a Deny wins and is named', () => {
  deploy(ecr, template({ App: repository({ RepositoryName: 'app' }), Replication: rules(to()) }), AT);
  const deployed = deploy(
    ecr,
    template({
      In: policy(
        allow({
          Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:ecr:eu-west-1:444455556666:repository/app/*' },
        }),
      ),
    }),
    DR,
  );
  const app = ecr.registry(SOURCE, 'us-west-2').repository('app').push('v1');
  expect(ecr.explain('app:v1', dr()).text).toContain(
    [
      'written at Disaster › In › Properties.PolicyText.Statement[0].Resource',
      '        {"Fn::Sub":"arn:${AWS::Partition}:ecr:eu-west-1:444455556666:repository/app/*"}',
    ].join('\n'),
  );
  deployed.update(template({ In: policy(allow(), allow({ Sid: 'out', Effect: 'Deny' })) }));
  app.push('v2');
  expect(ecr.explain('app:v2', dr()).text).toMatch(
    /"out" denies[^]*written at Disaster › In › Properties.PolicyText.Statement\[1\]/,
  );
});

test('IaC T14: if nothing is written, the stack is named, and the condition that left it out', () => {
  deploy(ecr, template({ App: repository({ RepositoryName: 'app' }), Replication: rules(to()) }), AT);
  deploy(ecr, template({ Other: repository() }), DR);
  const app = ecr.registry(SOURCE, 'us-west-2').repository('app').push('v1');
  expect(ecr.explain('app:v1', dr()).text).toContain(
    'stack Disaster (deployed there) has no AWS::ECR::RegistryPolicy',
  );
  ecr.reset();
  deploy(ecr, template({ App: repository({ RepositoryName: 'app' }), Replication: rules(to()) }), AT);
  const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'prod'] } };
  deploy(ecr, template({ RegistryPolicy: { ...policy(allow()), Condition: 'IsProd' } }, { Conditions }), DR);
  app.push('v1');
  expect(ecr.explain('app:v1', dr()).text).toContain(
    'stack Disaster (deployed there) has one, RegistryPolicy, left out by condition IsProd (Fn::Equals ["eu-west-1","prod"])',
  );
});

test('IaC T16: a creation template that can make nothing is named by its place', () => {
  deploy(ecr, template({ App: repository({ RepositoryName: 'team/app' }), Replication: rules(to()) }), AT);
  const Template = {
    Type: 'AWS::ECR::RepositoryCreationTemplate',
    Properties: { Prefix: 'team', AppliedFor: ['REPLICATION'], ResourceTags: [{ Key: 'a', Value: 'b' }] },
  };
  const deployed = deploy(ecr, template({ In: policy(allow({ Action: 'ecr:*' })), Template }), DR);
  expect(deployed.notes[0]).toContain('no CustomRoleArn');
  ecr.registry(SOURCE, 'us-west-2').push('team/app:v1');
  expect(ecr.explain('team/app:v1', dr()).text).toContain('written at Disaster › Template › Properties');
});

test('IaC T17: of the two policies of a role the one that allows is named', () => {
  const deployed = deploy(ecr, fact('cdk-source-all-options'), AT);
  const verdict = ecr.explainAccess({
    principal: deployed.principal('Ci'),
    action: 'ecr:PutImage',
    repository: deployed.repository('Payments'),
  });
  expect(verdict.allowed).toBe(true);
  expect(verdict.decidedBy?.origin).toMatchObject({
    id: 'CiDefaultPolicy7E39BAF8',
    path: 'Properties.PolicyDocument.Statement[2]',
  });
  expect(verdict.text).toContain(
    'written at Source › CiDefaultPolicy7E39BAF8 › Properties.PolicyDocument.Statement[2]',
  );
});

test('IaC T18: the pair of a role and a repository in two accounts that the CDK makes lets that role pull, and no other', () => {
  const role = deploy(ecr, fact('cdk-cross-account-role'), { ...DR, stackName: 'CrossRole' });
  const cross = deploy(ecr, fact('cdk-cross-account-repository'), { ...AT, stackName: 'CrossRepo' });
  const [id = ''] = Object.entries(role.resources).find(([, one]) => one.type === 'AWS::IAM::Role') ?? [];
  const ask = (principal: ReturnType<FakeEcr['principal']>) =>
    ecr.explainAccess({ principal, action: 'ecr:BatchGetImage', repository: cross.repository('Repo') })
      .allowed;
  expect(ask(role.principal(id))).toBe(true);
  const policies = [{ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }];
  expect(ask(ecr.principal(`arn:aws:iam::${OTHER}:role/other`, { policies }))).toBe(false);
});

test('IaC T19: a managed policy that is not known lets the deploy pass, and not the principal', () => {
  const arn = 'arn:aws:iam::aws:policy/SomethingElse';
  const Role = {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: trust(), ManagedPolicyArns: [arn] },
  };
  const deployed = deploy(ecr, template({ Role }), AT);
  expect(() => deployed.principal('Role')).toThrow(`has the managed policy ${arn}, whose text is not known`);
  const document = { Statement: [{ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }] };
  const known = deploy(ecr, template({ Role }), {
    ...AT,
    stackName: 'Known',
    managedPolicies: { [arn]: document },
  });
  expect(known.principal('Role').caller.identityPolicies).toHaveLength(1);
});

test('IaC T20: Sub with a literal, Join without a value, and Split and Select of an ARN', () => {
  const value = (Value: unknown) => ({ Value });
  const { outputs } = deploy(
    ecr,
    template(
      { App: repository({ RepositoryName: 'app' }) },
      {
        Mappings: { Names: { 'us-west-2': { short: 'usw2' } } },
        Outputs: {
          Sub: value({ 'Fn::Sub': ['${!x} ${Own} ${App.Arn}', { Own: 'own' }] }),
          Join: value({ 'Fn::Join': ['-', ['a', { Ref: 'AWS::NoValue' }, 'b']] }),
          Account: value({ 'Fn::Select': [4, { 'Fn::Split': [':', { 'Fn::GetAtt': ['App', 'Arn'] }] }] }),
          Map: value({ 'Fn::FindInMap': ['Names', { Ref: 'AWS::Region' }, 'short'] }),
          Base: value({ 'Fn::Base64': 'abc' }),
        },
      },
    ),
    AT,
  );
  expect(outputs).toEqual({
    Sub: `\${x} own arn:aws:ecr:us-west-2:${SOURCE}:repository/app`,
    Join: 'a-b',
    Account: SOURCE,
    Map: 'usw2',
    Base: 'YWJj',
  });
});

test('IaC T21: a branch that is not taken may name what does not exist', () => {
  const RepositoryName = { 'Fn::If': ['No', { Ref: 'Missing' }, 'app'] };
  const Conditions = { No: { 'Fn::Not': [{ 'Fn::Equals': ['a', 'a'] }] } };
  const deployed = deploy(ecr, template({ App: repository({ RepositoryName }) }, { Conditions }), AT);
  expect(deployed.repository('App').name).toBe('app');
  expect(() =>
    deploy(ecr, template({ App: repository({ RepositoryName: { Ref: 'Missing' } }) }), AT),
  ).toThrow('Source › App › Properties.RepositoryName: names Missing, which does not exist.');
});

test('IaC T22: a parameter outside of its allowed values is refused', () => {
  const agnostic = fact('cdk-agnostic-settings');
  expect(() => deploy(ecr, agnostic, { ...AT, parameters: { Stage: 'test' } })).toThrow(
    "Source › Parameters.Stage is 'test', expected one of dev, prod.",
  );
});

test('IaC T23: an import needs an earlier export, and an export that is imported stays', () => {
  const consumer = { ...AT, stackName: 'Consumer' };
  expect(() => deploy(ecr, fact('cdk-consumer'), consumer)).toThrow(/nothing exports Producer:ExportsOutput/);
  const producer = deploy(ecr, fact('cdk-producer'), { ...AT, stackName: 'Producer' });
  deploy(ecr, fact('cdk-consumer'), consumer);
  expect(() => producer.delete()).toThrow(
    /the export Producer:\S+ can't be removed, since stack Consumer imports it/,
  );
});

test('IaC T24: a made-up value is refused in a filter, and accepted for a key', () => {
  const Key = { Type: 'AWS::KMS::Key', Properties: {} };
  const KmsKey = { 'Fn::GetAtt': ['Key', 'Arn'] };
  const encrypted = repository({ EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey } });
  expect(deploy(ecr, template({ Key, App: encrypted }), AT).ignored).toEqual(['Key']);
  const rule = { ...to(), RepositoryFilters: [{ Filter: { Ref: 'Key' }, FilterType: 'PREFIX_MATCH' }] };
  expect(() => deploy(ecr, template({ Key, Replication: rules(rule) }), { ...AT, stackName: 'B' })).toThrow(
    /Rules\[0\]\.RepositoryFilters\[0\]\.Filter: can't be known/,
  );
});

test('IaC T25: a number of twelve digits is an account, and a shorter one has lost its zeros', () => {
  const numbered = (RegistryId: number) => rules({ Destinations: [{ Region: 'eu-west-1', RegistryId }] });
  expect(() => deploy(ecr, template({ R: numbered(44455556666) }), AT)).toThrow(
    /Rules\[0\]\.Destinations\[0\]\.RegistryId is the number 44455556666, which is not an account\. Quote it: leading zeros are lost\./,
  );
  deploy(ecr, template({ R: numbered(444455556666) }), AT);
  expect(
    ecr.registry(SOURCE, 'us-west-2')[INSIDE].registry.replication.rules[0]?.destinations[0]?.registryId,
  ).toBe(OTHER);
});

test.each([
  ['RepositoryFilter', { R: rules({ ...to(), RepositoryFilter: [] }) }, 'Did you mean RepositoryFilters?'],
  [
    'DeleteReplication',
    { R: rules({ ...to(), DeleteReplication: true }) },
    'Only the API has deleteReplication',
  ],
  ['RepositoryNam', { A: repository({ RepositoryNam: 'x' }) }, 'Did you mean RepositoryName?'],
  [
    'KmsKeys',
    { A: repository({ EncryptionConfiguration: { EncryptionType: 'KMS', KmsKeys: 'x' } }) },
    'Did you mean KmsKey?',
  ],
  ['AWS::ECR::Repositry', { A: { Type: 'AWS::ECR::Repositry' } }, 'Did you mean AWS::ECR::Repository?'],
  [
    'AWS::ECR::RepositoryPolicy',
    { A: { Type: 'AWS::ECR::RepositoryPolicy' } },
    'the property RepositoryPolicyText',
  ],
])('IaC T26: %s is unknown, and the nearest is named', (_, resources, hint) => {
  expect(() => deploy(ecr, template(resources), AT)).toThrow(hint);
});

test('IaC T27: a third resource that is refused leaves no trace', () => {
  ecr.registry(SOURCE, 'us-west-2').createRepository('taken');
  const before = world();
  const resources = { A: repository(), R: rules(to()), B: repository({ RepositoryName: 'taken' }) };
  expect(() => deploy(ecr, template(resources), AT)).toThrow(
    /Source › B › Properties(\.RepositoryName)?: RepositoryAlreadyExistsException/,
  );
  expect(world()).toEqual(before);
});

test('IaC T29: a stack set makes one stack for each target, and all or none', () => {
  const targets = [SOURCE, OTHER].flatMap((account) =>
    ['us-west-2', 'eu-west-1'].map((region) => ({ account, region })),
  );
  const app = template({ App: repository({ RepositoryName: 'app' }) });
  const all = deploy(ecr, app, { targets, stackName: 'Set' });
  expect(all.map((one) => one.repository('App').key)).toEqual(
    targets.map(({ account, region }) => `${account}/${region}/app`),
  );
  ecr.registry(OTHER, 'us-west-2').createRepository('two');
  const before = world();
  expect(() =>
    deploy(ecr, template({ A: repository({ RepositoryName: 'two' }) }), { targets, stackName: 'Two' }),
  ).toThrow('already');
  expect(world()).toEqual(before);
});

test('IaC T34: an option that nothing reads is refused', () => {
  const app = template({ App: repository() });
  expect(() => deploy(ecr, app, { ...AT, values: { Nothing: 'x' } })).toThrow(
    /nothing reads the option values\['Nothing'\]/,
  );
  expect(() => deploy(ecr, app, { ...AT, parameters: { Stage: 'x' } })).toThrow(
    /nothing reads the option parameters\['Stage'\]/,
  );
});

test('IaC T38: a reset after a baseline brings stacks, origins and principals back', () => {
  const deployed = deploy(ecr, fact('cdk-source-all-options'), AT);
  ecr.baseline();
  deployed.repository('Payments').push('v1');
  ecr.reset();
  expect(deployed.repository('Payments').tags).toEqual([]);
  const question = {
    principal: deployed.principal('Ci'),
    action: 'ecr:PutImage',
    repository: deployed.repository('Payments'),
  };
  expect(ecr.explainAccess(question).decidedBy?.origin?.id).toBe('CiDefaultPolicy7E39BAF8');
  ecr.forgetBaseline().reset();
  expect(() => deployed.repository('Payments')).toThrow('Source is not deployed any more');
});
