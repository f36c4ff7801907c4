/**
 * The first step of the migration: `fakeEcr()` takes the place of `mockClient(ECRClient)`, and `ecr.mock` is
 * the same kind of stub. Every answer that was written by hand works as before; each one that is taken away is
 * from then on given by the model.
 */
import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { image, setupFakeEcr } from 'fake-ecr';
import 'fake-ecr/jest';
import { pruneReleases } from '../src/prune-releases-mended';

const ecr = setupFakeEcr({ defaultAccount: '111122223333' });
const ecrMock = ecr.mock;

test('an answer by hand for one command, and the model for the others', async () => {
  const v1 = image('payments v1');
  ecr.registry('111122223333', 'us-east-1').createRepository('payments').push('payments:v1', v1);
  ecrMock.on(DescribeImagesCommand).resolves({
    imageDetails: [{ imageDigest: v1.digest, imageTags: ['v1'], imagePushedAt: new Date(0) }],
  });

  expect(await pruneReleases(new ECRClient({}), 'payments', 0)).toEqual([v1.digest]);

  expect(ecr.registry('111122223333', 'us-east-1')).not.toHaveImage('payments:v1');
});

test('a reset takes the answers off, as it does with an ordinary mock', async () => {
  await expect(pruneReleases(new ECRClient({}), 'payments', 0)).rejects.toThrow(
    "The repository with name 'payments' does not exist in the registry with id '111122223333'",
  );
});
