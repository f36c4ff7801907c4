import { type Unit } from './domain-event.js';
import { type Outcome, invalidParameter, isFailure } from './failure.js';
import * as failures from './failures.js';
import type { Image, Origin } from './image.js';
import { IMAGE_STATES } from './image-states.js';
import { type ParsedManifest, parseManifest } from './manifest.js';
import type { Repository } from './repository.js';

export interface ImagePush {
  /** The manifest exactly as sent. */
  readonly manifest: string;
  readonly mediaType?: string | undefined;
  readonly tag?: string | undefined;
  /** The digest the caller expects. */
  readonly digest?: string | undefined;
  readonly origin?: Origin;
}

/**
 * A push: checks the manifest, what it refers to and the tag, then stores what is new. A refused push
 * changes nothing.
 */
export function putImage(repository: Repository, push: ImagePush, unit: Unit): Outcome<Image> {
  const parsed = parseManifest(push.manifest, push.mediaType);
  if (isFailure(parsed)) return parsed;
  const { manifest } = parsed;
  const { name, registry } = repository;
  if (push.digest !== undefined && push.digest !== manifest.digest) {
    return failures.imageDigestDoesNotMatch(push.digest, name, registry.accountId);
  }
  const known = repository.image(manifest.digest);
  const refusal =
    (known === undefined ? missingReferences(repository, parsed) : undefined) ??
    stateRefusal(repository, known, manifest.digest, push.tag);
  if (refusal !== undefined) return refusal;

  const origin = push.origin ?? 'push';
  const tags = push.tag === undefined ? [] : [{ name: push.tag }];
  const image = known ?? repository.store(manifest, unit.now, origin, parsed.blobs, undefined, tags);
  if (known !== undefined && known.status !== 'ACTIVE') activate(repository, known, unit);
  if (known !== undefined && push.tag !== undefined) repository.putTag(push.tag, known, unit.now);
  unit.emit({ type: 'image-stored', repository, image, tag: push.tag, origin, isNew: known === undefined });
  return image;
}

/** Makes an archived image active: a push or a replica of the same manifest does so at once [docs]. */
export function activate(
  repository: Repository,
  image: Image,
  unit: Unit,
  by: 'push' | 'end restore' = 'push',
): void {
  repository.setStatus(image, IMAGE_STATES.next(image.status, by));
  image.lastActivatedAt = unit.now;
  unit.emit({ type: 'image-restored', repository, image });
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

function stateRefusal(
  repository: Repository,
  known: Image | undefined,
  digest: string,
  tag: string | undefined,
) {
  const { name, registry } = repository;
  const { limits, behaviour } = registry.world;
  const holder = tag === undefined ? undefined : repository.tag(tag)?.image;
  // An archived image that is pushed again is restored, whatever the tag [docs].
  const restores = known !== undefined && known.status !== 'ACTIVE';
  if (known !== undefined && (tag === undefined || holder === known)) {
    if (restores) return undefined;
    const immutable = tag !== undefined && !repository.tagMutability.allowsMoving(tag);
    if (immutable && behaviour.sameImageInImmutableRepository === 'ImageTagAlreadyExistsException') {
      return failures.imageTagAlreadyExists(tag, name);
    }
    return failures.imageAlreadyExists(digest, tag, name, registry.accountId);
  }
  if (holder !== undefined && tag !== undefined && !repository.tagMutability.allowsMoving(tag)) {
    return failures.imageTagAlreadyExists(tag, name);
  }
  if (known !== undefined && tag !== undefined && known.tags.length >= limits.tagsPerImage) {
    return failures.tooManyTagsOnImage(tag, name, registry.accountId, limits.tagsPerImage);
  }
  if (known === undefined && repository.imageCount >= limits.imagesPerRepository) {
    return failures.tooManyImages(name, registry.accountId, limits.imagesPerRepository);
  }
  return undefined;
}
