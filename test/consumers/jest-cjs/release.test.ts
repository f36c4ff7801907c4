import { ECRClient, PutImageCommand, RepositoryNotFoundException } from '@aws-sdk/client-ecr';
import { expectReplicated, fakeEcr, image } from 'fake-ecr';
import 'fake-ecr/jest';

const ecr = fakeEcr({ layers: 'assumed' });
const prod = ecr.registry('111122223333', 'us-west-2');
const dr = ecr.registry('444455556666', 'eu-west-1');

async function release(repositoryName: string, imageTag: string): Promise<void> {
  const client = new ECRClient({ region: 'us-west-2', credentials: ecr.credentials('111122223333') });
  await client.send(
    new PutImageCommand({ repositoryName, imageTag, imageManifest: image(imageTag).manifest }),
  );
}

beforeEach(() => {
  ecr.reset();
  prod.createRepository('payments').replicateTo(dr, { prefix: 'pay' });
  dr.allowReplicationFrom(prod);
});
afterAll(() => ecr.restore());

test('a release reaches the other account', async () => {
  await release('payments', 'v1');
  await expectReplicated('payments:v1', 'eu-west-1', '444455556666');
  expect(dr).toHaveImage('payments:v1');
  expect(dr).toHaveRepository('payments');
  expect(dr).not.toHaveImage('payments:v2');
  expect(ecr).toHaveReplicated('payments:v1', { from: prod, to: dr });
});

test('errors are those of the SDK', async () => {
  await expect(release('nope', 'v1')).rejects.toBeInstanceOf(RepositoryNotFoundException);
});

test('a failure explains itself', async () => {
  ecr.reset();
  prod.createRepository('payments').replicateTo(dr);
  await release('payments', 'v1');
  await expect(expectReplicated('payments:v1', 'eu-west-1', '444455556666')).rejects.toThrow(
    'registry policy',
  );
});
