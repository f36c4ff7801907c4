import { Failure, type Outcome } from '../../domain/failure.js';
import { type OperationName, inputShape, shapeNamed } from '../../model/facts.js';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The input of an operation, from JSON; blobs come as base64. No body is an empty input. */
export function decodeInput(operation: OperationName, body: Uint8Array): Outcome<unknown> {
  const text = new TextDecoder().decode(body);
  let input: unknown;
  try {
    input = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return new Failure('SerializationException', 'The body is no JSON.');
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return new Failure('SerializationException', 'The body is no JSON object.');
  }
  const members = input as Record<string, unknown>;
  for (const { name, target } of inputShape(operation).members) {
    const value = members[name];
    if (value === undefined || value === null || shapeNamed(target).type !== 'blob') continue;
    if (typeof value !== 'string' || !BASE64.test(value)) {
      return new Failure('SerializationException', `The member ${name} is no base64.`);
    }
    members[name] = Buffer.from(value, 'base64');
  }
  return members;
}

/** An output as JSON: moments as epoch seconds, absent members left out. */
export function encodeOutput(output: object): string {
  return JSON.stringify(output, function (this: Record<string, unknown>, key, value: unknown) {
    // JSON.stringify has turned dates into text by now.
    const original = this[key];
    return original instanceof Date ? original.getTime() / 1000 : value;
  });
}
