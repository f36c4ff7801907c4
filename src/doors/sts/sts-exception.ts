import type { Failure } from '../../domain/failure.js';
import { responseMetadata } from '../metadata.js';
import { errorFacts } from './sts-error-codes.js';
import { type StsModule, stsExceptionClass } from './sts-module.js';

/**
 * The exception a client rejects with: an instance of the copy's own class, named by the class where the model
 * has one and by the code elsewhere, with the members that an answer from the wire has [observed].
 *
 * @param failure with the code of the wire
 * @param requestId of the call
 * @param sdk the copy whose classes are used
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
