import { inspect } from 'node:util';

/** A value in a message: one line where it is short, asymmetric matchers by their own name. */
export function renderValue(value: unknown): string {
  return inspect(plain(value), { depth: 6, breakLength: 100, sorted: true, maxArrayLength: 10 });
}

/** What is printed instead of what prints badly. */
function plain(value: unknown): unknown {
  if (isAsymmetric(value)) return { [inspect.custom]: () => describeAsymmetric(value) };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

/** `expect.any(String)` and its like, of whatever runner. */
export interface Asymmetric {
  asymmetricMatch(other: unknown): boolean;
  toAsymmetricMatcher?(): string;
}

export function isAsymmetric(value: unknown): value is Asymmetric {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<Asymmetric>).asymmetricMatch === 'function'
  );
}

function describeAsymmetric(matcher: Asymmetric): string {
  return matcher.toAsymmetricMatcher?.() ?? matcher.constructor.name;
}
