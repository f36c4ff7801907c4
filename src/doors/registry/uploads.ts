import { Failure, isFailure } from '../../aws/failure.js';
import { PART_SIZE, cancelUpload, requireUpload } from '../../ecr/layers/layer-upload.js';
import type { Upload } from '../../world/images/layers.js';
import { type RegistryAnswer, error, refuse } from './answer.js';
import { type Exchange, addressOf, ask, registryOf, repositoryOf } from './exchange.js';
import { mountBlob } from './mount.js';

/** By upload: the last byte of its first chunk, which ECR keeps reporting [observed]. */
const firstChunks = new WeakMap<Upload, number>();

/** `POST`: starts an upload, or mounts a blob from another repository. */
export async function startUpload(exchange: Exchange, name: string): Promise<RegistryAnswer> {
  const { rules, query, body } = exchange;
  const digest = query.get('digest');
  const isWhole = rules.profile === 'spec' && digest !== null;
  if (!isWhole) await body.drop();
  const started = ask(exchange, 'InitiateLayerUpload', { repositoryName: name });
  if (isFailure(started)) {
    if (isWhole) await body.drop();
    return refuse(started, rules.profile, 'blob');
  }
  const id = started.uploadId ?? '';
  const mount = query.get('mount');
  const from = query.get('from');
  if (mount !== null && from !== null && mountBlob(exchange, { name, id, digest: mount, from })) {
    return created(exchange, name, mount);
  }
  if (isWhole) return finishUpload(exchange, name, id);
  return {
    status: 202,
    headers: {
      location: addressOf(exchange, `${name}/blobs/uploads/${id}`),
      range: '0-0',
      ...(rules.profile === 'spec' ? { 'docker-upload-uuid': id } : {}),
    },
  };
}

/** `PATCH`: the next bytes. */
export async function continueUpload(exchange: Exchange, name: string, id: string): Promise<RegistryAnswer> {
  const refusal = await takeBody(exchange, name, id);
  if (refusal !== undefined) return refusal;
  const upload = uploadOf(exchange, name, id);
  if (isFailure(upload)) return refuse(upload, exchange.rules.profile, 'blob');
  return {
    status: exchange.rules.profile === 'ecr' ? 201 : 202,
    headers: progressOf(exchange, name, upload),
  };
}

/** `PUT`: the last bytes, if any, and the digest of the whole. */
export async function finishUpload(exchange: Exchange, name: string, id: string): Promise<RegistryAnswer> {
  const { rules, query, body } = exchange;
  const digest = query.get('digest') ?? '';
  const forms = rules.algorithms.map((algorithm) =>
    algorithm === 'sha256' ? [algorithm, 64] : [algorithm, 128],
  );
  const isDigest = forms.some(([algorithm, length]) =>
    new RegExp(`^${algorithm}:[0-9a-f]{${length}}$`).test(digest),
  );
  if (!isDigest) {
    await body.drop();
    return error(
      400,
      'DIGEST_INVALID',
      `The digest '${digest}' is not one of ${rules.algorithms.join(' or ')}.`,
    );
  }
  const refusal = await takeBody(exchange, name, id);
  if (refusal !== undefined) return refusal;
  const done = ask(exchange, 'CompleteLayerUpload', {
    repositoryName: name,
    uploadId: id,
    layerDigests: [digest],
  });
  return isFailure(done) ? refuse(done, rules.profile, 'blob') : created(exchange, name, digest);
}

/** `GET` of an upload: how many bytes were received. */
export function showUpload(exchange: Exchange, name: string, id: string): RegistryAnswer {
  const upload = permittedUpload(exchange, name, id);
  if (isFailure(upload)) return refuse(upload, exchange.rules.profile, 'blob');
  return { status: 204, headers: progressOf(exchange, name, upload) };
}

/** `DELETE` of an upload. */
export function endUpload(exchange: Exchange, name: string, id: string): RegistryAnswer {
  const upload = permittedUpload(exchange, name, id);
  if (isFailure(upload)) return refuse(upload, exchange.rules.profile, 'blob');
  const repository = registryOf(exchange).repository(name);
  if (repository !== undefined) cancelUpload(repository, upload);
  return { status: 204 };
}

