/** Explanations name the place where what decided is written, as long as it is what was written. */
import { PutRegistryPolicyCommand } from '@aws-sdk/client-ecr';
import { type FakeEcr, fakeEcr } from '../../src/index.js';
import { simulationOf } from '../../src/fake/simulation-of.js';
import { contentOfReplication, contentOfTemplate } from '../../src/world/written-documents.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

const SOURCE = '111122223333';
const OTHER = '444455556666';
let ecr: FakeEcr;

beforeEach(() => {
  ecr = fakeEcr();
});
afterEach(() => ecr.restore());

const statement = (Resource: string, more: object = {}) => ({
  Sid: 'in',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${SOURCE}:root` },
  Action: ['ecr:ReplicateImage', 'ecr:CreateRepository'],
  Resource,
  ...more,
});

/** A pair of registries, and what their templates say of them. */
function pair(policy: object, prefix = 'payments') {
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  const dr = ecr.registry(OTHER, 'eu-west-1').setPolicy(policy);
  prod.replicateTo(dr, { prefix });
  const { world } = simulationOf(ecr).service;
  world.origins.set(
    'replication configuration',
    prod.key,
    {
      source: 'Source',
      id: 'Replication',
      path: ['Properties', 'ReplicationConfiguration'],
      written: { Rules: [{ RepositoryFilters: [{ Filter: prefix }] }] },
    },
    contentOfReplication(prod[INSIDE].registry),
  );
  world.origins.set(
    'registry policy',
    dr.key,
    { source: 'Disaster', id: 'RegistryPolicy', path: ['Properties', 'PolicyText'], written: policy },
    dr[INSIDE].registry.policyText ?? '',
  );
  return { prod, dr, origins: world.origins };
}

test('a filter that does not match is named by its place', () => {
  const { prod, dr } = pair({ Statement: [statement('*')] }, 'payments/');
  prod.push('payments:v1');
  const verdict = ecr.explain('payments:v1', dr);
  const place = 'Properties.ReplicationConfiguration.Rules[0].RepositoryFilters[0].Filter';
  expect(verdict.text).toContain(`written at Source › Replication › ${place}`);
  expect(verdict.reasons[0]?.decidedBy.origin).toEqual({
    source: 'Source',
    id: 'Replication',
    path: place,
    written: 'payments/',
  });
});

test('the element of a statement that does not match is named by its place, with what is written there', () => {
  const { prod, dr } = pair({ Statement: [statement('arn:aws:ecr:eu-west-1:444455556666:repository/x')] });
  prod.push('payments:v1');
  const verdict = ecr.explain('payments:v1', dr);
  expect(verdict.text).toContain(
    'written at Disaster › RegistryPolicy › Properties.PolicyText.Statement[0].Resource',
  );
  expect(verdict.reasons[0]?.decidedBy.origin?.path).toBe('Properties.PolicyText.Statement[0].Resource');
});

test('a Deny is named by its place', () => {
  const deny = statement('*', { Sid: 'out', Effect: 'Deny' });
  const { prod, dr } = pair({ Statement: [statement('*'), deny] });
  prod.push('payments:v1');
  expect(ecr.explain('payments:v1', dr).text).toContain(
    'written at Disaster › RegistryPolicy › Properties.PolicyText.Statement[1]\n',
  );
});

test('IaC T15: a command that replaces the document drops its origin, and is named', async () => {
  const policy = { Statement: [statement('arn:aws:ecr:eu-west-1:444455556666:repository/x')] };
  const { prod, dr } = pair(policy);
  await ecr
    .client(OTHER, 'eu-west-1')
    .send(new PutRegistryPolicyCommand({ policyText: JSON.stringify(policy) }));
  prod.push('payments:v1');
  const verdict = ecr.explain('payments:v1', dr);
  expect(verdict.reasons[0]?.decidedBy.origin).toBeUndefined();
  expect(verdict.text).not.toContain('written at Disaster');
  expect(verdict.text).toMatch(
    /what Disaster › RegistryPolicy says was replaced by PutRegistryPolicy of arn:aws:iam::444455556666:user\/\S+ at \d{4}-/,
  );
});

test('a document that a handle has replaced has no written place', () => {
  const { prod, dr } = pair({ Statement: [statement('*')] });
  dr.setPolicy({ Statement: [statement('arn:aws:ecr:eu-west-1:444455556666:repository/x')] });
  prod.push('payments:v1');
  expect(ecr.explain('payments:v1', dr).text).toContain(
    'not what Disaster › RegistryPolicy says: the test has changed it since',
  );
});

test('snapshots keep origins, and those without any load as before', () => {
  const { prod, dr } = pair({ Statement: [statement('*')] }, 'x/');
  prod.push('payments:v1');
  const { written, ...older } = ecr.snapshot();
  expect(written?.documents).toHaveLength(2);
  const text = ecr.explain('payments:v1', dr).text;
  ecr.load(JSON.parse(JSON.stringify({ ...older, written })));
  expect(ecr.explain('payments:v1', dr).text).toBe(text);
  expect(text).toContain('written at');
  ecr.load(older);
  expect(ecr.explain('payments:v1', dr).text).not.toContain('written at');
});

test('where nothing is written, the stack is named that was looked at', () => {
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  const dr = ecr.registry(OTHER, 'eu-west-1');
  prod.replicateTo(dr).push('payments:v1');
  const { origins } = simulationOf(ecr).service.world;
  const stack = {
    key: 'stack',
    name: 'stack Disaster',
    registries: [dr.key],
    resources: [],
    leftOut: [],
    naming: 'cloudformation',
    state: {},
  } as const;
  origins.sources.set('stack', stack);
  expect(ecr.explain('payments:v1', dr).text).toContain(
    'stack Disaster (deployed there) has no AWS::ECR::RegistryPolicy',
  );
  const because = 'condition IsProd (Fn::Equals ["dev","prod"])';
  const id = 'RegistryPolicy';
  origins.sources.set('stack', {
    ...stack,
    leftOut: [{ id, kind: 'registry policy', registry: dr.key, because }],
  });
  expect(ecr.explain('payments:v1', dr).text).toContain(
    `stack Disaster (deployed there) has one, RegistryPolicy, left out by ${because}`,
  );
});

test('the template by which a repository was made, or could not be, is named by its place', () => {
  const { prod, dr, origins } = pair({ Statement: [statement('*', { Action: ['ecr:*'] })] });
  const template = dr[INSIDE].registry.templates.create(
    'ROOT',
    {
      appliedFor: ['REPLICATION'],
      tagMutability:
        dr[INSIDE].registry.world.registry(OTHER, 'eu-west-1').repository('x')?.tagMutability ??
        prod.repository('payments')[INSIDE].repository().tagMutability,
      encryption: { type: 'AES256' },
      resourceTags: new Map([['team', 'payments']]),
    },
    0,
  );
  expect(template).toHaveProperty('prefix', 'ROOT');
  origins.set(
    'creation template',
    `${dr.key}/ROOT`,
    { source: 'Disaster', id: 'Template', path: ['Properties'] },
    contentOfTemplate(dr[INSIDE].registry.templates.get('ROOT')),
  );
  prod.push('payments:v1');
  const verdict = ecr.explain('payments:v1', dr);
  expect(verdict.reasons[0]).toMatchObject({ code: 'creation-failed', decidedBy: { template: 'ROOT' } });
  expect(verdict.text).toContain('written at Disaster › Template › Properties');
});
