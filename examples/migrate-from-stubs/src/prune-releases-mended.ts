import {
  BatchDeleteImageCommand,
  type ECRClient,
  type ImageDetail,
  paginateDescribeImages,
} from '@aws-sdk/client-ecr';

/** As many as one BatchDeleteImage takes. */
const IMAGES_A_CALL = 100;

/**
 * Deletes all releases but the newest, and answers the digests that it deleted.
 *
 * @throws an error that names the images which the registry kept, after everything else was deleted
 */
export async function pruneReleases(
  client: ECRClient,
  repositoryName: string,
  keep: number,
): Promise<readonly string[]> {
  const images: ImageDetail[] = [];
  const pages = paginateDescribeImages({ client }, { repositoryName, filter: { tagStatus: 'TAGGED' } });
  for await (const { imageDetails = [] } of pages) images.push(...imageDetails);

  const newestFirst = images.sort(
    (a, b) => (b.imagePushedAt?.getTime() ?? 0) - (a.imagePushedAt?.getTime() ?? 0),
  );
  const surplus = newestFirst.slice(keep).map(({ imageDigest = '' }) => imageDigest);
  const deleted = new Set<string>();
  const refused: string[] = [];
  for (let start = 0; start < surplus.length; start += IMAGES_A_CALL) {
    const { imageIds = [], failures = [] } = await client.send(
      new BatchDeleteImageCommand({
        repositoryName,
        imageIds: surplus.slice(start, start + IMAGES_A_CALL).map((imageDigest) => ({ imageDigest })),
      }),
    );
    for (const { imageDigest = '' } of imageIds) deleted.add(imageDigest);
    refused.push(...failures.map(({ imageId, failureCode }) => `${imageId?.imageDigest}: ${failureCode}`));
  }
  if (refused.length > 0) throw new Error(`Not deleted:\n${refused.join('\n')}`);
  return [...deleted];
}
