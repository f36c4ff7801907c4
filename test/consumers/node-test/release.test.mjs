import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DescribeRegistryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { expectReplicated, fakeEcr } from 'fake-ecr';

const ecr = fakeEcr();
const prod = ecr.registry('123456789012', 'us-east-1');
const dr = ecr.registry('123456789012', 'eu-west-1');

after(() => ecr.restore());

test('an assertion without a framework', async () => {
  prod.createRepository('payments').replicateTo(dr).push('payments:v1');
  await expectReplicated('payments:v1', 'eu-west-1');
  await assert.rejects(expectReplicated('payments:v2', 'eu-west-1'), { name: 'EcrAssertionError' });
});

test('a client without Region and credentials', async () => {
  const { registryId } = await new ECRClient({}).send(new DescribeRegistryCommand({}));
  assert.equal(registryId, '123456789012');
});
