/** What the functions, parameters and conditions of a template come to. */
import { setupFakeEcr } from '../../src/index.js';
import { type DeployOptions, deploy } from '../../src/iac.js';
import { AT, type Json, SOURCE, repository, resource, template } from './scene.js';

const ecr = setupFakeEcr();

const MORE: Json = {
  Parameters: {
    Names: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
    Count: { Type: 'Number', Default: '3' },
    Version: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/version' },
  },
  Mappings: { Stages: { dev: { prefix: 'd' }, prod: { prefix: 'p', names: ['x', 'y'] } } },
  Conditions: {
    Yes: { 'Fn::Equals': ['a', 'a'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    Either: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] },
  },
};
const Bucket = { Type: 'AWS::S3::Bucket' };

/** What an output with this value comes to. */
function come(Value: unknown, options: Partial<DeployOptions> = {}): string | undefined {
  const App = repository({ RepositoryName: 'app' });
  const whole = template({ App, Bucket }, { ...MORE, Outputs: { Out: { Value } } });
  return deploy(ecr, whole, { ...AT, ...options }).outputs['Out'];
}

test.each<[string, unknown, string]>([
  ['Ref of a list', { Ref: 'Names' }, '["a","b","c"]'],
  ['Ref of a number', { Ref: 'Count' }, '3'],
  ['Ref of another service', { Ref: 'Bucket' }, 'fake-Source-Bucket'],
  [
    'GetAtt of another service',
    { 'Fn::GetAtt': 'Bucket.Arn' },
    `arn:aws:s3:us-west-2:${SOURCE}:bucket/fake-Source-Bucket`,
  ],
  ['Sub', { 'Fn::Sub': '${App}-${Count}-${!x}' }, 'app-3-${x}'],
  [
    'Sub with a map',
    { 'Fn::Sub': ['${x}-${ App.Arn }', { x: { Ref: 'Count' } }] },
    `3-arn:aws:ecr:us-west-2:${SOURCE}:repository/app`,
  ],
  ['Join', { 'Fn::Join': ['/', ['x', { Ref: 'Count' }, { Ref: 'AWS::NoValue' }]] }, 'x/3'],
  ['Split', { 'Fn::Split': ['-', 'a-b'] }, '["a","b"]'],
  ['Select', { 'Fn::Select': ['1', { Ref: 'Names' }] }, 'b'],
  ['FindInMap', { 'Fn::FindInMap': ['Stages', 'prod', 'prefix'] }, 'p'],
  ['FindInMap of a list', { 'Fn::Select': [0, { 'Fn::FindInMap': ['Stages', 'prod', 'names'] }] }, 'x'],
  ['FindInMap with a default', { 'Fn::FindInMap': ['Stages', 'test', 'prefix', { DefaultValue: 't' }] }, 't'],
  ['Base64', { 'Fn::Base64': 'abc' }, 'YWJj'],
  ['Length', { 'Fn::Length': { Ref: 'Names' } }, '3'],
  ['ToJsonString', { 'Fn::ToJsonString': { a: [{ Ref: 'Count' }] } }, '{"a":["3"]}'],
  ['If', { 'Fn::If': ['No', { Ref: 'Missing' }, 'else'] }, 'else'],
  ['And', { 'Fn::If': ['Both', 'then', 'else'] }, 'else'],
  ['Or', { 'Fn::If': ['Either', 'then', 'else'] }, 'then'],
  [
    'the pseudo parameters',
    { 'Fn::Sub': '${AWS::AccountId} ${AWS::Region} ${AWS::Partition} ${AWS::URLSuffix} ${AWS::StackName}' },
    `${SOURCE} us-west-2 aws amazonaws.com Source`,
  ],
  ['StackId', { Ref: 'AWS::StackId' }, `arn:aws:cloudformation:us-west-2:${SOURCE}:stack/Source/fake-ecr`],
  ['NotificationARNs', { Ref: 'AWS::NotificationARNs' }, '[]'],
])('%s', (_, value, expected) => {
  expect(come(value)).toBe(expected);
});

