import {
  BatchGetImageCommand,
  type Image,
  ImageAlreadyExistsException,
  type ImageIdentifier,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { type FetchBlob, type Location, copyBlobs } from './copy-blobs';
import { blobsOf, childrenOf } from './manifest';

export interface Promotion {
  readonly from: Location;
  readonly to: Location;
  readonly tag: string;
  /** What was tested and approved; the tag may have moved since. */
  readonly approvedDigest?: string;
  readonly fetchBlob?: FetchBlob;
}

export interface Promoted {
  readonly digest: string;
  /** False if the image had been promoted before. */
  readonly isNew: boolean;
}

/** Copies an image, with all its platforms, into the repository of another account, under the same tag. */
export async function promote(promotion: Promotion): Promise<Promoted> {
  const { from, tag, approvedDigest } = promotion;
  const image = await pull(from, { imageTag: tag });
  const digest = image.imageId?.imageDigest ?? '';
  if (approvedDigest !== undefined && approvedDigest !== digest) {
    throw new Error(`${from.repositoryName}:${tag} is ${digest} by now, but ${approvedDigest} was approved.`);
  }
  return { digest, isNew: await copy(image, promotion, tag) };
}

/** Copies what an image needs before the image itself: a registry refuses an image with a missing part. */
async function copy(image: Image, promotion: Promotion, tag?: string): Promise<boolean> {
  const { from, to, fetchBlob = download } = promotion;
  const { imageManifest = '' } = image;
  for (const imageDigest of childrenOf(imageManifest)) {
    await copy(await pull(from, { imageDigest }), promotion);
  }
  await copyBlobs(from, to, blobsOf(imageManifest), fetchBlob);
  return push(to, image, tag);
}

async function pull({ client, registryId, repositoryName }: Location, imageId: ImageIdentifier) {
  const { images = [], failures = [] } = await client.send(
    new BatchGetImageCommand({ registryId, repositoryName, imageIds: [imageId] }),
  );
  const [image] = images;
  if (image !== undefined) return image;
  // A batch never throws for one of its images.
  const { failureCode, failureReason } = failures[0] ?? {};
  const name = imageId.imageTag ?? imageId.imageDigest;
  throw new Error(`Could not pull ${repositoryName} ${name}: ${failureCode} (${failureReason})`);
}

/** @returns whether the image, or its tag, was not there yet */
async function push({ client, registryId, repositoryName }: Location, image: Image, tag?: string) {
  try {
    await client.send(
      new PutImageCommand({
        registryId,
        repositoryName,
        imageManifest: image.imageManifest,
        // Not every manifest names its own type.
        imageManifestMediaType: image.imageManifestMediaType,
        imageTag: tag,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ImageAlreadyExistsException) return false;
    throw error;
  }
}

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Could not fetch a layer: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
