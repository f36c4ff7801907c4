import { BatchDeleteImageCommand, DescribeImagesCommand, type ECRClient } from '@aws-sdk/client-ecr';

/** Deletes all releases but the newest, and answers the digests that it deleted. */
export async function pruneReleases(
  client: ECRClient,
  repositoryName: string,
  keep: number,
): Promise<readonly string[]> {
  const { imageDetails = [] } = await client.send(
    new DescribeImagesCommand({ repositoryName, filter: { tagStatus: 'TAGGED' } }),
  );
  const newestFirst = [...imageDetails].sort(
    (a, b) => (b.imagePushedAt?.getTime() ?? 0) - (a.imagePushedAt?.getTime() ?? 0),
  );
  const digests = newestFirst.slice(keep).map(({ imageDigest = '' }) => imageDigest);
  if (digests.length > 0) {
    await client.send(
      new BatchDeleteImageCommand({
        repositoryName,
        imageIds: digests.map((imageDigest) => ({ imageDigest })),
      }),
    );
  }
  return digests;
}
