import { App, type Stack } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { expectReplicated, fakeEcr, image } from 'fake-ecr';
import { deploy } from 'fake-ecr/iac';
import 'fake-ecr/jest';
import { DisasterStack } from '../src/disaster-stack';
import { release } from '../src/release';
import { SourceStack } from '../src/source-stack';

const SOURCE = { account: '111122223333', region: 'us-west-2', stackName: 'Source' };
const DISASTER = { account: '444455556666', region: 'eu-west-1', stackName: 'Disaster' };

const app = new App();
const sourceStack = new SourceStack(app, 'Source', { env: SOURCE });
const disasterStack = new DisasterStack(app, 'Disaster', { env: DISASTER });
// As it was written first: with a slash, which only names below payments have.
const firstStack = new DisasterStack(app, 'First', { env: DISASTER, accepted: 'payments/*' });
// Synthesizing is slow, and comes to the same each time: once for the whole file, after all stacks are there.
const synthesize = (stack: Stack): object => Template.fromStack(stack).toJSON() as object;
const source = synthesize(sourceStack);
const disaster = synthesize(disasterStack);
const firstDisaster = synthesize(firstStack);

const ecr = fakeEcr();
const dr = ecr.registry(DISASTER.account, DISASTER.region);

beforeEach(() => ecr.reset());
afterAll(() => ecr.restore());

/** Deploys both stacks, and releases as the role that the pipeline has. */
async function releaseWith(destination: object) {
  const deployed = deploy(ecr, source, SOURCE);
  deploy(ecr, destination, DISASTER);
  deployed.repository('Payments').push('build-7');
  await release(deployed.principal('CiRole').client(SOURCE.region), 'payments', 'build-7', 'v1');
}

test('what we release is in the other account', async () => {
  await releaseWith(disaster);
  await expectReplicated('payments:v1', dr);
  // Its repository was made by the template of the destination.
  expect(() => dr.push('payments:v1', image('another'))).toThrow('ImageTagAlreadyExistsException');
});

test('a statement for payments/* lets nothing in, and the failure says where it is written', async () => {
  await releaseWith(firstDisaster);
  await expect(expectReplicated('payments:v1', dr)).rejects.toThrow(
    /'repository\/payments\/\*' does not cover 'repository\/payments'\n.*written at Disaster › RegistryPolicy › Properties\.PolicyText\.Statement\[0\]\.Resource/,
  );
});

test('the pipeline may push, and may not delete', () => {
  const deployed = deploy(ecr, source, SOURCE);
  const [payments, ci] = [deployed.repository('Payments'), deployed.principal('CiRole')];
  expect(payments).toAllow('ecr:PutImage', ci);
  expect(payments).not.toAllow('ecr:BatchDeleteImage', ci);
});
