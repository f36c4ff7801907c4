import { BatchGetImageCommand, DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { openRegistry } from '../../support/registry-client.js';

test('V105 V120 the SDK sees an image that was pushed at the door, and the other way round', async () => {
  const client = await openRegistry();
  const { manifest, digest } = await client.image('app', 'v1');
  const { imageDetails } = await client.sdk.send(new DescribeImagesCommand({ repositoryName: 'app' }));
  expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['v1'] }]);
  const answer = await client.get('/v2/app/manifests/v1');
  expect([answer.status, answer.text]).toEqual([200, manifest]);
  const { images } = await client.sdk.send(
    new BatchGetImageCommand({ repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] }),
  );
  expect(images?.[0]?.imageManifest).toBe(manifest);
});
