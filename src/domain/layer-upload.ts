import { Failure, type Outcome } from './failure.js';
import * as failures from './failures.js';
import { type Layer, Upload } from './layers.js';
import type { Repository } from './repository.js';

/** Bytes of a part, as InitiateLayerUpload advises [docs]. */
export const PART_SIZE = 10_485_760;
/** Bytes that every part but the last must have [observed]. */
export const SMALLEST_PART = 5_242_880;
/** What an upload without parts says it received last [assumed]. */
export const NOTHING_RECEIVED = 0;

export function initiateUpload(repository: Repository): Upload {
  const upload = new Upload(repository.registry.world.ids.uuid());
  repository.layers.uploads.set(upload.id, upload);
  return upload;
}

/** Takes a part: parts follow one another from byte 0, and none is sent twice [observed]. */
export function uploadPart(
  repository: Repository,
  uploadId: string,
  range: { first: number; last: number },
  bytes: Uint8Array,
): Outcome<Upload> {
  const upload = requireUpload(repository, uploadId);
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
  upload.append(bytes);
  return upload;
}

/** Turns an upload into a layer; part sizes are judged only now [observed]. */
export function completeUpload(
  repository: Repository,
  uploadId: string,
  digests: readonly string[],
): Outcome<Layer> {
  const upload = requireUpload(repository, uploadId);
  if (upload instanceof Failure) return upload;
  const { name, registry } = repository;
  if (upload.parts.length === 0) return failures.emptyUpload(uploadId, name, registry.accountId);
  if (upload.parts.slice(0, -1).some((size) => size < SMALLEST_PART)) return failures.layerPartTooSmall();
  const digest = upload.digest();
  if (!digests.includes(digest)) return failures.invalidLayer();
  if (repository.layers.has(digest)) return failures.layerAlreadyExists(digest, name, registry.accountId);
  repository.layers.uploads.delete(uploadId);
  return repository.layers.add(digest, upload.received);
}

function requireUpload(repository: Repository, uploadId: string): Outcome<Upload> {
  const { name, registry, layers } = repository;
  return layers.uploads.get(uploadId) ?? failures.uploadNotFound(uploadId, name, registry.accountId);
}

function invalidPart(repository: Repository, upload: Upload, message: string): Failure {
  return new Failure('InvalidLayerPartException', message, {
    registryId: repository.registry.accountId,
    repositoryName: repository.name,
    uploadId: upload.id,
    lastValidByteReceived: upload.received === 0 ? NOTHING_RECEIVED : upload.received - 1,
  });
}
