import { Failure, type Outcome, invalidParameter } from '../../aws/failure.js';
import * as failures from '../../world/failures.js';
import { type Layer, Upload } from '../../world/images/layers.js';
import type { ProtocolRules } from '../../world/registry-protocol.js';
import type { Repository } from '../../world/repository.js';
import { DAY } from '../../world/world-options.js';
import { unusableKey } from '../repositories/kms-key.js';

/** The part size that InitiateLayerUpload recommends, in bytes [docs]. */
export const PART_SIZE = 10_485_760;
/** The smallest size of every part but the last, in bytes [observed]. */
const SMALLEST_PART = 5_242_880;
/** The last byte received, for an upload without parts [assumed]. */
const NOTHING_RECEIVED = 0;

/** How long an upload waits for its next part [assumed]. */
const UPLOAD_LIFETIME = DAY;

/** @param now epoch milliseconds */
export function initiateUpload(repository: Repository, now: number, rules?: ProtocolRules): Outcome<Upload> {
  const unusable = unusableKey(repository);
  if (unusable !== undefined) return unusable;
  const { ids, blobs } = repository.registry.world;
  const upload = new Upload(ids.uuid(), now, blobs.keeps ? blobs.draft() : undefined, rules?.algorithms);
  repository.layers.uploads.set(upload.id, upload);
  return upload;
}

/**
 * Accepts a part: parts follow one another from byte 0, and no part is sent twice [observed].
 *
 * @param now epoch milliseconds
 * @param rules of the registry protocol, if the call came by it: it leaves the bytes alone until they are written
 */
export function uploadPart(
  repository: Repository,
  uploadId: string,
  range: { first: number; last: number },
  bytes: Uint8Array,
  now: number,
  rules?: ProtocolRules,
): Outcome<Upload> {
  const upload = unusableKey(repository) ?? requireUpload(repository, uploadId, now);
  if (upload instanceof Failure) return upload;
  if (range.first !== upload.received) {
    return invalidPart(
      repository,
      upload,
      `First byte of the layer part is ${range.first} instead of ${upload.received}`,
    );
  }
  const expected = range.last - range.first + 1;
  if (bytes.byteLength !== expected) {
    // The service's own text is unknown [assumed].
    return invalidPart(
      repository,
      upload,
      `Length of the layer part is ${bytes.byteLength} instead of ${expected}`,
    );
  }
  return upload.append(bytes, rules !== undefined) ? upload : blobsFull(repository);
}

/**
 * Turns an upload into a layer; part sizes are checked only now [observed].
 *
 * @param now epoch milliseconds
 * @param rules of the registry protocol, if the call came by it; then an existing layer is not refused
 */
export function completeUpload(
  repository: Repository,
  uploadId: string,
  digests: readonly string[],
  now: number,
  rules?: ProtocolRules,
): Outcome<Layer> {
  const upload = unusableKey(repository) ?? requireUpload(repository, uploadId, now);
  if (upload instanceof Failure) return upload;
  const { name, registry } = repository;
  const { layers } = repository;
  if (rules?.allowsAnyParts !== true) {
    if (upload.parts.length === 0) return failures.emptyUpload(uploadId, name, registry.accountId);
    if (upload.parts.slice(0, -1).some((size) => size < SMALLEST_PART)) return failures.layerPartTooSmall();
  }
  const { bytesPerLayer, partsPerLayer } = registry.world.limits;
  if (upload.received > bytesPerLayer || upload.parts.length > partsPerLayer) {
    // The service's own text is unknown [assumed].
    return invalidParameter('uploadId', `Layer exceeds ${bytesPerLayer} bytes or ${partsPerLayer} parts`);
  }
  const digest = upload.digestAmong(digests);
  if (digest === undefined) return failures.invalidLayer();
  const known = layers.get(digest);
  if (known !== undefined && rules === undefined) {
    return failures.layerAlreadyExists(digest, name, registry.accountId);
  }
  layers.uploads.delete(uploadId);
  upload.draft?.finish(digest);
  const layer = known ?? layers.add(digest, upload.received);
  layers.bytesOf(digest);
  return layer;
}

/** Ends an upload without a layer. */
export function cancelUpload({ layers }: Repository, upload: Upload): void {
  layers.uploads.delete(upload.id);
  upload.draft?.discard();
}

/** The upload with an id, or the refusal: uploads expire after a day [assumed]. */
export function requireUpload(repository: Repository, uploadId: string, now: number): Outcome<Upload> {
  const { name, registry, layers } = repository;
  const upload = layers.uploads.get(uploadId);
  if (upload !== undefined && now - upload.startedAt < UPLOAD_LIFETIME) return upload;
  if (upload !== undefined) cancelUpload(repository, upload);
  return failures.uploadNotFound(uploadId, name, registry.accountId);
}

/** The code by which the registry protocol recognises this failure. */
export const BLOBS_FULL = 'BlobsFull';

/** A limit of this fake, not of ECR. */
function blobsFull({ registry }: Repository): Failure {
  return new Failure(
    'ServerException',
    `[fake-ecr] All layers together may take ${registry.world.blobs.most} bytes: raise blobs.maxBytes, or keep them in a folder with blobs.directory.`,
    {},
    BLOBS_FULL,
  );
}

function invalidPart(repository: Repository, upload: Upload, message: string): Failure {
  return new Failure('InvalidLayerPartException', message, {
    registryId: repository.registry.accountId,
    repositoryName: repository.name,
    uploadId: upload.id,
    lastValidByteReceived: upload.received === 0 ? NOTHING_RECEIVED : upload.received - 1,
  });
}
