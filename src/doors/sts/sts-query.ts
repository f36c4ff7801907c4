import type { Caller } from '../../domain/caller.js';
import { type Failure, type Outcome, isFailure } from '../../domain/failure.js';
import { MisuseError } from '../../domain/misuse.js';
import type { Callers } from '../../pipeline/callers.js';
import { queryInput } from './query-input.js';
import { errorFacts } from './sts-error-codes.js';
import { invalidAction, invalidClientToken, missingAuthentication, validationError } from './sts-failures.js';
import { type StsOperation, isStsOperation, isUnsigned } from './sts-operations.js';
import type { StsService } from './sts-service.js';
import { xmlElements } from './xml.js';

/** A request as it arrives. */
export interface StsQuery {
  /** In any case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** A form, for example `Action=GetCallerIdentity&Version=2011-06-15`. */
  readonly body: string;
}

/** An answer to be sent. */
export interface StsReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** An XML document. */
  readonly body: string;
}

const VERSION = '2011-06-15';
const NAMESPACE = `https://sts.amazonaws.com/doc/${VERSION}/`;

/**
 * Answers a request of STS's query protocol. Who asks is read from the access key in its `Authorization` header,
 * as for ECR; signatures are not verified.
 *
 * @param service performs the operation
 * @param callers knows the access keys
 * @param query the request
 * @returns status, headers and an XML document, for refusals too, and for mistakes of the test: nobody behind a
 *   socket sees what is thrown
 * @example
 * answerStsQuery(service, callers, { headers, body: 'Action=GetCallerIdentity&Version=2011-06-15' });
 */
export function answerStsQuery(service: StsService, callers: Callers, query: StsQuery): StsReply {
  const requestId = service.nextRequestId();
  const form = new URLSearchParams(query.body);
  const operation = form.get('Action') ?? '';
  const version = form.get('Version') ?? '';
  if (!isStsOperation(operation) || version !== VERSION) {
    return refusal(invalidAction(operation, version), requestId);
  }
  const caller = isUnsigned(operation) ? undefined : callerOf(query, callers);
  const outcome = isFailure(caller) ? caller : perform(service, operation, form, caller);
  return isFailure(outcome) ? refusal(outcome, requestId) : success(operation, outcome, requestId);
}

function perform(
  service: StsService,
  operation: StsOperation,
  form: URLSearchParams,
  caller: Caller | undefined,
): Outcome<object> {
  try {
    return service.call(operation, queryInput(form), caller);
  } catch (error) {
    if (error instanceof MisuseError) return validationError(error.message);
    throw error;
  }
}

/** The caller behind the access key of an AWS Signature Version 4 header. */
function callerOf({ headers }: StsQuery, callers: Callers): Outcome<Caller> {
  const authorization = header(headers, 'authorization') ?? '';
  const accessKeyId = /\bCredential=([^/,\s]+)\//.exec(authorization)?.[1];
  if (accessKeyId === undefined) return missingAuthentication();
  return callers.bySigner(accessKeyId, header(headers, 'x-amz-security-token')) ?? invalidClientToken();
}

function header(headers: StsQuery['headers'], wanted: string): string | undefined {
  const [, given] = Object.entries(headers).find(([name]) => name.toLowerCase() === wanted) ?? [];
  return typeof given === 'string' || given === undefined ? given : given[0];
}

function success(operation: StsOperation, answer: object, requestId: string): StsReply {
  const result = { [`${operation}Result`]: answer, ResponseMetadata: { RequestId: requestId } };
  return reply(200, `${operation}Response`, result, requestId);
}

/**
 * An error as the service writes it.
 *
 * @param status of HTTP; that of the error's code by default
 */
export function refusal(
  { code, message = '' }: Failure,
  requestId: string,
  status = errorFacts(code).status,
): StsReply {
  const error = { Error: { Type: 'Sender', Code: code, Message: message }, RequestId: requestId };
  return reply(status, 'ErrorResponse', error, requestId);
}

function reply(status: number, root: string, members: object, requestId: string): StsReply {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: `<${root} xmlns="${NAMESPACE}">\n${xmlElements(members)}\n</${root}>\n`,
  };
}
