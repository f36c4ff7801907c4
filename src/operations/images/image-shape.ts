import type { Image as ImageShape, ImageDetail, ImageIdentifier } from '@aws-sdk/client-ecr';
import type { PulledManifest } from '../../ecr/images/convert-manifest.js';
import type { Image } from '../../world/images/image.js';
import type { Repository } from '../../world/repository.js';

/** Without a tag the key is absent, never `null` or `undefined`: programs check `'imageTag' in id`. */
export function imageIdShape(digest: string, tag: string | undefined): ImageIdentifier {
  return tag === undefined ? { imageDigest: digest } : { imageDigest: digest, imageTag: tag };
}

/**
 * An image with its manifest, as pushes and pulls return it.
 *
 * @param manifest the manifest to show if it is not the image's own; the digest stays the image's [assumed]
 */
export function imageShape(
  repository: Repository,
  image: Image,
  tag: string | undefined,
  manifest: PulledManifest = image.manifest,
): ImageShape {
  return {
    registryId: repository.registry.accountId,
    repositoryName: repository.name,
    imageId: imageIdShape(image.digest, tag),
    imageManifest: manifest.text,
    imageManifestMediaType: manifest.mediaType,
  };
}

/** A row of DescribeImages: one image with all its tags. */
export function imageDetailShape(repository: Repository, image: Image): ImageDetail {
  const { manifest } = image;
  const detail: ImageDetail = {
    registryId: repository.registry.accountId,
    repositoryName: repository.name,
    imageDigest: manifest.digest,
  };
  if (image.isTagged) detail.imageTags = image.tags.map((tag) => tag.name);
  detail.imageSizeInBytes = image.size;
  detail.imagePushedAt = new Date(image.pushedAt);
  detail.imageManifestMediaType = manifest.mediaType;
  if (manifest.artifactMediaType !== undefined) detail.artifactMediaType = manifest.artifactMediaType;
  if (image.lastPulledAt !== undefined) detail.lastRecordedPullTime = new Date(image.lastPulledAt);
  if (manifest.subject !== undefined) detail.subjectManifestDigest = manifest.subject;
  detail.imageStatus = image.status;
  if (image.lastArchivedAt !== undefined) detail.lastArchivedAt = new Date(image.lastArchivedAt);
  if (image.lastActivatedAt !== undefined) detail.lastActivatedAt = new Date(image.lastActivatedAt);
  return detail;
}
