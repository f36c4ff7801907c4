import { type Outcome } from './failure.js';
import * as failures from './failures.js';
import type { ProtocolRules } from './registry-protocol.js';
import type { Repository } from './repository.js';

/** Seconds that a download address is good for [observed]. */
const URL_LIFETIME = 3600;

/**
 * Where a layer can be fetched. The form is the service's; in process nothing answers there.
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
  const served = serving.downloadUrl?.(digest, registry.accountId, now);
  if (served !== undefined) return served;
  const host = `prod-${registry.region}-starport-layer-bucket.s3.${registry.region}.${registry.partition.dnsSuffix}`;
  const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=${URL_LIFETIME}&X-Amz-Signature=${ids.hex(64)}`;
  return `https://${host}/${ids.hex(6)}-${registry.accountId}-${ids.uuid()}/${ids.uuid()}?${query}`;
}
