import { inspect } from 'node:util';
import { type Asymmetric, isAsymmetric } from '../domain/asymmetric.js';
import { isKind } from '../domain/brand.js';

/** A value in a message: one line where it is short, asymmetric matchers by their own name. */
export function renderValue(value: unknown): string {
  return inspect(plain(value), { depth: 6, breakLength: 100, sorted: true, maxArrayLength: 10 });
}

/** What is printed instead of what prints badly. */
function plain(value: unknown): unknown {
  if (isAsymmetric(value)) return { [inspect.custom]: () => describeAsymmetric(value) };
  const name = nameOf(value);
  if (name !== undefined) return { [inspect.custom]: () => name };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

function describeAsymmetric(matcher: Asymmetric): string {
  return matcher.toAsymmetricMatcher?.() ?? matcher.constructor.name;
}

/** How messages name what a test holds: the fake, a registry, a repository, a principal. */
function nameOf(value: unknown): string | undefined {
  if (isKind(value, 'fake')) return 'ecr';
  if (isKind(value, 'registry') || isKind(value, 'repository')) return (value as { key: string }).key;
  if (typeof value !== 'object' || value === null) return undefined;
  const arn = (value as { caller?: { arn?: unknown } | null }).caller?.arn;
  return typeof arn === 'string' ? arn : undefined;
}
