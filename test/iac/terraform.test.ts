/** Terraform's plans and states as the scene. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setupFakeEcr } from '../../src/index.js';
import { applyTerraform, type TerraformOptions } from '../../src/iac.js';

const SOURCE = '111122223333';
const OTHER = '444455556666';
type Json = Record<string, unknown>;

const fact = (name: string): Json =>
  JSON.parse(readFileSync(join(__dirname, 'facts', `${name}.json`), 'utf8')) as Json;
const providers = { aws: { account: SOURCE }, 'aws.dr': { account: OTHER } };
const SKIP: TerraformOptions = { providers, unknown: 'skip' };

const ecr = setupFakeEcr();

test('IaC T30: a plan with an alias in a module, for_each and count', () => {
  const applied = applyTerraform(ecr, fact('terraform-plan-two-providers'), SKIP);
  expect(applied.registry('aws.dr').key).toBe(`${OTHER}/eu-west-1`);
  expect(applied.repository('aws_ecr_repository.team["team/a"]').key).toBe(`${SOURCE}/us-west-2/team/a`);
  expect(applied.repository('aws_ecr_repository.numbered[1]').name).toBe('numbered-1');
  expect(() => applied.repository('aws_ecr_repository.payment')).toThrow('aws_ecr_repository.payments');
});

test('IaC E6: the statement that is at fault is named by its address', () => {
  const applied = applyTerraform(ecr, fact('terraform-plan-two-providers'), SKIP);
  applied.repository('aws_ecr_repository.payments').push('v1');
  const verdict = ecr.explain('payments:v1', applied.registry('aws.dr'));
  expect(verdict.reasons[0]?.code).toBe('access-denied');
  expect(verdict.text).toContain(
    'written at module.dr.aws_ecr_registry_policy.in › policy › Statement[0].Resource',
  );
  expect(verdict.text).toContain(
    'written at aws_ecr_replication_configuration.this › replication_configuration[0].rule[0].repository_filter[0].filter',
  );
});

test('IaC T31: a policy that is not known is refused, supplied or skipped', () => {
  const plan = fact('terraform-plan-two-providers');
  expect(() => applyTerraform(ecr, plan, { providers })).toThrow(
    /aws_iam_role_policy\.push › policy is not known before the plan is applied\. It refers to data\.aws_iam_policy_document\.push\.json/,
  );
  expect(applyTerraform(ecr, plan, SKIP).skipped).toEqual(['aws_iam_role_policy.push']);
  const document = { Statement: [{ Effect: 'Allow', Action: 'ecr:PutImage', Resource: '*' }] };
  const applied = applyTerraform(ecr, plan, {
    providers,
    unknown: { 'aws_iam_role_policy.push.policy': document },
  });
  const verdict = ecr.explainAccess({
    principal: applied.principal('aws_iam_role.ci'),
    action: 'ecr:PutImage',
    repository: applied.repository('aws_ecr_repository.payments'),
  });
  expect(verdict.decidedBy?.origin).toMatchObject({
    id: 'aws_iam_role_policy.push',
    path: 'policy › Statement[0]',
  });
});

test('IaC T32: a state alone gives the same world as the plan', () => {
  applyTerraform(ecr, fact('terraform-state-two-providers'));
  const world = () =>
    ecr
      .snapshot()
      .registries.map(({ account, region, repositories, policy, templates }) => [
        account,
        region,
        repositories.map(({ name, tagMutability, policy: own }) => [name, tagMutability, own]),
        policy,
        templates.map(({ prefix }) => prefix),
      ]);
  const byState = world();
  ecr.reset();
  applyTerraform(ecr, fact('terraform-plan-two-providers'), SKIP);
  expect(world()).toEqual(byState);
});

test('IaC T33: two Regions that contradict one another are refused', () => {
  const wrong = { ...providers, aws: { account: SOURCE, region: 'eu-west-1' } };
  expect(() =>
    applyTerraform(ecr, fact('terraform-plan-two-providers'), { ...SKIP, providers: wrong }),
  ).toThrow(/eu-west-1 was given, and its own region is us-west-2/);
});

test('IaC T34: a provider that no configuration has, and a key of unknown that nothing reads', () => {
  const plan = fact('terraform-plan-known-only');
  expect(() =>
    applyTerraform(ecr, plan, { providers: { ...providers, 'aws.rd': { account: OTHER } } }),
  ).toThrow('There is no provider aws.rd. Did you mean aws.dr?');
  expect(() => applyTerraform(ecr, plan, { providers, unknown: { 'x.y.policy': '{}' } })).toThrow(
    'nothing reads this key',
  );
});

test('two replication configurations in one plan are refused', () => {
  expect(() => applyTerraform(ecr, fact('terraform-plan-two-singletons'), SKIP)).toThrow(
    /111122223333\/us-west-2 already has a replication configuration, of aws_ecr_replication_configuration\./,
  );
});

test('a raw state and configuration are recognised', () => {
  expect(() => applyTerraform(ecr, { version: 4, resources: [] })).toThrow('That is a raw state file.');
  expect(() => applyTerraform(ecr, { resource: {} })).toThrow('a .tf.json');
});

test('a plan of OpenTofu is read as one of Terraform', () => {
  const applied = applyTerraform(ecr, fact('opentofu-plan-repository'), SKIP);
  expect(applied.repository('aws_ecr_repository.payments').exists).toBe(true);
});

test('the same plan again changes nothing', () => {
  const plan = fact('terraform-plan-two-providers');
  applyTerraform(ecr, plan, SKIP);
  const before = { ...ecr.snapshot(), now: 0 };
  applyTerraform(ecr, plan, SKIP);
  expect({ ...ecr.snapshot(), now: 0 }).toEqual(before);
});
