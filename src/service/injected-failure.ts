import { isOperationName } from '../api/facts.js';
import { repositoryArn } from '../aws/arn.js';
import { Failure } from '../aws/failure.js';
import { accessDenied } from '../iam/policy/decide.js';
import { operations } from '../operations/index.js';
import * as failures from '../world/failures.js';
import type { Scope } from './call.js';

/** A call that is to fail. */
export interface FailingCall extends Scope {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * The failure that a test asked for. It has the service's text if that is known and the call has the names in it;
 * otherwise it says that it was injected, since an `UnknownError` explains nothing.
 *
 * @param code for example `ThrottlingException`
 * @param message the text that the test gave, if it gave one
 * @param sentence how the test asked for it, for example `ecr.fail('PutImage').with('ThrottlingException')`
 */
export function injectedFailure(
  code: string,
  message: string | undefined,
  sentence: string,
  call: FailingCall,
): Failure {
  if (message !== undefined && message !== '') return new Failure(code, message);
  const inWords = Object.hasOwn(WORDS, code) ? WORDS[code]?.(namesIn(call), call) : undefined;
  if (inWords !== undefined) return inWords;
  return new Failure(code, `[fake-ecr] The test injected this failure of ${call.operation}: ${sentence}.`);
}

/** The names that a call contains. */
interface Names {
  readonly registryId: string;
  readonly repositoryName: string | undefined;
  readonly tag: string | undefined;
  readonly image: Parameters<typeof failures.imageNotFound>[0] | undefined;
  readonly uploadId: string | undefined;
}

type Words = (names: Names, call: FailingCall) => Failure | undefined;

const always =
  (failure: () => Failure): Words =>
  () =>
    failure();
const ofRepository =
  (failure: (repositoryName: string, registryId: string) => Failure): Words =>
  ({ repositoryName, registryId }) =>
    repositoryName === undefined ? undefined : failure(repositoryName, registryId);
const ofImage =
  (failure: typeof failures.imageNotFound): Words =>
  ({ image, repositoryName, registryId }) =>
    image === undefined || repositoryName === undefined
      ? undefined
      : failure(image, repositoryName, registryId);
const ofUpload =
  (failure: typeof failures.uploadNotFound): Words =>
  ({ uploadId, repositoryName, registryId }) =>
    uploadId === undefined || repositoryName === undefined
      ? undefined
      : failure(uploadId, repositoryName, registryId);

/** Failures whose text follows from the call; those that name a quota or a digest computed by the service do not. */
const WORDS: Readonly<Record<string, Words>> = {
  // Texts that any operation can return [observed].
  ThrottlingException: always(() => new Failure('ThrottlingException', 'Rate exceeded')),
  ServerException: always(() => new Failure('ServerException', 'Internal failure')),
  ServiceUnavailableException: always(failures.serviceUnavailable),
  ExpiredTokenException: always(failures.expiredToken),
  UnrecognizedClientException: always(failures.unrecognizedClient),
  AccessDeniedException: (names, call) => deniedAccess(names, call),
  InvalidTagParameterException: always(failures.invalidTags),
  LayerPartTooSmallException: always(failures.layerPartTooSmall),
  InvalidLayerException: always(failures.invalidLayer),
  RepositoryNotFoundException: ofRepository(failures.repositoryNotFound),
  RepositoryAlreadyExistsException: ofRepository(failures.repositoryAlreadyExists),
  RepositoryNotEmptyException: ofRepository(failures.repositoryNotEmpty),
  RepositoryPolicyNotFoundException: ofRepository(failures.repositoryPolicyNotFound),
  LifecyclePolicyNotFoundException: ofRepository(failures.lifecyclePolicyNotFound),
  RegistryPolicyNotFoundException: ({ registryId }) => failures.registryPolicyNotFound(registryId),
  ImageNotFoundException: ofImage(failures.imageNotFound),
  ScanNotFoundException: ofImage(failures.scanNotFound),
  ImageTagAlreadyExistsException: ({ tag, repositoryName }) =>
    tag === undefined || repositoryName === undefined
      ? undefined
      : failures.imageTagAlreadyExists(tag, repositoryName),
  UploadNotFoundException: ofUpload(failures.uploadNotFound),
  EmptyUploadException: ofUpload(failures.emptyUpload),
};

/** Refused as for a caller whose own policies do not allow it, the most common case [assumed]. */
function deniedAccess({ registryId, repositoryName }: Names, call: FailingCall): Failure {
  const { operation, caller, region } = call;
  const action = isOperationName(operation) ? operations[operation].action : undefined;
  return accessDenied(
    { allowed: false, reason: 'no-identity-allow' },
    {
      action: action ?? `ecr:${operation}`,
      resource: repositoryName === undefined ? '*' : repositoryArn(region, registryId, repositoryName),
      principal: caller,
    },
  );
}

function namesIn({ input, caller }: FailingCall): Names {
  const { imageId, imageIds } = input;
  const image: unknown = imageId ?? (Array.isArray(imageIds) ? imageIds[0] : undefined);
  return {
    registryId: textIn(input, 'registryId') ?? caller.accountId,
    repositoryName: textIn(input, 'repositoryName'),
    tag: textIn(input, 'imageTag'),
    uploadId: textIn(input, 'uploadId'),
    image:
      typeof image === 'object' && image !== null
        ? { imageDigest: textIn(image, 'imageDigest'), imageTag: textIn(image, 'imageTag') }
        : undefined,
  };
}

function textIn(object: object, member: string): string | undefined {
  const value = (object as Readonly<Record<string, unknown>>)[member];
  return typeof value === 'string' ? value : undefined;
}
