/**
 * A refusal of the service, as a value: the domain, the engines and the operations return it, and only a
 * door turns it into an exception of the SDK.
 */
export class Failure {
  constructor(
    /** The exception's class name, for example `RepositoryNotFoundException`. */
    readonly code: string,
    /** The text as the service words it; absent if the response carries none. */
    readonly message?: string,
    /** Further members of the exception, for example `uploadId`. */
    readonly members: Readonly<Record<string, unknown>> = {},
    /** The code of the underlying reason, which only the registry protocol distinguishes. */
    readonly reason?: string,
  ) {}
}

/** The result of a rule: a value, or the refusal. */
export type Outcome<T> = T | Failure;

export function isFailure(value: unknown): value is Failure {
  return value instanceof Failure;
}

/** The form of every constraint violation in ECR [observed]. */
export function invalidParameter(field: string, constraint: string): Failure {
  return new Failure(
    'InvalidParameterException',
    `Invalid parameter at '${field}' failed to satisfy constraint: '${constraint}'`,
  );
}
