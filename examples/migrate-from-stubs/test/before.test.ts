/**
 * The suite as it was: one answer for each command, written by hand. It is green, and it stays green even if
 * the registry would answer otherwise, because the answers are only what the author expects.
 */
import { BatchDeleteImageCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { mockClient } from 'aws-sdk-client-mock';
import { pruneReleases } from '../src/prune-releases';

const ecrMock = mockClient(ECRClient);

beforeEach(() => ecrMock.reset());
afterAll(() => ecrMock.restore());

const release = (version: number) => ({
  imageDigest: `sha256:${version}`,
  imageTags: [`v${version}`],
  imagePushedAt: new Date(2026, 0, version),
});

test('keeps the newest releases', async () => {
  ecrMock.on(DescribeImagesCommand).resolves({ imageDetails: [release(1), release(2), release(3)] });
  ecrMock.on(BatchDeleteImageCommand).resolves({});

  const deleted = await pruneReleases(new ECRClient({}), 'payments', 2);

  expect(deleted).toEqual(['sha256:1']);
  expect(ecrMock.commandCalls(BatchDeleteImageCommand)[0]?.args[0].input.imageIds).toEqual([
    { imageDigest: 'sha256:1' },
  ]);
});

test('deletes nothing if there are few releases', async () => {
  ecrMock.on(DescribeImagesCommand).resolves({ imageDetails: [release(1)] });

  expect(await pruneReleases(new ECRClient({}), 'payments', 2)).toEqual([]);
});

test('throws if the registry refuses', async () => {
  ecrMock.on(DescribeImagesCommand).resolves({ imageDetails: [release(1), release(2)] });
  // The author believed that a refusal is an exception.
  ecrMock.on(BatchDeleteImageCommand).rejects(new Error('in use'));

  await expect(pruneReleases(new ECRClient({}), 'payments', 1)).rejects.toThrow('in use');
});
