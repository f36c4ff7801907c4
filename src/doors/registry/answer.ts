import { Failure } from '../../aws/failure.js';
import { BLOBS_FULL } from '../../ecr/layers/layer-upload.js';
import type { BytesRead } from '../../world/blobs.js';
import type { RegistryProfile } from '../../world/registry-protocol.js';
import type { ImageProblem } from '../../world/images/image-lookup.js';

/** Bytes that are streamed. */
export interface ByteStream {
  readonly size: number;
  readonly bytes: BytesRead | undefined;
}

/** An answer of the registry protocol. */
export interface RegistryAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | ByteStream;
  /** The size in the answer to a HEAD, if there is one. */
  readonly size?: number;
  /** For the log: the code of a refusal, or other information. */
  readonly note?: string;
}

/** The kind of request: a missing layer has another code for a manifest than for a blob. */
export type Subject = 'manifest' | 'blob' | 'list';

interface Told {
  readonly status: number;
  readonly code: string;
}

const told = (status: number, code: string): Told => ({ status, code });

/** Refusals of operations, as ECR reports them in this protocol; grades are in docs/fidelity.md. */
const ECR: Readonly<Record<string, Told>> = {
  RepositoryNotFoundException: told(404, 'NAME_UNKNOWN'),
  ImageNotFound: told(404, 'MANIFEST_UNKNOWN'),
  ImageInaccessible: told(404, 'MANIFEST_UNKNOWN'),
  ImageTagDoesNotMatchDigest: told(404, 'MANIFEST_UNKNOWN'),
  ImageReferencedByManifestList: told(405, 'UNSUPPORTED'),
  InvalidParameterException: told(405, 'UNSUPPORTED'),
  InvalidImageDigest: told(405, 'UNSUPPORTED'),
  InvalidLayerDigest: told(405, 'UNSUPPORTED'),
  InvalidImageTag: told(400, 'TAG_INVALID'),
  ImageTagAlreadyExistsException: told(400, 'TAG_INVALID'),
  ImageDigestDoesNotMatchException: told(400, 'MANIFEST_INVALID'),
  ReferencedImagesNotFoundException: told(400, 'MANIFEST_BLOB_UNKNOWN'),
  LayersNotFoundException: told(400, 'MANIFEST_BLOB_UNKNOWN'),
  LayerInaccessibleException: told(404, 'BLOB_UNKNOWN'),
  InvalidLayerException: told(400, 'BLOB_UPLOAD_INVALID'),
  EmptyUploadException: told(400, 'BLOB_UPLOAD_INVALID'),
  LayerPartTooSmallException: told(400, 'BLOB_UPLOAD_INVALID'),
  InvalidLayerPartException: told(416, 'BLOB_UPLOAD_INVALID'),
  UploadNotFoundException: told(404, 'BLOB_UPLOAD_UNKNOWN'),
  LimitExceededException: told(403, 'DENIED'),
  AccessDeniedException: told(403, 'DENIED'),
  ExpiredTokenException: told(403, 'DENIED'),
  UnrecognizedClientException: told(403, 'DENIED'),
  ThrottlingException: told(429, 'TOOMANYREQUESTS'),
  UpstreamAccessDenied: told(403, 'DENIED'),
  UpstreamTooManyRequests: told(404, 'MANIFEST_UNKNOWN'),
  UpstreamUnavailable: told(404, 'MANIFEST_UNKNOWN'),
  UnableToGetUpstreamImageException: told(404, 'MANIFEST_UNKNOWN'),
  [BLOBS_FULL]: told(503, 'UNKNOWN'),
  ServerException: told(500, 'UNKNOWN'),
  KmsException: told(500, 'UNKNOWN'),
  KmsError: told(500, 'UNKNOWN'),
  ServiceUnavailableException: told(503, 'UNKNOWN'),
};

/** What the specification requires instead. */
const SPEC: Readonly<Record<string, Told>> = {
  InvalidImageDigest: told(400, 'DIGEST_INVALID'),
  InvalidLayerDigest: told(400, 'DIGEST_INVALID'),
  InvalidImageTag: told(404, 'MANIFEST_UNKNOWN'),
  ImageTagAlreadyExistsException: told(403, 'DENIED'),
  ImageDigestDoesNotMatchException: told(400, 'DIGEST_INVALID'),
  InvalidLayerException: told(400, 'DIGEST_INVALID'),
};

/** Codes of the specification for a parameter that is invalid. */
const SPEC_PARAMETERS: readonly (readonly [RegExp, string])[] = [
  [/^Invalid parameter at 'repositoryName'/, 'NAME_INVALID'],
  [/^Invalid parameter at '[^']*[dD]igest/, 'DIGEST_INVALID'],
  [/^Invalid parameter at 'image(Tag|Manifest)'/i, 'MANIFEST_INVALID'],
];

/** The tag of a push is invalid, which has another code than other parameters [observed]. */
const INVALID_TAG = /^Invalid parameter at 'imageTag'.*(regular expression|regex|pattern)/;

/** The status and the code of an operation's refusal. */
export function refuse(
  failure: Failure | ImageProblem,
  profile: RegistryProfile,
  subject: Subject = 'manifest',
): RegistryAnswer {
  const { code, message } =
    failure instanceof Failure
      ? { code: failure.reason ?? failure.code, message: failure.message ?? failure.code }
      : { code: failure.failureCode, message: failure.failureReason };
  const { status, code: shown } = toldOf(code, message, profile, subject);
  return error(status, shown, message);
}

function toldOf(code: string, message: string, profile: RegistryProfile, subject: Subject): Told {
  if (code === 'LayersNotFoundException' && subject !== 'manifest') return told(404, 'BLOB_UNKNOWN');
  if (code === 'InvalidParameterException') {
    if (profile === 'spec') {
      return told(400, SPEC_PARAMETERS.find(([form]) => form.test(message))?.[1] ?? 'UNSUPPORTED');
    }
    if (INVALID_TAG.test(message)) return told(400, 'TAG_INVALID');
  }
  const own = profile === 'spec' && Object.hasOwn(SPEC, code) ? SPEC[code] : undefined;
  return own ?? (Object.hasOwn(ECR, code) ? (ECR[code] as Told) : told(400, 'UNKNOWN'));
}

/** An error in the protocol's own form [observed]. */
export function error(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): RegistryAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: `${JSON.stringify({ errors: [{ code, message }] })}\n`,
    note: code,
  };
}

/** The answer for a path that the protocol does not have [observed]. */
export const NOTHING_HERE: RegistryAnswer = plain(404, '404 page not found\n');

export function plain(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): RegistryAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}
