/** Whatever a template, a plan or an option holds: it is built, or refused in our own words, and nothing in between. */
import fc from 'fast-check';
import { setupFakeEcr } from '../../src/index.js';
import { type TerraformOptions, applyTerraform, deploy } from '../../src/iac.js';
import { FakeEcrError } from '../../src/lib/misuse.js';
import { START } from '../support/scene.js';
import { AT, type Json, OTHER, SOURCE, fact, plan, worldOf } from './scene.js';

const RUNS = 100;
// A fixed seed: a red run is red again.
const SETTINGS = { numRuns: RUNS, seed: 35 };

const ecr = setupFakeEcr({ now: START });

const word = fc.constantFrom(
  'App',
  'Replication',
  'Stage',
  'No',
  'a',
  'payments/',
  SOURCE,
  OTHER,
  'us-west-2',
  'AWS::Region',
  'AWS::NoValue',
  'toString',
  'constructor',
  '__proto__',
  '(',
  '${App}',
  '${!x}${Stage}',
  '{{resolve:ssm:/x}}',
  '*',
  '',
);
const functionName = fc.constantFrom(
  ...'Ref Fn::GetAtt Fn::Sub Fn::Join Fn::Select Fn::Split Fn::FindInMap Fn::Base64 Fn::ImportValue Fn::Length Fn::ToJsonString Fn::If Fn::Equals Fn::And Fn::Or Fn::Not Fn::GetAZs Condition'.split(
    ' ',
  ),
);
const property = fc.constantFrom(
  ...'RepositoryName Tags Key Value ImageTagMutability LifecyclePolicy LifecyclePolicyText RepositoryPolicyText ReplicationConfiguration Rules Destinations Region RegistryId RepositoryFilters Filter FilterType PolicyText Statement Effect Principal Action Resource Policies PolicyName PolicyDocument AssumeRolePolicyDocument Roles toString valueOf __proto__ constructor'.split(
    ' ',
  ),
);

/** Data with functions in it, some of them well formed. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    word,
    fc.integer({ min: -1, max: 444_455_556_666 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(property, tie('value'), { maxKeys: 4 }),
    fc.tuple(functionName, tie('value')).map(([name, args]) => ({ [name]: args })),
    fc
      .tuple(functionName, fc.array(tie('value'), { minLength: 1, maxLength: 4 }))
      .map(([name, args]) => ({ [name]: args })),
  ),
}));

const type = fc.constantFrom(
  'AWS::ECR::Repository',
  'AWS::ECR::ReplicationConfiguration',
  'AWS::ECR::RegistryPolicy',
  'AWS::ECR::RepositoryCreationTemplate',
  'AWS::ECR::PullThroughCacheRule',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::CloudFormation::Stack',
  'AWS::CloudFormation::StackSet',
  'AWS::KMS::Key',
  'toString',
);
const resource = fc.record(
  {
    Type: fc.oneof({ weight: 9, arbitrary: type }, value),
    Properties: fc.dictionary(property, value, { maxKeys: 4 }),
    Condition: fc.oneof(word, value),
    DependsOn: fc.oneof(word, value),
    DeletionPolicy: fc.oneof(fc.constantFrom('Retain', 'Delete'), value),
  },
  { requiredKeys: ['Type'] },
);
const parameter = fc.record(
  {
    Type: fc.constantFrom('String', 'Number', 'CommaDelimitedList', 'AWS::SSM::Parameter::Value<String>'),
    Default: value,
    AllowedPattern: word,
    AllowedValues: value,
    MinLength: value,
  },
  { requiredKeys: ['Type'] },
);
const anything = (one: fc.Arbitrary<unknown>) => fc.oneof({ weight: 9, arbitrary: one }, value);
const template = fc.record(
  {
    Resources: anything(fc.dictionary(word, anything(resource), { maxKeys: 4 })),
    Parameters: anything(fc.dictionary(word, anything(parameter), { maxKeys: 2 })),
    Conditions: anything(fc.dictionary(word, value, { maxKeys: 2 })),
    Mappings: value,
    Outputs: anything(fc.dictionary(word, value, { maxKeys: 2 })),
  },
  { requiredKeys: ['Resources'] },
) as fc.Arbitrary<Json>;

/** The message of a refusal; undefined if there was none. @throws whatever else is thrown */
function refusalOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof FakeEcrError && error.message.startsWith('[fake-ecr] ')) return error.message;
    throw error;
  }
}

/** Runs something that is refused, or not: the same each time, and without a trace if it is refused. */
function requireWhole(run: () => unknown): boolean {
  ecr.reset();
  const before = worldOf(ecr);
  const refusal = refusalOf(run);
  const after = worldOf(ecr);
  if (refusal !== undefined) expect(after).toEqual(before);
  ecr.reset();
  expect(refusalOf(run)).toBe(refusal);
  expect(worldOf(ecr)).toEqual(after);
  return refusal === undefined;
}

