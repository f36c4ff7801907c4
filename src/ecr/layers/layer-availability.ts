import type { Outcome } from '../../aws/failure.js';
import * as failures from '../../world/failures.js';
import type { Layer } from '../../world/images/layers.js';
import type { ProtocolRules } from '../../world/registry-protocol.js';
import type { Repository } from '../../world/repository.js';

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

/** Seconds for which a download URL is valid [observed]. */
const URL_LIFETIME = 3600;

/**
 * The download URL of a layer. Its form is the service's; in process nothing answers there.
 *
 * @param now epoch milliseconds
 */
export function downloadUrl(
  repository: Repository,
  digest: string,
  now: number,
  rules?: ProtocolRules,
): Outcome<string> {
  const { name, registry, layers } = repository;
  const layer = layers.get(digest);
  if (layer === undefined) return failures.layerNotFound(digest, name, registry.accountId);
  // Not in use by an image, or only by archived ones [docs].
  const isReadable =
    layer.activeReferences > 0 || (rules?.readsUnnamedBlobs === true && layer.references === 0);
  if (!isReadable) return failures.layerInaccessible(digest, name, registry.accountId);
  const { ids, serving } = registry.world;
  const host = `prod-${registry.region}-starport-layer-bucket.s3.${registry.region}.${registry.partition.dnsSuffix}`;
  const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=${URL_LIFETIME}&X-Amz-Signature=${ids.hex(64)}`;
  // Drawn even if an endpoint serves the layer, so that later ids are the same behind every door.
  const url = `https://${host}/${ids.hex(6)}-${registry.accountId}-${ids.uuid()}/${ids.uuid()}?${query}`;
  return serving.downloadUrl?.(digest, registry.accountId, now) ?? url;
}
