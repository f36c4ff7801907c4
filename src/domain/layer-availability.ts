import type { Layer } from './layers.js';
import type { Repository } from './repository.js';

const DIGEST = /^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/;

/** Why a layer digest of a batch was not looked up; the reasons' texts are our own [assumed]. */
export const LAYER_PROBLEMS = {
  missing: {
    failureCode: 'MissingLayerDigest',
    failureReason: 'Invalid request parameters: layer digest cannot be empty',
  },
  invalid: {
    failureCode: 'InvalidLayerDigest',
    failureReason:
      "Invalid request parameters: layer digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
  },
} as const;

export type LayerProblem = (typeof LAYER_PROBLEMS)[keyof typeof LAYER_PROBLEMS];
export type Availability = 'AVAILABLE' | 'UNAVAILABLE' | 'ARCHIVED';

export function layerDigestProblem(digest: string): LayerProblem | undefined {
  if (digest === '') return LAYER_PROBLEMS.missing;
  return DIGEST.test(digest) ? undefined : LAYER_PROBLEMS.invalid;
}

/** A layer that only archived images use is archived with them [docs]. */
export function availabilityOf(repository: Repository, digest: string): [Availability, Layer | undefined] {
  const layer = repository.layers.get(digest);
  if (layer === undefined) return ['UNAVAILABLE', undefined];
  return [layer.references > 0 && layer.activeReferences === 0 ? 'ARCHIVED' : 'AVAILABLE', layer];
}
