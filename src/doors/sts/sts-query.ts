import { type Failure, type Outcome, isFailure } from '../../aws/failure.js';
import type { Caller } from '../../iam/caller.js';
import type { Callers } from '../../iam/credentials.js';
import {
  invalidAction,
  invalidClientToken,
  missingAuthentication,
  validationError,
} from '../../iam/sts/sts-failures.js';
import { LISTS, TEXTS } from '../../iam/sts/sts-input.js';
import { readStsInput } from '../../iam/sts/sts-input.js';
import { type StsOperation, type StsService, isStsOperation, isUnsigned } from '../../iam/sts/sts-service.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { errorFacts } from './sts-exception.js';

/** An incoming request. @public */
export interface StsQuery {
  /** In any case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** A form, for example `Action=GetCallerIdentity&Version=2011-06-15`. */
  readonly body: string;
}

/** The response to send. @public */
export interface StsReply {
  /** Of HTTP. */
  readonly status: number;
  /** By name. */
  readonly headers: Readonly<Record<string, string>>;
  /** An XML document. */
  readonly body: string;
}

const VERSION = '2011-06-15';
const NAMESPACE = `https://sts.amazonaws.com/doc/${VERSION}/`;

/**
 * Answers a request of STS's query protocol. The caller is found by the access key in the `Authorization` header, as
 * for ECR; signatures are not verified.
 *
 * @param service performs the operation
 * @param callers knows the access keys
 * @param query the request
 * @returns status, headers and an XML document, also for refusals and for mistakes of the test, since a thrown error
 *   would not reach the client
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
    return service.call(operation, readStsInput(queryInput(form)), caller);
  } catch (error) {
    if (error instanceof FakeEcrError) return validationError(error.message);
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

/**
 * The input of an operation from a form: lists are numbered from 1, for example `Tags.member.1.Key` [docs].
 * Fields that no modelled operation has are ignored.
 *
 * @param form the fields of a request
 * @returns the input as the SDK names its members
 * @example
 * queryInput(new URLSearchParams('PolicyArns.member.1.arn=…')); // { PolicyArns: [{ arn: '…' }] }
 */
function queryInput(form: URLSearchParams): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const name of TEXTS) {
    const value = form.get(name);
    if (value !== null) input[name] = value;
  }
  const duration = form.get('DurationSeconds');
  if (duration !== null) input['DurationSeconds'] = Number(duration);
  for (const [name, members] of Object.entries(LISTS)) {
    const list = listIn(form, name, members);
    if (list.length > 0) input[name] = list;
  }
  return input;
}

function listIn(form: URLSearchParams, name: string, members: readonly string[]): readonly unknown[] {
  const list: unknown[] = [];
  for (;;) {
    const entry = `${name}.member.${list.length + 1}`;
    const text = form.get(entry);
    const found = members.flatMap((member): [string, string][] => {
      const value = form.get(`${entry}.${member}`);
      return value === null ? [] : [[member, value]];
    });
    if (text === null && found.length === 0) return list;
    list.push(members.length === 0 ? text : Object.fromEntries(found));
  }
}
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Characters that XML 1.0 cannot represent, lone surrogates among them. */
const UNSAYABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * Members as XML elements, each on a line of its own. Moments are whole seconds in UTC [observed]; members that
 * are undefined are left out. Characters that XML can't hold become U+FFFD, carriage returns and C1 characters are references [assumed].
 *
 * @param members texts, numbers, moments, or objects of these
 * @example
 * xmlElements({ Account: '111122223333' }); // '<Account>111122223333</Account>'
 */
export function xmlElements(members: object): string {
  return Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${content(value)}</${name}>`)
    .join('\n');
}

function content(value: unknown): string {
  if (value instanceof Date) return value.toISOString().replace(/\.\d+Z$/, 'Z');
  if (typeof value === 'object' && value !== null) return `\n${xmlElements(value)}\n`;
  return String(value)
    .replace(UNSAYABLE, '�')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] as string)
    .replace(/[\r\u007f-\u009f]/g, (character) => `&#${character.charCodeAt(0)};`);
}