/** Uploads the body in parts, each of which is a call. @returns why it was refused */
async function takeBody(exchange: Exchange, name: string, id: string): Promise<RegistryAnswer | undefined> {
  const { rules, headers, body } = exchange;
  const range = rangeOf(headers['content-range']);
  const length = range && range.last - range.first + 1;
  const refuseSize = (have: number) =>
    rules.profile === 'spec'
      ? error(400, 'SIZE_INVALID', `The body has ${have} bytes, and its range ${String(length)}.`)
      : refuse(
          new Failure(
            'InvalidLayerPartException',
            `Length of the layer part is ${have} instead of ${String(length)}`,
          ),
          rules.profile,
        );
  const isMalformed = range === undefined && headers['content-range'] !== undefined;
  if (isMalformed || (length !== undefined && (body.announced ?? length) !== length)) {
    await body.drop();
    return isMalformed
      ? error(
          rules.profile === 'spec' ? 400 : 416,
          'BLOB_UPLOAD_INVALID',
          'The range is not of the form 0-9.',
        )
      : refuseSize(body.announced ?? 0);
  }
  let refusal: Failure | undefined;
  let first = range?.first;
  const before = uploadOf(exchange, name, id);
  const start = first ?? (isFailure(before) ? 0 : before.received);
  let next = start;
  const giveUp = length === undefined || isFailure(before) ? undefined : before.mark();
  const take = (part: Buffer): boolean => {
    // Without a range the bytes are appended to the present ones.
    const upload = first === undefined ? uploadOf(exchange, name, id) : undefined;
    const at = first ?? (upload === undefined || isFailure(upload) ? next : upload.received);
    const taken = ask(exchange, 'UploadLayerPart', {
      repositoryName: name,
      uploadId: id,
      partFirstByte: at,
      partLastByte: at + part.length - 1,
      layerPartBlob: part,
    });
    if (isFailure(taken)) {
      refusal = taken;
      return false;
    }
    next = at + part.length;
    if (first !== undefined) first = next;
    return true;
  };
  const written = () => (isFailure(before) ? undefined : before.draft?.written());
  const end = await body.parts(PART_SIZE, take, written).catch((trouble: unknown) => {
    // Bytes may be missing: the client has to start again.
    const upload = uploadOf(exchange, name, id);
    const repository = repositoryOf(exchange, name);
    if (!isFailure(upload) && repository !== undefined) cancelUpload(repository, upload);
    throw trouble;
  });
  if (refusal !== undefined) return refuse(refusal, rules.profile, 'blob');
  if (length !== undefined && next - start !== length) {
    // The length of a chunked body is known only at its end. After a broken connection the received bytes stay.
    if (end === 'whole' && !isFailure(before) && before.received === next) giveUp?.();
    return refuseSize(next - start);
  }
  const upload = uploadOf(exchange, name, id);
  if (!isFailure(upload) && upload.received > 0 && !firstChunks.has(upload)) {
    firstChunks.set(upload, upload.received - 1);
  }
  return isFailure(upload) ? refuse(upload, rules.profile, 'blob') : undefined;
}

function progressOf(exchange: Exchange, name: string, upload: Upload): Readonly<Record<string, string>> {
  const { rules, service } = exchange;
  const last = Math.max(0, upload.received - 1);
  const isHonest = rules.profile === 'spec' || service.faults.door.range === 'honest';
  return {
    location: addressOf(exchange, `${name}/blobs/uploads/${upload.id}`),
    range: `0-${isHonest ? last : (firstChunks.get(upload) ?? last)}`,
    ...(rules.profile === 'spec' ? { 'docker-upload-uuid': upload.id } : {}),
  };
}

function created(exchange: Exchange, name: string, digest: string): RegistryAnswer {
  return {
    status: 201,
    headers: { location: addressOf(exchange, `${name}/blobs/${digest}`), 'docker-content-digest': digest },
  };
}

function uploadOf(exchange: Exchange, name: string, id: string) {
  const repository = registryOf(exchange).requireRepository(name);
  return isFailure(repository) ? repository : requireUpload(repository, id, exchange.service.clock.now());
}

/** No operation shows or cancels an upload; a caller that may send its bytes may do both [assumed]. */
function permittedUpload(exchange: Exchange, name: string, id: string) {
  const denied = exchange.service.refusalOf('ecr:UploadLayerPart', exchange.registryId, name, exchange.scope);
  return denied ?? uploadOf(exchange, name, id);
}

function rangeOf(header: string | undefined): { first: number; last: number } | undefined {
  const match = /^(\d+)-(\d+)$/.exec(header?.trim() ?? '');
  if (match === null) return undefined;
  const [first, last] = [Number(match[1]), Number(match[2])];
  return last >= first && Number.isSafeInteger(last) ? { first, last } : undefined;
}
