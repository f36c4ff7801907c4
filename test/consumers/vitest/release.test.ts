import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { fakeEcr, image } from 'fake-ecr';
import 'fake-ecr/vitest';
import { afterAll, beforeEach, expect, test } from 'vitest';

const ecr = fakeEcr({ layers: 'assumed' });
const prod = ecr.registry('111122223333', 'us-west-2');
const dr = ecr.registry('444455556666', 'eu-west-1');

beforeEach(() => {
  ecr.reset();
  prod.createRepository('payments').replicateTo(dr, { prefix: 'pay' });
  dr.allowReplicationFrom(prod);
});
afterAll(() => ecr.restore());

async function release(imageTag: string): Promise<void> {
  const client = new ECRClient({ region: 'us-west-2', credentials: ecr.credentials('111122223333') });
  const imageManifest = image(imageTag).manifest;
  await client.send(new PutImageCommand({ repositoryName: 'payments', imageTag, imageManifest }));
}

test('a release reaches the other account', async () => {
  await release('v1');
  expect(dr).toHaveImage('payments:v1');
  expect(ecr).toHaveReplicated('payments:v1', { from: prod, to: dr });
  expect('payments:v1').toBeReplicated({ to: dr });
  expect(ecr).toHaveEmitted({ detail: expect.objectContaining({ 'action-type': 'REPLICATE' }) });
  expect(ecr).not.toHavePendingReplications();
  expect.soft(dr).not.toHaveImage('payments:v2');
});

test('a failure explains itself', async () => {
  await release('v1');
  expect(() => expect(dr).toHaveImage('payments:v2')).toThrow("tags of 'payments': v1");
});
