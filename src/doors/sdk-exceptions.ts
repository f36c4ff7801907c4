import type { ResponseMetadata } from '@aws-sdk/types';
import type { Failure } from '../aws/failure.js';

/** A constructor of the SDK's exceptions. */
export interface ExceptionClass {
  new (options: Record<string, unknown>): Error;
  readonly prototype: Error;
}

/** Finds an exception class of one copy of the SDK by its name. */
export type ExceptionClasses = (name: string) => ExceptionClass | undefined;

/** The base class of all exceptions, which is also used for those that are not modelled. */
const BASE = 'ECRServiceException';

/** The SDK's text if the response has none [observed]. */
const NO_TEXT = 'UnknownError';

/**
 * Refusals with a status other than 400, which is also that of AccessDenied and throttling. `ServerException` is the
 * only one in ECR's model [observed]; the others are common errors of AWS [docs].
 */
const SERVER_FAULTS: Readonly<Record<string, number>> = {
  ServerException: 500,
  InternalFailure: 500,
  InternalServerError: 500,
  InternalServerException: 500,
  ServiceUnavailable: 503,
  ServiceUnavailableException: 503,
};

/** The HTTP status of a refusal. */
export function statusOf(code: string): number {
  return Object.hasOwn(SERVER_FAULTS, code) ? (SERVER_FAULTS[code] as number) : 400;
}

/** The exception classes that a module of the SDK exports. */
export function classesOfModule(sdk: object): ExceptionClasses {
  const exported = sdk as Readonly<Record<string, ExceptionClass | undefined>>;
  const base = exported[BASE]?.prototype;
  return (name) => {
    const candidate = Object.hasOwn(exported, name) ? exported[name] : undefined;
    // A code may be the name of another export.
    const prototype: Error | undefined = candidate?.prototype;
    const isException =
      prototype !== undefined && (prototype === base || base?.isPrototypeOf(prototype) === true);
    return isException ? candidate : undefined;
  };
}

/**
 * The exception classes of a client's copy of the SDK, from the registry of its protocol, which needs no module.
 * Older copies have no such registry.
 */
export function classesOfClient(client: object): ExceptionClasses | undefined {
  const registries = (client as ClientWithRegistries).config?.protocolSettings?.errorTypeRegistries;
  if (registries === undefined) return undefined;
  const classes = new Map<unknown, ExceptionClass>();
  for (const { exceptions } of registries) {
    exceptions?.forEach((exception, schema) => {
      if (Array.isArray(schema)) classes.set(schema[2], exception);
    });
  }
  return classes.has(BASE) ? (name) => classes.get(name) : undefined;
}

interface ClientWithRegistries {
  readonly config?: {
    readonly protocolSettings?: {
      readonly errorTypeRegistries?: readonly { readonly exceptions?: Map<unknown, ExceptionClass> }[];
    };
  };
}

/**
 * The exception a client rejects with: an instance of the copy's own class, with the same members and enumerability
 * as from a real response [observed].
 */
export function exceptionOf(failure: Failure, requestId: string, classes: ExceptionClasses): Error {
  const { code, members } = failure;
  const message = failure.message ?? NO_TEXT;
  const status = statusOf(code);
  const $fault = status < 500 ? 'client' : 'server';
  const $metadata = responseMetadata(status, requestId);

  const Exception = classes(code) ?? classes(BASE) ?? PlainException;
  const exception = new Exception({ name: code, $fault, ...members, message, $metadata });
  const own = exception as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(members)) {
    if (own[name] === undefined) own[name] = value;
  }
  own.__type = code;
  Object.defineProperty(exception, 'message', { value: message, enumerable: true });
  Object.defineProperty(exception, '$response', { value: undefined, enumerable: false, writable: true });
  return exception;
}

/**
 * Adds a hint for the test's author as the error's cause: runners print it below an uncaught error, and applications
 * do not read, copy or compare it.
 */
export function attachHint(exception: Error, hint: string): void {
  const cause = new Error(`[fake-ecr] ${hint}`);
  // Its own stack is of no use.
  cause.stack = `Error: ${cause.message}`;
  Object.defineProperty(exception, 'cause', {
    value: cause,
    enumerable: false,
    writable: true,
    configurable: true,
  });
}

/** The error of the SDK's retry layer for an aborted signal, regardless of the reason [observed]. */
export function abortError(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' });
}

/** For a copy of the SDK whose classes can't be found. */
class PlainException extends Error {
  $retryable = undefined;

  constructor({ message, ...properties }: Record<string, unknown>) {
    super(String(message));
    Object.assign(this, properties);
  }
}

/** `$metadata` as the SDK fills it for an answer at the first attempt [observed]. */
export function responseMetadata(httpStatusCode: number, requestId: string): ResponseMetadata {
  return {
    httpStatusCode,
    requestId,
    extendedRequestId: undefined,
    cfId: undefined,
    attempts: 1,
    totalRetryDelay: 0,
  };
}
