import { ECRClient, DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { expectReplicated, fakeEcr } from 'fake-ecr';
import 'fake-ecr/jest';

const ecr = fakeEcr();
const prod = ecr.registry('123456789012', 'us-east-1');
const dr = ecr.registry('123456789012', 'eu-west-1');

afterAll(() => ecr.restore());

test('everything works as ES modules', async () => {
  prod.createRepository('payments').replicateTo(dr).push('payments:v1');
  const client = new ECRClient({ region: 'eu-west-1' });
  const { imageDetails } = await client.send(new DescribeImagesCommand({ repositoryName: 'payments' }));
  expect(imageDetails).toHaveLength(1);
  expect(dr).toHaveImage('payments:v1');
  await expectReplicated('payments:v1', 'eu-west-1');
});
