import { type OperationName, inputShape, isOperationName, shapeNamed } from '../../api/facts.js';
import { Failure, type Outcome, isFailure } from '../../aws/failure.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { strictUtf8Text } from '../../lib/utf8.js';
import { statusOf } from '../sdk-exceptions.js';
import { refusal as stsRefusal } from '../sts/sts-query.js';
import type { WireRequest, WireResponse, WireWorld } from './messages.js';
import { credentialScope, scopeOf } from './signature.js';

const CONTENT_TYPE = 'application/x-amz-json-1.1';
const TARGET = /^AmazonEC2ContainerRegistry_V20150921\.(\w+)$/;
const ACCEPTED = /^application\/(x-amz-json-1\.\d|json)\s*(;|$)/i;

/**
 * Answers a request of the AWS JSON 1.1 protocol from the model. Never throws: every request gets an answer.
 *
 * @param request the complete request
 * @param world the world that answers
 * @returns status, headers and body
 * @example
 * const { status, body } = answerWire({ method: 'POST', path: '/', headers, body: bytes }, world);
 */
export function answerWire(request: WireRequest, world: WireWorld): WireResponse {
  try {
    return answer(request, world);
  } catch (error) {
    if (error instanceof FakeEcrError) {
      return refusal(new Failure('UnknownOperationException', error.message), world.newRequestId());
    }
    const text = error instanceof Error ? error.message : String(error);
    return refusal(new Failure('InternalFailure', text), world.newRequestId());
  }
}

function answer(request: WireRequest, world: WireWorld): WireResponse {
  const refuse = (failure: Failure, status?: number) => refusal(failure, world.newRequestId(), status);
  const { path, method } = request;
  if (path !== '/') {
    return refuse(new Failure('UnknownOperationException', `There is nothing at ${path}.`), 404);
  }
  if (method !== 'POST') {
    const answer = refuse(
      new Failure('UnknownOperationException', `${method} is not supported; use POST.`),
      405,
    );
    return { ...answer, headers: { ...answer.headers, allow: 'POST' } };
  }
  if (isForSts(request)) {
    const closed = new Failure('UnknownOperationException', 'The STS door is not open at this endpoint.');
    return world.sts(request) ?? refuse(closed, 404);
  }
  const read = readCall(request);
  if (isFailure(read)) return refuse(read);
  const scope = scopeOf(request, world);
  if (isFailure(scope)) return refuse(scope);
  const { requestId, outcome } = world.dispatcher.dispatch(read.operation, read.input, scope);
  return isFailure(outcome)
    ? refusal(outcome, requestId)
    : response(200, encodeOutput(outcome), { 'x-amzn-requestid': requestId });
}

function isForSts(request: WireRequest): boolean {
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (isForm) return true;
  const signed = credentialScope(request);
  return !isFailure(signed) && signed.service === 'sts';
}

interface Call {
  readonly operation: string;
  readonly input: unknown;
}

function readCall({ headers, body }: WireRequest): Outcome<Call> {
  const target = headers['x-amz-target'] ?? '';
  const operation = TARGET.exec(target)?.[1];
  if (operation === undefined || !isOperationName(operation)) {
    return new Failure(
      'UnknownOperationException',
      target === '' ? 'The header X-Amz-Target is missing.' : `There is no operation ${target}.`,
    );
  }
  const type = headers['content-type'] ?? '';
  if (!ACCEPTED.test(type)) {
    return new Failure(
      'SerializationException',
      `The content type must be ${CONTENT_TYPE}${type === '' ? '' : `, not ${type}`}.`,
    );
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    return new Failure('SerializationException', `The content encoding ${encoding} is not supported.`);
  }
  const input = decodeInput(operation, body);
  return isFailure(input) ? input : { operation, input };
}

/** The refusal of a request that is not processed, in the form of the service it is meant for. */
export function refuseUnread(request: WireRequest, failure: Failure, world: WireWorld): WireResponse {
  const requestId = world.newRequestId();
  return isForSts(request) ? stsRefusal(failure, requestId, 403) : refusal(failure, requestId, 403);
}

/**
 * An error as the service writes it.
 *
 * @param status of HTTP; that of the error's class by default
 */
export function refusal(
  { code, message, members }: Failure,
  requestId: string,
  status = statusOf(code),
): WireResponse {
  const body = JSON.stringify({ __type: code, ...members, ...(message === undefined ? {} : { message }) });
  return response(status, body, { 'x-amzn-requestid': requestId, 'x-amzn-errortype': code });
}

function response(status: number, body: string, headers: Readonly<Record<string, string>>): WireResponse {
  return { status, headers: { 'content-type': CONTENT_TYPE, ...headers }, body };
}

/** The input of an operation, from JSON; blobs are base64. An empty body is an empty input. */
function decodeInput(operation: OperationName, body: Uint8Array): Outcome<unknown> {
  let input: unknown;
  try {
    const text = strictUtf8Text(body);
    input = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return new Failure('SerializationException', 'The body is not JSON.');
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return new Failure('SerializationException', 'The body is not a JSON object.');
  }
  const members = input as Record<string, unknown>;
  for (const { name, target } of inputShape(operation).members) {
    const value = members[name];
    if (value === undefined || value === null || shapeNamed(target).type !== 'blob') continue;
    if (typeof value !== 'string' || !isBase64(value)) {
      return new Failure('SerializationException', `The member ${name} is not base64.`);
    }
    members[name] = Buffer.from(value, 'base64');
  }
  return members;
}

/**
 * Searches for invalid characters: an expression for the whole text would need a stack as deep as the text is long,
 * and layers are long.
 */
function isBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return !/[^A-Za-z0-9+/]/.test(text.slice(0, text.length - padding));
}

/** An output as JSON: moments as epoch seconds, absent members left out. */
function encodeOutput(output: object): string {
  return JSON.stringify(output, function (this: Record<string, unknown>, key, value: unknown) {
    // JSON.stringify has already turned dates into strings here.
    const original = this[key];
    return original instanceof Date ? original.getTime() / 1000 : value;
  });
}
