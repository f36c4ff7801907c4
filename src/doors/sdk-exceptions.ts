import type { ResponseMetadata } from '@aws-sdk/types';
import type { Failure } from '../aws/failure.js';

/** A constructor of the SDK's exceptions. */
export interface ExceptionClass {
  new (options: Record<string, unknown>): Error;
  readonly prototype: Error;
}

/** Finds an exception class of one copy of the SDK by its name. */
export type ExceptionClasses = (name: string) => ExceptionClass | undefined;

/** The class that every modelled exception extends, and that stands in for those that are not modelled. */
const BASE = 'ECRServiceException';

/** What the SDK says where the wire carries no text [observed]. */
const NO_TEXT = 'UnknownError';

/**
 * Refusals that are the service's own fault, and their status. Everything else is 400, AccessDenied and
 * throttling included; `ServerException` is the only one ECR's model has [observed]; the others are the
 * common errors of AWS [docs].
 */
const SERVER_FAULTS: Readonly<Record<string, number>> = {
  ServerException: 500,
  InternalFailure: 500,
  InternalServerError: 500,
  InternalServerException: 500,
  ServiceUnavailable: 503,
  ServiceUnavailableException: 503,
};

/** The HTTP status that a refusal arrives with. */
export function statusOf(code: string): number {
  return Object.hasOwn(SERVER_FAULTS, code) ? (SERVER_FAULTS[code] as number) : 400;
}

/** The exception classes that a module of the SDK exports. */
export function classesOfModule(sdk: object): ExceptionClasses {
  const exported = sdk as Readonly<Record<string, ExceptionClass | undefined>>;
  const base = exported[BASE]?.prototype;
  return (name) => {
    const candidate = Object.hasOwn(exported, name) ? exported[name] : undefined;
    // A code may be the name of something else the module exports.
    const prototype: Error | undefined = candidate?.prototype;
    const isException =
      prototype !== undefined && (prototype === base || base?.isPrototypeOf(prototype) === true);
    return isException ? candidate : undefined;
  };
}

/**
 * The exception classes of the copy of the SDK that a client comes from, as its protocol knows them: there the
 * copy can be found without its module. Older copies keep no such registry.
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
 * The exception a client rejects with: an instance of the copy's own class, with the members and the
 * enumerability that an answer from the wire has [observed].
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
 * Adds what a test's author should know, as the error's cause: runners print it below an error that nobody caught,
 * and it is not part of what an application reads, copies or compares.
 */
export function attachHint(exception: Error, hint: string): void {
  const cause = new Error(`[fake-ecr] ${hint}`);
  // Where it was made tells nobody anything.
  cause.stack = `Error: ${cause.message}`;
  Object.defineProperty(exception, 'cause', {
    value: cause,
    enumerable: false,
    writable: true,
    configurable: true,
  });
}

/** What the SDK's retry layer rejects with when it sees a signal that is aborted, whatever the reason [observed]. */
export function abortError(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' });
}

/** For a copy of the SDK in which no class can be found. */
class PlainException extends Error {
  $retryable = undefined;

  constructor({ message, ...properties }: Record<string, unknown>) {
    super(String(message));
    Object.assign(this, properties);
  }
}

/** `$metadata` as the SDK makes it of one answer at the first attempt [observed]. */
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
