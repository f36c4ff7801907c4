/** What people do wrong first, and what they are told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setupFakeEcr } from '../../src/index.js';
import { applyTerraform, deploy } from '../../src/iac.js';

const AT = { account: '111122223333', region: 'us-west-2' };
const app = (id: string, RepositoryName: string) => ({
  Resources: { [id]: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName } } },
});
const plan = readFileSync(join(__dirname, 'facts/terraform-plan-known-only.json'), 'utf8');

const ecr = setupFakeEcr();

test('two templates without a name are not taken for one stack', () => {
  deploy(ecr, app('A', 'one'), AT);
  expect(() => deploy(ecr, app('B', 'two'), AT)).toThrow(
    'A stack without a name is deployed to 111122223333/us-west-2 already, and has no resource of this template. Pass stackName',
  );
  expect(ecr.registry(AT.account, AT.region).repository('one').exists).toBe(true);
});

test('an update may replace all of a stack without a name', () => {
  deploy(ecr, app('A', 'one'), AT).update(app('B', 'two'));
  expect(ecr.registry(AT.account, AT.region).repository('one').exists).toBe(false);
});

test('a path is told from a text', () => {
  expect(() => deploy(ecr, 'registry.yaml', AT)).toThrow(
    "is the text 'registry.yaml', which looks like a path. Pass what is in the file: readFileSync('registry.yaml', 'utf8').",
  );
  expect(() => applyTerraform(ecr, './plan.json')).toThrow('which looks like a path');
});

test('a plan and a template that were mixed up', () => {
  expect(() => deploy(ecr, plan, AT)).toThrow('That is what Terraform prints: call applyTerraform().');
  expect(() => applyTerraform(ecr, app('A', 'one'))).toThrow(
    'That is a CloudFormation template, for deploy().',
  );
});
