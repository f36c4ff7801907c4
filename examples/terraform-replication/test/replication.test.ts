import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectReplicated, fakeEcr, image } from 'fake-ecr';
import { applyTerraform } from 'fake-ecr/iac';
import 'fake-ecr/jest';

/** `terraform show -json plan.bin`, of the plan that is to be applied. */
const plan = readFileSync(join(__dirname, '../plan.json'), 'utf8');
/** Whose the providers are is in the environment of the pipeline, and not in the plan. */
const providers = { aws: { account: '111122223333' }, 'aws.dr': { account: '444455556666' } };

const ecr = fakeEcr();

beforeEach(() => ecr.reset());
afterAll(() => ecr.restore());

test('what we push is in the other account', async () => {
  const applied = applyTerraform(ecr, plan, { providers });
  applied.repository('aws_ecr_repository.payments').push('v1');
  await expectReplicated('payments:v1', applied.registry('aws.dr'));
});

test('a policy for another team lets nothing in, and the failure says where it is written', async () => {
  const mistaken = plan.replace('repository/payments*', 'repository/billing/*');
  const applied = applyTerraform(ecr, mistaken, { providers });
  applied.repository('aws_ecr_repository.payments').push('v1');
  await expect(expectReplicated('payments:v1', applied.registry('aws.dr'))).rejects.toThrow(
    'written at module.dr.aws_ecr_registry_policy.in › policy › Statement[0].Resource',
  );
});

test('a second plan changes the repository, and leaves its images', () => {
  const applied = applyTerraform(ecr, plan, { providers });
  const payments = applied.repository('aws_ecr_repository.payments').push('v1');
  expect(() => payments.push('v1', image('another build'))).toThrow('ImageTagAlreadyExistsException');
  applyTerraform(ecr, plan.replaceAll('IMMUTABLE', 'MUTABLE'), { providers });
  expect(payments).toHaveTag('v1');
  payments.push('v1', image('another build')); // refused before
});
