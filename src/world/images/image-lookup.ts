import type { Repository } from '../repository.js';
import type { Image } from './image.js';

export interface ImageId {
  readonly imageDigest?: string | undefined;
  readonly imageTag?: string | undefined;
}

/** Why one id of a batch was not served. */
export interface ImageProblem {
  readonly failureCode: string;
  readonly failureReason: string;
}

const DIGEST = /^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/;
const TAG = /^[a-zA-Z0-9-_.]+$/;

export const PROBLEMS = {
  missing: {
    failureCode: 'MissingDigestAndTag',
    failureReason: 'Invalid request parameters: both tag and digest cannot be null',
  },
  digest: {
    failureCode: 'InvalidImageDigest',
    failureReason:
      "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
  },
  /** By analogy with the digest's text [assumed]. */
  tag: {
    failureCode: 'InvalidImageTag',
    failureReason: "Invalid request parameters: image tag should satisfy the regex '[a-zA-Z0-9-_.]+'",
  },
  notFound: { failureCode: 'ImageNotFound', failureReason: 'Requested image not found' },
  mismatch: {
    failureCode: 'ImageTagDoesNotMatchDigest',
    failureReason: 'Invalid request parameters: given tag does not map to the given digest',
  },
  /** The code of an archived image is unknown [assumed]. */
  inaccessible: { failureCode: 'ImageInaccessible', failureReason: 'Requested image is not accessible' },
} as const satisfies Record<string, ImageProblem>;

/** The image that an id names, or why there is none, as batch operations answer. */
export function lookUpImage(repository: Repository, id: ImageId): Image | ImageProblem {
  const { imageDigest: digest, imageTag: tag } = id;
  if (digest === undefined && tag === undefined) return PROBLEMS.missing;
  if (digest !== undefined && !DIGEST.test(digest)) return PROBLEMS.digest;
  if (tag !== undefined && !TAG.test(tag)) return PROBLEMS.tag;
  if (tag === undefined) return repository.image(digest as string) ?? PROBLEMS.notFound;
  const image = repository.tag(tag)?.image;
  if (image === undefined) return PROBLEMS.notFound;
  return digest === undefined || image.digest === digest ? image : PROBLEMS.mismatch;
}

export function isProblem(found: Image | ImageProblem): found is ImageProblem {
  return 'failureCode' in found;
}

/** The image that an id names, if there is one. A tag or a digest is enough; if both are given they must agree. */
export function findImage(repository: Repository, id: ImageId): Image | undefined {
  const found = lookUpImage(repository, id);
  return isProblem(found) ? undefined : found;
}
