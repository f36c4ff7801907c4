import { Failure, type Outcome, isFailure } from '../../domain/failure.js';
import { MisuseError } from '../../domain/misuse.js';
import { isOperationName } from '../../model/facts.js';
import { statusOf } from '../sdk-errors.js';
import { decodeInput, encodeOutput } from './json-members.js';
import { credentialScope, scopeOf } from './signature.js';
import type { WireRequest, WireResponse, WireWorld } from './wire-message.js';

export const CONTENT_TYPE = 'application/x-amz-json-1.1';
const TARGET = /^AmazonEC2ContainerRegistry_V20150921\.(\w+)$/;
const ACCEPTED = /^application\/(x-amz-json-1\.\d|json)\b/;

/**
 * Answers a request of the AWS JSON 1.1 protocol from the model. Never throws: whatever comes gets an answer.
 *
 * @param request the request, whole
 * @param world the world to ask
 * @returns status, headers and body
 * @example
 * const { status, body } = answerWire({ method: 'POST', path: '/', headers, body: bytes }, world);
 */
export function answerWire(request: WireRequest, world: WireWorld): WireResponse {
  if (request.path !== '/') {
    return refusal(new Failure('UnknownOperationException', `There is nothing at ${request.path}.`), 404);
  }
  if (request.method !== 'POST') {
    return refusal(
      new Failure('UnknownOperationException', `${request.method} is not supported; use POST.`),
      405,
    );
  }
  const sts = forSts(request, world);
  if (sts !== undefined) return sts;
  const read = readCall(request);
  if (isFailure(read)) return refusal(read);
  const scope = scopeOf(request, world);
  if (isFailure(scope)) return refusal(scope);
  try {
    const { requestId, outcome } = world.dispatcher.dispatch(read.operation, read.input, scope);
    if (isFailure(outcome)) return refusal(outcome, statusOf(outcome.code), requestId);
    return response(200, encodeOutput(outcome), requestId);
  } catch (error) {
    if (error instanceof MisuseError) return refusal(new Failure('UnknownOperationException', error.message));
    const text = error instanceof Error ? error.message : String(error);
    return refusal(new Failure('InternalFailure', text), 500);
  }
}

function forSts(request: WireRequest, world: WireWorld): WireResponse | undefined {
  const signed = credentialScope(request);
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const isSts = isForm || (!isFailure(signed) && signed.service === 'sts');
  if (!isSts) return undefined;
  if (world.sts !== undefined) return world.sts(request);
  return refusal(new Failure('UnknownOperationException', 'The STS door is not open at this endpoint.'), 404);
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
  const input = decodeInput(operation, body);
  return isFailure(input) ? input : { operation, input };
}

/** An error as the service writes it. */
export function refusal(failure: Failure, status = statusOf(failure.code), requestId = 'none'): WireResponse {
  const { code, message, members } = failure;
  const body = JSON.stringify({ __type: code, ...members, ...(message === undefined ? {} : { message }) });
  return response(status, body, requestId, { 'x-amzn-errortype': code });
}

function response(
  status: number,
  body: string,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): WireResponse {
  return {
    status,
    headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': requestId, ...headers },
    body,
  };
}
