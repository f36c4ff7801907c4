import type { Blob } from '../../world/blobs.js';
import { isFailure } from '../../aws/failure.js';
import { availabilityOf } from '../../ecr/layers/layer-availability.js';
import { type RegistryAnswer, NOTHING_HERE, error, refuse } from './answer.js';
import { type Exchange, ask, repositoryOf } from './exchange.js';

/** For the log: the layer is known only from a seed, a recording or a manifest. */
export const WITHOUT_BYTES =
  'the layer came without bytes; image({ bytes: true }) has some, and so has what is uploaded';
/** The media type that ECR gives every blob [observed]. */
const ECR_TYPE = 'application/vnd.docker.container.image.v1+json';
const SPEC_TYPE = 'application/octet-stream';

/**
 * `HEAD` of a blob. A blob that was only named by a manifest or a test has no bytes, and does not exist for clients.
 */
export function headBlob(exchange: Exchange, name: string, digest: string): RegistryAnswer {
  const { rules } = exchange;
  const checked = ask(exchange, 'BatchCheckLayerAvailability', {
    repositoryName: name,
    layerDigests: [digest],
  });
  if (isFailure(checked)) return refuse(checked, rules.profile, 'blob');
  const problem = checked.failures?.[0];
  if (problem !== undefined) {
    return refuse(
      { failureCode: 'InvalidLayerDigest', failureReason: problem.failureReason ?? '' },
      rules.profile,
      'blob',
    );
  }
  const isThere = checked.layers?.[0]?.layerAvailability === 'AVAILABLE';
  const blob = isThere ? repositoryOf(exchange, name)?.layers.bytesOf(digest) : undefined;
  if (blob === undefined) return isThere ? withoutBytes(digest) : unknownBlob(digest);
  return {
    status: 200,
    headers: {
      'content-type': rules.profile === 'spec' ? SPEC_TYPE : ECR_TYPE,
      'docker-content-digest': digest,
      ...(rules.profile === 'spec' ? { 'accept-ranges': 'bytes' } : {}),
    },
    size: blob.bytes.size,
  };
}

/** `GET` of a blob: ECR redirects clients to the bytes. */
export function getBlob(
  exchange: Exchange,
  name: string,
  digest: string,
  downloadAt: (url: string) => string,
): RegistryAnswer {
  const { rules, headers } = exchange;
  const granted = ask(exchange, 'GetDownloadUrlForLayer', { repositoryName: name, layerDigest: digest });
  if (isFailure(granted)) return refuse(granted, rules.profile, 'blob');
  if (rules.profile === 'ecr') {
    return { status: 307, headers: { location: downloadAt(granted.downloadUrl ?? '') } };
  }
  const blob = repositoryOf(exchange, name)?.layers.bytesOf(digest);
  return blob === undefined
    ? withoutBytes(digest)
    : sendBytes(blob, headers.range, { 'content-type': SPEC_TYPE, 'docker-content-digest': digest });
}

/** All bytes, or the requested part. */
export function sendBytes(
  { bytes }: Blob,
  rangeHeader: string | undefined,
  headers: Readonly<Record<string, string>>,
): RegistryAnswer {
  const { size } = bytes;
  const range = readRange(rangeHeader, size);
  if (range === 'impossible') {
    return error(416, 'BLOB_UNKNOWN', 'The range is not satisfiable', { 'content-range': `bytes */${size}` });
  }
  const whole = { ...headers, 'accept-ranges': 'bytes' };
  if (range === undefined) {
    return {
      status: 200,
      headers: whole,
      body: { size, bytes: size === 0 ? undefined : bytes.read(0, size - 1) },
    };
  }
  const { first, last } = range;
  return {
    status: 206,
    headers: { ...whole, 'content-range': `bytes ${first}-${last}/${size}` },
    body: { size: last - first + 1, bytes: bytes.read(first, last) },
  };
}

/** A range of bytes: the first and the last, both counted from 0. */
interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads a `Range` header with one part, as S3 and registries support it.
 *
 * @param size of the whole, in bytes
 * @returns undefined for the whole, and if several parts are requested; `impossible` if the part contains no byte
 */
function readRange(header: string | undefined, size: number): ByteRange | undefined | 'impossible' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null) return undefined;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return undefined;
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'impossible' : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first >= size) return 'impossible';
  return last < first ? undefined : { first, last };
}

/** `DELETE` of a blob, which ECR does not support [observed]. */
export function deleteBlob(exchange: Exchange, name: string, digest: string): RegistryAnswer {
  const { rules } = exchange;
  if (rules.profile === 'ecr') return NOTHING_HERE;
  const checked = ask(exchange, 'BatchCheckLayerAvailability', {
    repositoryName: name,
    layerDigests: [digest],
  });
  if (isFailure(checked)) return refuse(checked, rules.profile, 'blob');
  const repository = repositoryOf(exchange, name);
  if (repository === undefined) return unknownBlob(digest);
  const [, layer] = availabilityOf(repository, digest);
  if (layer === undefined) return unknownBlob(digest);
  if (layer.references > 0) return error(405, 'UNSUPPORTED', `The blob ${digest} is part of an image.`);
  repository.layers.remove(digest);
  const { region } = repository.registry;
  exchange.service.recorder?.lost({
    account: repository.registry.accountId,
    region,
    repository: name,
    digest,
  });
  return { status: 202 };
}

function unknownBlob(digest: string): RegistryAnswer {
  return error(404, 'BLOB_UNKNOWN', `The blob ${digest} is not in the repository.`);
}

/** The layer is known but has no bytes: the client gets 404, and the log says why. */
function withoutBytes(digest: string): RegistryAnswer {
  return { ...unknownBlob(digest), note: `BLOB_UNKNOWN: ${WITHOUT_BYTES}` };
}