/** Data with another value at one of its places. */
function mutated(whole: unknown, place: number, given: unknown): unknown {
  let left = place;
  const visit = (one: unknown): unknown => {
    left -= 1;
    if (left === 0) return given;
    if (Array.isArray(one)) return one.map(visit);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, visit(inner)]));
  };
  return visit(whole);
}

const place = fc.integer({ min: 2, max: 250 });

test('IaC T35: random templates are resolved the same each time, and refused without a trace', () => {
  let built = 0;
  fc.assert(
    fc.property(template, (one) => {
      built += Number(requireWhole(() => deploy(ecr, one, AT)));
    }),
    SETTINGS,
  );
  expect(built).toBeGreaterThan(0);
  expect(built).toBeLessThan(RUNS);
});

test.each([
  ['cdk-source-all-options'],
  ['cdk-destination'],
  ['cdk-agnostic-settings'],
  ['cdk-cross-account-role'],
])('IaC T35: %s with another value somewhere', (name) => {
  let built = 0;
  fc.assert(
    fc.property(place, value, (at, given) => {
      const changed = mutated(fact(name), at, given) as Json;
      built += Number(requireWhole(() => deploy(ecr, changed, AT)));
    }),
    SETTINGS,
  );
  expect(built).toBeLessThan(RUNS);
});

test.each([
  ['terraform-plan-two-providers', 900],
  ['terraform-state-two-providers', 300],
  ['terraform-real-builtin-provider-plan', 300],
])('IaC T35: %s with another value somewhere', (name, places) => {
  const providers: TerraformOptions['providers'] = name.includes('state')
    ? {}
    : { aws: { account: SOURCE }, 'aws.dr': { account: OTHER } };
  fc.assert(
    fc.property(fc.integer({ min: 2, max: places }), value, (at, given) => {
      const changed = mutated(plan(name), at, given) as Json;
      requireWhole(() => applyTerraform(ecr, changed, { providers, unknown: 'skip' }));
    }),
    SETTINGS,
  );
});

test('IaC T35: an update to a random template', () => {
  fc.assert(
    fc.property(template, template, (first, second) => {
      ecr.reset();
      if (refusalOf(() => deploy(ecr, first, AT)) !== undefined) return;
      const before = worldOf(ecr);
      if (refusalOf(() => deploy(ecr, second, AT)) !== undefined) expect(worldOf(ecr)).toEqual(before);
    }),
    SETTINGS,
  );
});

test.each(['deploy()', 'applyTerraform()'])('IaC T35: random options of %s', (door) => {
  const options = fc.dictionary(
    fc.constantFrom(
      ...'account region targets stackName source parameters imports values nested managedPolicies tags bootstrap providers regions unknown workspace __proto__'.split(
        ' ',
      ),
    ),
    value,
    { maxKeys: 3 },
  );
  const base = { Resources: { App: { Type: 'AWS::ECR::Repository' } } };
  fc.assert(
    fc.property(fc.oneof(options, value), (given) => {
      requireWhole(() =>
        door === 'deploy()'
          ? deploy(ecr, base, given === null ? (given as never) : { ...AT, ...(given as object) })
          : applyTerraform(ecr, plan('terraform-state-two-providers'), given as object),
      );
    }),
    SETTINGS,
  );
});

test('IaC T35: what is given instead of a template or a plan', () => {
  const cycle: Json = {};
  cycle['Resources'] = cycle;
  const shared = Array.from({ length: 60 }).reduce<Json>((one) => ({ left: one, right: one }), {});
  const hostile = {
    get Resources(): object {
      throw new TypeError('not now');
    },
  };
  const given: readonly unknown[] = [
    cycle,
    shared,
    hostile,
    null,
    undefined,
    1,
    'text',
    [],
    new Map(),
    () => 1,
  ];
  for (const one of given) {
    expect(refusalOf(() => deploy(ecr, one as object, AT))).toBeDefined();
    expect(refusalOf(() => applyTerraform(ecr, one as object))).toBeDefined();
  }
});

test('IaC T35: chains are bounded', () => {
  const long = (make: (number: number) => Json): Json =>
    Object.fromEntries(Array.from({ length: 5000 }, (_, number) => [`R${number}`, make(number)]));
  const Type = 'AWS::ECR::Repository';
  const waiting = long((number) => ({ Type, DependsOn: `R${number + 1}` }));
  const conditions = {
    Resources: { R: { Type, Condition: 'R0' } },
    Conditions: long((number) => ({ 'Fn::Not': [{ Condition: `R${number + 1}` }] })),
  };
  const naming = long((number) => ({ Type, Properties: { RepositoryName: { Ref: `R${number + 1}` } } }));
  expect(refusalOf(() => deploy(ecr, { Resources: waiting }, AT))).toContain('in a row');
  expect(refusalOf(() => deploy(ecr, conditions, AT))).toContain('in a row');
  expect(refusalOf(() => deploy(ecr, { Resources: naming }, AT))).toContain('in a row');
});
