import type { Repository } from '../../world/repository.js';
import { isFailure } from '../../aws/failure.js';
import { type Exchange, registryOf } from './exchange.js';

interface Mount {
  /** The target repository, and the upload that was started there. */
  readonly name: string;
  readonly id: string;
  readonly digest: string;
  /** The repository that has the blob. */
  readonly from: string;
}

/**
 * Mounts a blob from another repository of the registry instead of an upload. If that is not possible it is not an
 * error: the client then uploads the blob [docs].
 *
 * @returns whether the blob was mounted
 */
export function mountBlob(exchange: Exchange, { name, id, digest, from }: Mount): boolean {
  const registry = registryOf(exchange);
  const target = registry.repository(name);
  const source = registry.repository(from);
  const layer = source?.layers.get(digest);
  if (target === undefined || source === undefined || layer === undefined) return false;
  if (source.layers.bytesOf(digest) === undefined || !isAllowed(exchange, source, target, digest))
    return false;
  const denied = exchange.service.refusalOf(
    'ecr:GetDownloadUrlForLayer',
    registry.accountId,
    from,
    exchange.scope,
  );
  if (denied !== undefined) return false;
  const upload = target.layers.uploads.get(id);
  upload?.draft?.discard();
  target.layers.uploads.delete(id);
  if (!target.layers.has(digest)) target.layers.add(digest, layer.size);
  const { accountId: account, region } = registry;
  exchange.service.recorder?.gained({ account, region, repository: name, digest, size: layer.size });
  return true;
}

/** ECR mounts blobs of pushed images, between repositories with the same encryption [docs]. */
function isAllowed({ rules }: Exchange, source: Repository, target: Repository, digest: string): boolean {
  if (rules.profile === 'spec') return true;
  const setting = source.registry.settings.get('BLOB_MOUNTING');
  if (isFailure(setting) || setting !== 'ENABLED') return false;
  const [one, other] = [source.encryption, target.encryption];
  if (one.type !== other.type || one.kmsKey !== other.kmsKey) return false;
  const layer = source.layers.get(digest);
  for (const image of source.allImages()) {
    if (image.origin !== 'pull-through' && layer !== undefined && image.layers.includes(layer)) return true;
  }
  return false;
}