test('values that only AWS knows come from options', () => {
  expect(come({ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { values: { 'Bucket.Arn': 'arn:x' } })).toBe('arn:x');
  const dynamic = '{{resolve:ssm:/x}}';
  expect(come(`a-${dynamic}`, { values: { [dynamic]: 'b' } })).toBe('a-b');
  expect(come({ Ref: 'Version' }, { values: { Version: '21' } })).toBe('21');
  expect(come({ 'Fn::ImportValue': 'Other' }, { imports: { Other: 'y' } })).toBe('y');
});

test('the default of a parameter of SSM is a name there, and not the value', () => {
  expect(come({ Ref: 'Version' })).toBe('fake-Source-Version-ssm-Version');
});

/** What is refused where a known type needs the value. */
function refusal(
  RepositoryName: unknown,
  more: Json = MORE,
  options: Partial<DeployOptions> = {},
): () => unknown {
  return () =>
    deploy(ecr, template({ App: repository({ RepositoryName }), Bucket }, more), { ...AT, ...options });
}

test.each<[string, unknown, string]>([
  ['Select of a text', { 'Fn::Select': [0, 'abc'] }, "Fn::Select got 'abc' where it needs a list."],
  ['Select of an object', { 'Fn::Select': [0, {}] }, 'Fn::Select got an object where it needs a list.'],
  [
    'Select beyond the end',
    { 'Fn::Select': [3, { Ref: 'Names' }] },
    'Fn::Select has no entry 3 to take: the list has 3.',
  ],
  ['Length of a text', { 'Fn::Length': 'abc' }, "Fn::Length got 'abc' where it needs a list."],
  ['Join of a text', { 'Fn::Join': ['', 'abc'] }, "Fn::Join got 'abc' where it needs a list."],
  ['Sub of a list', { 'Fn::Sub': '${Names}' }, 'Fn::Sub needs texts, and ${Names} is a list.'],
  [
    'FindInMap in vain',
    { 'Fn::FindInMap': ['Stage', 'dev', 'prefix'] },
    'Fn::FindInMap finds nothing at Stage, dev, prefix. Did you mean Stages?',
  ],
  ['GetAZs', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, "can't be known: Fn::GetAZs is not resolved."],
  ['Cidr', { 'Fn::Cidr': ['10.0.0.0/16', 1, 8] }, "can't be known: Fn::Cidr is not resolved."],
  [
    'Transform',
    { 'Fn::Transform': { Name: 'AWS::Include' } },
    "can't be known: Fn::Transform is not resolved.",
  ],
  [
    'secretsmanager',
    '{{resolve:secretsmanager:x}}',
    "can't be known: {{resolve:secretsmanager:x}}. Pass values: { '{{resolve:secretsmanager:x}}': '…' }.",
  ],
  [
    'a pseudo parameter that there is not',
    { Ref: 'AWS::Account' },
    'Ref names AWS::Account, which is not a pseudo parameter.',
  ],
  ['a missing attribute', { 'Fn::GetAtt': ['App', 'Uri'] }, 'AWS::ECR::Repository has no attribute Uri.'],
  ['a missing resource', { Ref: 'Buckett' }, 'names Buckett, which does not exist. Did you mean Bucket?'],
  [
    'a missing condition',
    { 'Fn::If': ['Yess', 'a', 'b'] },
    'has the condition Yess, which does not exist. Did you mean Yes?',
  ],
  [
    'a missing export',
    { 'Fn::ImportValue': 'Other' },
    "nothing exports Other in 111122223333/us-west-2. Deploy the stack that exports it first, or pass imports: { 'Other': '…' }.",
  ],
])('%s is refused', (_, value, message) => {
  const whole = { Outputs: {}, ...MORE };
  // An attribute of its own would be a circle.
  const resources =
    JSON.stringify(value).includes('Uri') && typeof value === 'object'
      ? { App: repository({ RepositoryName: 'app' }), Other: repository({ RepositoryName: value }), Bucket }
      : { App: repository({ RepositoryName: value }), Bucket };
  expect(() => deploy(ecr, template(resources, whole), AT)).toThrow(message);
});

describe('IaC T22: rules of parameters', () => {
  const named = (declared: Json, value?: string | string[]) =>
    refusal(
      { Ref: 'Name' },
      { Parameters: { Name: declared } },
      value === undefined ? {} : { parameters: { Name: value } },
    );

  test.each<[string, Json, string | string[] | undefined, string]>([
    ['no value', {}, undefined, "the parameter Name has no value. Pass parameters: { Name: '…' }."],
    ['AllowedValues', { AllowedValues: ['a', 'b'] }, 'c', "is 'c', expected one of a, b."],
    ['AllowedPattern', { AllowedPattern: '[a-z]+' }, 'a1', "is 'a1', expected the pattern [a-z]+."],
    [
      'a pattern that is none',
      { AllowedPattern: '(' },
      'a',
      "is 'a', and its AllowedPattern ( is not a regular expression.",
    ],
    ['MinLength', { MinLength: 3 }, 'ab', "is 'ab', shorter than 3."],
    ['MaxLength', { MaxLength: '1' }, 'ab', "is 'ab', longer than 1."],
    ['Number', { Type: 'Number' }, 'two', "is 'two', expected a number."],
    ['MinValue', { Type: 'Number', MinValue: 2 }, '1', "is '1', less than 2."],
    ['MaxValue', { Type: 'Number', MaxValue: 2 }, '3', "is '3', more than 2."],
    ['a list for a text', {}, ['a', 'b'], 'is a list, and its type is String. Pass a text.'],
  ])('%s', (_, declared, value, message) => {
    expect(named({ Type: 'String', ...declared }, value)).toThrow(
      `Parameters.Name ${message}`.replace('Parameters.Name the', 'the'),
    );
  });
});

describe('circles and dead ends', () => {
  test.each<[string, Json, string]>([
    [
      'resources',
      { A: repository({ RepositoryName: { Ref: 'B' } }), B: repository({ RepositoryName: { Ref: 'A' } }) },
      'is in a circle: A → B → A.',
    ],
    ['DependsOn', { A: repository({}, { DependsOn: ['A'] }) }, 'is in a circle: A → A.'],
    [
      'a DependsOn that names nothing',
      { A: repository({}, { DependsOn: 'B' }) },
      'Source › A › DependsOn: names B, which does not exist.',
    ],
  ])('%s', (_, resources, message) => {
    expect(() => deploy(ecr, template(resources), AT)).toThrow(message);
  });

  test('conditions', () => {
    const Conditions = { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } };
    const App = repository({}, { Condition: 'A' });
    expect(() => deploy(ecr, template({ App }, { Conditions }), AT)).toThrow(
      'is in a circle: Condition A → B → A.',
    );
  });
});

