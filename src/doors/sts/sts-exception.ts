import type { Failure } from '../../aws/failure.js';
import { responseMetadata } from '../sdk-exceptions.js';
import { type StsModule, stsExceptionClass } from './sts-module.js';

/**
 * The exception a client rejects with: an instance of the copy's own class, named by the class if the model has one
 * and otherwise by the code, with the same members as from a real response [observed].
 *
 * @param failure with the code of the response
 * @param requestId of the call
 * @param sdk the copy that has the classes
 * @example
 * stsException(new Failure('AccessDenied', 'No.'), requestId, sdk).name; // 'AccessDenied'
 */
export function stsException(failure: Failure, requestId: string, sdk: StsModule | undefined): Error {
  const { code, message = '' } = failure;
  const { status, className } = errorFacts(code);
  const name = className ?? code;
  const $metadata = responseMetadata(status, requestId);
  const Exception = sdk === undefined ? undefined : stsExceptionClass(sdk, className);
  const exception =
    Exception === undefined
      ? Object.assign(new Error(message), { name, $fault: 'client', $metadata })
      : new Exception({ name, $fault: 'client', message, $metadata });
  const fields = { Type: 'Sender', Code: code, Error: { Type: 'Sender', Code: code, Message: message } };
  Object.assign(exception, fields);
  Object.defineProperty(exception, 'message', { value: message, enumerable: true });
  Object.defineProperty(exception, '$response', { value: undefined, enumerable: false, writable: true });
  return exception;
}
/** An error code of STS in its protocol and its SDK. */
export interface ErrorFacts {
  /** The HTTP status. */
  readonly status: number;
  /** The class of the SDK, if the model has one for it. */
  readonly className?: string;
}

/** In responses some modelled exceptions have a shorter name than their class [docs]. */
const MODELLED: Readonly<Record<string, ErrorFacts>> = {
  ExpiredTokenException: { status: 400, className: 'ExpiredTokenException' },
  IDPCommunicationError: { status: 400, className: 'IDPCommunicationErrorException' },
  IDPRejectedClaim: { status: 403, className: 'IDPRejectedClaimException' },
  InvalidIdentityToken: { status: 400, className: 'InvalidIdentityTokenException' },
  MalformedPolicyDocument: { status: 400, className: 'MalformedPolicyDocumentException' },
  PackedPolicyTooLarge: { status: 400, className: 'PackedPolicyTooLargeException' },
  RegionDisabledException: { status: 403, className: 'RegionDisabledException' },
};

/** Common errors with their own status [docs]. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  'AccessDenied',
  'ExpiredToken',
  'InvalidClientTokenId',
  'MissingAuthenticationToken',
  'SignatureDoesNotMatch',
]);

/**
 * The status and the class of an error code of STS.
 *
 * @param code as in the response, for example `MalformedPolicyDocument`
 * @example
 * errorFacts('AccessDenied').status; // 403
 */
export function errorFacts(code: string): ErrorFacts {
  if (Object.hasOwn(MODELLED, code)) return MODELLED[code] as ErrorFacts;
  return { status: FORBIDDEN.has(code) ? 403 : 400 };
}
