/** What is refused: every kind, with the words. */
import { setupFakeEcr } from '../../src/index.js';
import { deploy } from '../../src/iac.js';
import {
  AT,
  DR,
  type Json,
  OTHER,
  SOURCE,
  allow,
  policy,
  repository,
  resource,
  rules,
  template,
  to,
  worldOf,
} from './scene.js';

const ecr = setupFakeEcr();

const refused =
  (resources: Json, options: Json = {}) =>
  () =>
    deploy(ecr, template(resources), { ...AT, ...options });

test.each<[string, Json, string]>([
  [
    'a text for a list',
    { R: rules({ Destinations: 'eu-west-1' }) },
    "Destinations is 'eu-west-1', expected a list.",
  ],
  [
    'a list for an object',
    { A: repository({ LifecyclePolicy: [] }) },
    'LifecyclePolicy is a list, expected an object.',
  ],
  [
    'a text for a truth value',
    { A: repository({ EmptyOnDelete: 'yes' }) },
    "EmptyOnDelete is 'yes', expected true or false.",
  ],
  ['null', { A: repository({ RepositoryName: null }) }, 'RepositoryName is null, expected a text.'],
  [
    'a value outside an enumeration',
    { A: repository({ ImageTagMutability: 'FIXED' }) },
    "ImageTagMutability is 'FIXED', expected MUTABLE, IMMUTABLE, MUTABLE_WITH_EXCLUSION, IMMUTABLE_WITH_EXCLUSION.",
  ],
  [
    'a missing property',
    { P: resource('ECR::RegistryPolicy') },
    'Source › P › Properties.PolicyText is missing, and is required.',
  ],
])('%s', (_, resources, message) => {
  expect(refused(resources)).toThrow(message);
});

test('a truth value may be a text, as CloudFormation takes it', () => {
  deploy(ecr, template({ A: repository({ RepositoryName: 'app', EmptyOnDelete: 'true' }) }), AT).delete();
  expect(ecr.registry(SOURCE, 'us-west-2').repository('app').exists).toBe(false);
});

test('a refusal has the words of the service, and the place in the template', () => {
  const { Principal, ...rest } = allow();
  expect(() =>
    deploy(ecr, template({ RegistryPolicy: policy({ ...rest, Principle: Principal }) }), DR),
  ).toThrow(
    /^\[fake-ecr\] Disaster › RegistryPolicy › Properties\.PolicyText: InvalidParameterException: Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid registry policy provided' \$\.Statement\[0\]\.Principle is not an element of a statement\.$/,
  );
});

test.each<[string, Json]>([
  ['itself', { Destinations: [{ Region: 'us-west-2', RegistryId: SOURCE }] }],
  ['an unknown Region', { Destinations: [{ Region: 'mars-north-1', RegistryId: OTHER }] }],
  [
    '26 destinations',
    {
      Destinations: Array.from({ length: 26 }, (_, number) => ({
        Region: 'eu-west-1',
        RegistryId: `${number}`.padStart(12, '4'),
      })),
    },
  ],
])('a destination that is %s is refused as PutReplicationConfiguration does', (_, rule) => {
  expect(refused({ R: rules(rule) })).toThrow(
    /Source › R › Properties\.ReplicationConfiguration[^:]*: (InvalidParameter|Validation)Exception/,
  );
});

test('26 rules are refused as PutReplicationConfiguration does', () => {
  expect(refused({ R: rules(...Array.from({ length: 26 }, (_, number) => to(`team-${number}/`))) })).toThrow(
    /Source › R › Properties\.ReplicationConfiguration[^:]*: (InvalidParameter|Validation)Exception/,
  );
});

test('a second document within one template', () => {
  expect(refused({ One: rules(to('a/')), Two: rules(to('b/')) })).toThrow(
    'Source › Two: 111122223333/us-west-2 already has a replication configuration, of Source › One.',
  );
});

test.each<[string, Json]>([
  ['parameters', { parameters: { Stage: 'x' } }],
  ['imports', { imports: { 'Other:Arn': 'x' } }],
  ['values', { values: { Vpc: 'x' } }],
  ['nested', { nested: { Inner: template({}) } }],
])('an option of %s that nothing reads', (option, options) => {
  expect(refused({ A: repository() }, options)).toThrow(`nothing reads the option ${option}['`);
});

test.each<[Json, string]>([
  [{ account: '4711' }, "'4711' is not an account id."],
  [{ region: 'mars' }, "'mars' is not a Region."],
  [{ stackName: 5 }, "deploy() as stackName was given 5. Expected a text such as 'Source'."],
  [{ parameters: { Stage: 5 } }, "deploy() was given 5 as parameters['Stage']."],
  [{ tags: ['a'] }, 'deploy() was given ["a"] as tags.'],
  [{ targets: [] }, 'deploy() was given [] as targets.'],
  [{ bootstrap: 'yes' }, "deploy() was given 'yes' as bootstrap. Expected true or false."],
  [{ stackname: 'x' }, "deploy() was given the option 'stackname'."],
])('the option %j', (options, message) => {
  const before = worldOf(ecr);
  expect(refused({ A: repository() }, options)).toThrow(message);
  expect(worldOf(ecr)).toEqual(before);
});

test('the type of a logical id does not change', () => {
  const deployed = deploy(ecr, template({ A: repository() }), AT);
  expect(() => deployed.update(template({ A: rules(to()) }))).toThrow(
    "Source › A › Type was AWS::ECR::Repository and is AWS::ECR::ReplicationConfiguration: the type of a logical id can't change.",
  );
});