test('an output that cannot be known is refused when it is read', () => {
  const Outputs = { Zones: { Value: { 'Fn::GetAZs': '' } }, Name: { Value: 'x' } };
  const { outputs } = deploy(ecr, template({}, { Outputs }), AT);
  expect(outputs['Name']).toBe('x');
  expect(() => outputs['Zones']).toThrow("Source › Outputs.Zones.Value: can't be known");
});

describe('stacks in stacks', () => {
  const inner = template(
    { Deep: repository({ RepositoryName: { Ref: 'Name' } }) },
    { Parameters: { Name: { Type: 'String' } }, Outputs: { Arn: { Value: { 'Fn::GetAtt': 'Deep.Arn' } } } },
  );
  const outer = (name: string, more: Json = {}) =>
    template(
      {
        Inner: resource('CloudFormation::Stack', { TemplateURL: 'https://x', Parameters: { Name: name } }),
        ...more,
      },
      { Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Inner', 'Outputs.Arn'] } } } },
    );
  const registry = () => ecr.registry(SOURCE, 'us-west-2');

  test('are built, tell their outputs, and go with the stack that holds them', () => {
    const deployed = deploy(ecr, outer('deep'), { ...AT, nested: { Inner: inner } });
    expect(deployed.outputs['Arn']).toBe(`arn:aws:ecr:us-west-2:${SOURCE}:repository/deep`);
    expect(registry().repository('deep').exists).toBe(true);
    deployed.update(template({}), { nested: {} });
    expect(registry().repository('deep').exists).toBe(false);
    const again = deploy(ecr, outer('deep'), { ...AT, nested: { Inner: inner } });
    again.delete();
    expect(registry().repository('deep').exists).toBe(false);
  });

  test('two deep', () => {
    const middle = template({
      Middle: resource('CloudFormation::Stack', { TemplateURL: 'https://y', Parameters: { Name: 'deep' } }),
    });
    const top = template({ Top: resource('CloudFormation::Stack', { TemplateURL: 'https://x' }) });
    deploy(ecr, top, { ...AT, nested: { Top: middle, 'Top.Middle': inner } });
    expect(registry().repository('deep').exists).toBe(true);
  });

  test('one whose template is not given is noted', () => {
    const whole = template({ Inner: resource('CloudFormation::Stack', { TemplateURL: 'https://x' }) });
    const deployed = deploy(ecr, whole, AT);
    expect(deployed.notes).toEqual([
      'Inner is a stack whose template was not given: pass nested: { Inner: template }',
    ]);
    expect(deployed.ignored).toEqual(['Inner']);
  });

  test('a parameter that it does not declare is refused', () => {
    const Parameters = { Name: 'deep', Nam: 'x' };
    const Inner = resource('CloudFormation::Stack', { TemplateURL: 'https://x', Parameters });
    expect(() => deploy(ecr, template({ Inner }), { ...AT, nested: { Inner: inner } })).toThrow(
      'Source › Inner › Parameters.Nam is given, and the template does not declare it. Did you mean Name?',
    );
  });

  test('a stack set of listed accounts and Regions makes one stack for each', () => {
    const set = (DeploymentTargets: Json) =>
      resource('CloudFormation::StackSet', {
        TemplateBody: JSON.stringify(inner),
        Parameters: [{ ParameterKey: 'Name', ParameterValue: 'deep' }],
        StackInstancesGroup: [{ DeploymentTargets, Regions: ['us-west-2', 'eu-west-1'] }],
      });
    deploy(ecr, template({ Set: set({ Accounts: [SOURCE, '444455556666'] }) }), AT);
    for (const account of [SOURCE, '444455556666'])
      for (const region of ['us-west-2', 'eu-west-1'])
        expect(ecr.registry(account, region).repository('deep').exists).toBe(true);
    ecr.reset();
    expect(() => deploy(ecr, template({ Set: set({ OrganizationalUnitIds: ['ou-1'] }) }), AT)).toThrow(
      'Source › Set › Properties.StackInstancesGroup[0].DeploymentTargets: names no accounts, and who is in an organizational unit is not known. Deploy the template of the set with targets.',
    );
  });
});

test('a transform is refused, with advice', () => {
  const ForEach = template({ 'Fn::ForEach::Repositories': ['Name', ['a'], {}] });
  expect(() => deploy(ecr, ForEach, AT)).toThrow(
    "can't be known: what a transform makes is not written here. Pass the processed template.",
  );
  const Fn = { Type: 'AWS::Serverless::Function', Properties: {} };
  const Ci = resource('IAM::Policy', {
    PolicyName: 'x',
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
    Roles: [{ Ref: 'FnRole' }],
  });
  expect(() => deploy(ecr, template({ Fn, Ci }, { Transform: 'AWS::Serverless-2016-10-31' }), AT)).toThrow(
    'names FnRole, which does not exist. A transform may make it: pass the processed template.',
  );
});

test('the repository of cdk bootstrap is made if that is asked for', () => {
  deploy(ecr, template({}), { ...AT, bootstrap: true });
  const name = `cdk-hnb659fds-container-assets-${SOURCE}-us-west-2`;
  expect(ecr.registry(SOURCE, 'us-west-2').repository(name).exists).toBe(true);
});

test('data is read as data', () => {
  const text =
    '{"Resources":{"App":{"Type":"AWS::ECR::Repository","Properties":{"__proto__":{"RepositoryName":"app"}}}}}';
  expect(() => deploy(ecr, text, AT)).toThrow('Source › App › Properties.__proto__ is unknown.');
  const given = { Resources: { App: repository({ RepositoryName: 'app', Tags: [] }) } };
  const deployed = deploy(ecr, { toJSON: () => given }, AT);
  given.Resources.App.Properties = { RepositoryName: 'changed' };
  expect(deployed.repository('App').name).toBe('app');
});
