import type { UnitOfWork } from '../../world/domain-event.js';
import {
  type ImageId,
  type ImageProblem,
  PROBLEMS,
  isProblem,
  lookUpImage,
} from '../../world/images/image-lookup.js';
import type { Image } from '../../world/images/image.js';
import type { Repository } from '../../world/repository.js';
import { unusableKey } from '../repositories/kms-key.js';
import { type PulledManifest, acceptedForm } from './convert-manifest.js';

/** One row of a pull. */
export interface PulledImage {
  readonly image: Image;
  readonly tag: string | undefined;
  /** The image's own manifest, or the converted one. */
  readonly manifest: PulledManifest;
}

export interface Pull {
  readonly pulled: readonly PulledImage[];
  readonly problems: readonly (ImageProblem & { readonly imageId: ImageId })[];
}

/**
 * Reads images for a pull: a tag gives one row, a digest one row for each of its tags. Reading counts as a pull
 * [observed]. By tag, an image whose type is not accepted is converted, or not found [assumed]; by digest it is never
 * converted [docs].
 *
 * @param unserved why an upstream did not serve an id that is missing here, by its index in the list
 * @param accepted media types of manifests; all when absent
 */
export function pullImages(
  repository: Repository,
  ids: readonly ImageId[],
  unit: UnitOfWork,
  unserved: ReadonlyMap<number, ImageProblem> = new Map(),
  accepted?: readonly string[],
): Pull {
  const pulled: PulledImage[] = [];
  const problems: (ImageProblem & { imageId: ImageId })[] = [];
  const seen = new Set<string>();
  const { pullTimeExclusions } = repository.registry;
  const unusable = unusableKey(repository);
  const isRecorded = unit.caller === undefined || !pullTimeExclusions.covers(unit.caller);
  for (const [index, imageId] of ids.entries()) {
    const image = lookUpImage(repository, imageId);
    if (isProblem(image) || image.status !== 'ACTIVE') {
      const problem = isProblem(image) ? (unserved.get(index) ?? image) : PROBLEMS.inaccessible;
      problems.push({ ...problem, imageId });
      continue;
    }
    if (unusable !== undefined) {
      // What ECR calls it is known, its reason is not [assumed].
      const { message = 'The image could not be decrypted' } = unusable;
      problems.push({ failureCode: 'KmsError', failureReason: message, imageId });
      continue;
    }
    const manifest = manifestFor(repository, image, imageId, accepted);
    if (manifest === undefined) {
      problems.push({ ...PROBLEMS.notFound, imageId });
      continue;
    }
    if (isRecorded) image.lastPulledAt = unit.now;
    const tags = imageId.imageTag === undefined ? image.tags.map((tag) => tag.name) : [imageId.imageTag];
    for (const tag of tags.length === 0 ? [undefined] : tags) {
      const key = `${image.digest} ${tag ?? ''}`;
      if (seen.has(key)) continue;
      seen.add(key);
      pulled.push({ image, tag, manifest });
    }
  }
  return { pulled, problems };
}

function manifestFor(
  { name }: Repository,
  { manifest }: Image,
  { imageDigest, imageTag }: ImageId,
  accepted: readonly string[] | undefined,
): PulledManifest | undefined {
  if (imageDigest !== undefined || imageTag === undefined) return manifest;
  return acceptedForm(manifest, name, imageTag, accepted);
}
