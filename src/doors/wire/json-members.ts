import { strictUtf8Text } from '../../domain/utf8.js';
import { Failure, type Outcome } from '../../domain/failure.js';
import { type OperationName, inputShape, shapeNamed } from '../../model/facts.js';

/** The input of an operation, from JSON; blobs come as base64. No body is an empty input. */
export function decodeInput(operation: OperationName, body: Uint8Array): Outcome<unknown> {
  let input: unknown;
  try {
    const text = strictUtf8Text(body);
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
    if (typeof value !== 'string' || !isBase64(value)) {
      return new Failure('SerializationException', `The member ${name} is no base64.`);
    }
    members[name] = Buffer.from(value, 'base64');
  }
  return members;
}

/**
 * Looks for what must not be there: one expression for the whole text would need a stack as deep as the text is
 * long, and layers are long.
 */
function isBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return !/[^A-Za-z0-9+/]/.test(text.slice(0, text.length - padding));
}

/** An output as JSON: moments as epoch seconds, absent members left out. */
export function encodeOutput(output: object): string {
  return JSON.stringify(output, function (this: Record<string, unknown>, key, value: unknown) {
    // JSON.stringify has turned dates into text by now.
    const original = this[key];
    return original instanceof Date ? original.getTime() / 1000 : value;
  });
}
