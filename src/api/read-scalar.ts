import { utf8Bytes } from '../lib/utf8.js';

/** What a reader returns if the value cannot be one of its shape. */
export const WRONG_TYPE = Symbol('wrong type');

type Read<T> = T | typeof WRONG_TYPE;

export function readText(value: unknown): Read<string> {
  return typeof value === 'string'
    ? value
    : unboxed(value, 'string', (box) => String.prototype.valueOf.call(box));
}

export function readBoolean(value: unknown): Read<boolean> {
  return typeof value === 'boolean'
    ? value
    : unboxed(value, 'boolean', (box) => Boolean.prototype.valueOf.call(box));
}

/** Integers and longs are JavaScript numbers; a bigint can be written to the wire, too. */
export function readInteger(value: unknown): Read<number> {
  const number = typeof value === 'bigint' ? Number(value) : readNumber(value);
  return Number.isInteger(number) ? number : WRONG_TYPE;
}

export function readNumber(value: unknown): Read<number> {
  const number =
    typeof value === 'number' ? value : unboxed(value, 'number', (box) => Number.prototype.valueOf.call(box));
  return Number.isFinite(number) ? number : WRONG_TYPE;
}

export function readTime(value: unknown): Read<Date> {
  const time = branded(value, (date) => Date.prototype.getTime.call(date));
  return typeof time === 'number' && !Number.isNaN(time) ? new Date(time) : WRONG_TYPE;
}

/** A view of the caller's bytes, which are not copied. A string stands for its UTF-8 bytes [observed]. */
export function readBlob(value: unknown): Read<Uint8Array> {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  const text = readText(value);
  return text === WRONG_TYPE ? WRONG_TYPE : utf8Bytes(text);
}

/** The primitive inside a boxed one, such as `new String('x')`. */
function unboxed<T>(value: unknown, type: string, valueOf: (box: object) => T): Read<T> {
  const primitive = branded(value, valueOf);
  return typeof primitive === type ? (primitive as T) : WRONG_TYPE;
}

/** Checks the value's internal type, which no property can forge: the methods refuse all other objects. */
function branded<T>(value: unknown, ask: (object: object) => T): T | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return ask(value);
  } catch {
    return undefined;
  }
}
