import { type Outcome, invalidParameter, isFailure } from '../../aws/failure.js';
import type { UnitOfWork } from '../../world/domain-event.js';
import * as failures from '../../world/failures.js';
import type { Image } from '../../world/images/image.js';
import { type ParsedManifest, parseManifest } from '../../world/images/manifest.js';
import type { ProtocolRules } from '../../world/registry-protocol.js';
import type { Repository } from '../../world/repository.js';
import { storeImage } from './store-image.js';

export interface ImagePush {
  /** The manifest exactly as sent. */
  readonly manifest: string;
  readonly mediaType?: string | undefined;
  readonly tag?: string | undefined;
  /** The digest the caller expects. */
  readonly digest?: string | undefined;
}

/**
 * A push: checks the manifest, its references and the tag, then stores what is new. A refused push changes nothing.
 */
export function putImageInto(
  repository: Repository,
  push: ImagePush,
  unit: UnitOfWork,
  rules?: ProtocolRules,
): Outcome<Image> {
  const parsed = parseManifest(push.manifest, push.mediaType, rules);
  if (isFailure(parsed)) return parsed;
  const { manifest } = parsed;
  const { name, registry } = repository;
  if (push.digest !== undefined && push.digest !== manifest.digest) {
    return failures.imageDigestDoesNotMatch(push.digest, name, registry.accountId);
  }
  const known = repository.image(manifest.digest);
  const refusal =
    known === undefined
      ? missingReferences(repository, parsed)
      : alreadyThere(repository, known, push.tag, rules);
  if (refusal !== undefined) return refusal;
  const stored = storeImage(
    repository,
    { manifest, blobs: parsed.blobs, children: [] },
    { origin: 'push', tag: push.tag, heldTag: 'refuse' },
    unit,
  );
  return isFailure(stored) ? stored : stored.image;
}

function missingReferences(repository: Repository, { manifest, blobs }: ParsedManifest) {
  const { name, registry } = repository;
  const { behaviour, limits } = registry.world;
  const layerCount = manifest.kind === 'image' ? blobs.length - 1 : blobs.length;
  if (layerCount > limits.layersPerImage) {
    return invalidParameter('ImageManifest', 'Limit on number of layers per image exceeded');
  }
  if (behaviour.layers === 'required') {
    const missing = new Set<string>();
    for (const blob of blobs) {
      if (!blob.isForeign && !repository.layers.has(blob.digest)) missing.add(blob.digest);
    }
    if (missing.size > 0) return failures.layersNotFound([...missing], name, registry.accountId);
  }
  const absent = manifest.children.filter((child) => repository.image(child) === undefined);
  if (absent.length > 0) return failures.referencedImagesNotFound(absent, name, registry.accountId);
  return undefined;
}

/**
 * Putting an existing image with a tag it has is refused, unless that makes an archived image active [docs]. The
 * registry
 * protocol refuses it only if the tag is immutable [observed], and changes nothing elsewhere.
 */
function alreadyThere(
  repository: Repository,
  known: Image,
  tag: string | undefined,
  rules: ProtocolRules | undefined,
) {
  if (known.status !== 'ACTIVE' || (tag !== undefined && !known.hasTag(tag))) return undefined;
  const { name, registry } = repository;
  const immutable = tag !== undefined && !repository.tagMutability.allowsMoving(tag);
  if (rules !== undefined) return immutable ? failures.imageTagAlreadyExists(tag, name) : undefined;
  if (
    immutable &&
    registry.world.behaviour.sameImageInImmutableRepository === 'ImageTagAlreadyExistsException'
  ) {
    return failures.imageTagAlreadyExists(tag, name);
  }
  return failures.imageAlreadyExists(known.digest, tag, name, registry.accountId);
}
