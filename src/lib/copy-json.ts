import { FakeEcrError } from './misuse.js';

/** Deeper than any snapshot, and far from the limit of the stack. */
const DEEPEST = 100;

/**
 * Copies a JSON value. Members that are `undefined` are left out and dates become strings, as in JSON; strings are
 * not copied, since they cannot be changed.
 *
 * @throws FakeEcrError if the value is circular, or holds something that JSON cannot
 */
export function copyJson<T>(value: T, depth = 0): T {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
      throw noJson(typeof value);
    // JSON has one zero.
    return (value === 0 ? 0 : value) as T;
  }
  const { toJSON } = value as { toJSON?: () => unknown };
  // What it answers may be the state of somebody else, who goes on changing it.
  if (typeof toJSON === 'function') return copyJson(withoutToJson(toJSON.call(value)), depth + 1) as T;
  if (depth > DEEPEST) throw noJson('value without an end');
  if (Array.isArray(value)) return value.map((entry: unknown) => copyJson(entry, depth + 1)) as T;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[name];
    if (member !== undefined) setMember(copy, name, copyJson(member, depth + 1));
  }
  return copy as T;
}

/** JSON asks for it once: what answers itself is copied as it is. */
function withoutToJson(value: unknown): unknown {
  const isAsked = typeof (value as { toJSON?: unknown } | null | undefined)?.toJSON === 'function';
  return isAsked && typeof value === 'object' ? { ...value, toJSON: undefined } : value;
}

/** Like JSON.parse, and unlike an assignment, this can create a member of any name. */
export function setMember(copy: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') copy[name] = value;
  else Object.defineProperty(copy, name, { value, enumerable: true, writable: true, configurable: true });
}

function noJson(what: string): FakeEcrError {
  return new FakeEcrError(
    `JSON can't hold a ${what}.`,
    'Expected what JSON.parse() gives, such as a snapshot written and read back.',
  );
}
