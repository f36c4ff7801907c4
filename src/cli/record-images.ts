import type { ImageDetail } from '@aws-sdk/client-ecr';
import type { ImageSeed } from '../scenes/seed/seed.js';
import type { Recording } from './recording.js';

/** How many images one call of BatchGetImage takes [docs]. */
const BATCH = 100;

/** Images in the order of their pushes, children before the indexes that hold them. */
export async function recordImages(
  recording: Recording,
  repositoryName: string,
): Promise<readonly ImageSeed[]> {
  const { sdk, client } = recording;
  const details: ImageDetail[] = [];
  const everything = { repositoryName, filter: { imageStatus: 'ANY' } } as const;
  for await (const page of sdk.paginateDescribeImages({ client }, everything)) {
    details.push(...(page.imageDetails ?? []));
  }
  details.sort((a, b) => Number(a.imagePushedAt ?? 0) - Number(b.imagePushedAt ?? 0));
  const manifests = await readManifests(recording, repositoryName, details);
  const images = details.map((detail) => imageSeed(detail, manifests.get(detail.imageDigest ?? '')));
  // A child of an index is usually pushed just before it; of the same second, indexes come last.
  return images.sort((a, b) => Number(isIndex(a)) - Number(isIndex(b)));
}

/** Manifests by digest. Archived images have none to give. */
async function readManifests(
  { sdk, client, manifests, onGap }: Recording,
  repositoryName: string,
  details: readonly ImageDetail[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const digests = manifests ? details.map(({ imageDigest }) => imageDigest ?? '') : [];
  for (let first = 0; first < digests.length; first += BATCH) {
    const imageIds = digests.slice(first, first + BATCH).map((imageDigest) => ({ imageDigest }));
    const { images = [], failures = [] } = await client.send(
      new sdk.BatchGetImageCommand({ repositoryName, imageIds }),
    );
    for (const { imageId, imageManifest } of images) {
      if (imageManifest !== undefined) found.set(imageId?.imageDigest ?? '', imageManifest);
    }
    for (const { imageId, failureReason } of failures) {
      onGap(`the manifest of ${repositoryName}@${imageId?.imageDigest} can't be read: ${failureReason}`);
    }
  }
  return found;
}

function imageSeed(detail: ImageDetail, manifest: string | undefined): ImageSeed {
  const { imageDigest = '', imageTags = [], imageSizeInBytes, imagePushedAt, lastRecordedPullTime } = detail;
  return {
    ...(manifest === undefined ? { name: imageDigest } : { manifest }),
    ...(imageTags.length === 0 ? {} : { tags: imageTags }),
    ...(manifest === undefined && imageSizeInBytes !== undefined ? { layers: [imageSizeInBytes] } : {}),
    ...(imagePushedAt === undefined ? {} : { pushedAt: imagePushedAt.toISOString() }),
    ...(lastRecordedPullTime === undefined ? {} : { lastPulledAt: lastRecordedPullTime.toISOString() }),
    ...(detail.imageStatus === 'ARCHIVED' ? { archived: true } : {}),
  };
}

function isIndex({ manifest }: ImageSeed): boolean {
  return manifest !== undefined && 'manifests' in (JSON.parse(manifest) as object);
}
