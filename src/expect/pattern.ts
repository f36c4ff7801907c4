import { inspect } from 'node:util';
import { type Asymmetric, isAsymmetric } from '../lib/asymmetric.js';
import { isKind } from '../lib/handle-kind.js';

/**
 * Whether a value matches a pattern: objects may have more members, lists must have equal length, and asymmetric
 * matchers of any runner are called.
 */
export function matchesPartly(value: unknown, pattern: unknown): boolean {
  if (isAsymmetric(pattern)) return pattern.asymmetricMatch(value);
  // Not test(): a global expression would continue after its last match.
  if (pattern instanceof RegExp) return typeof value === 'string' && value.search(pattern) >= 0;
  if (pattern instanceof Date) return value instanceof Date && value.getTime() === pattern.getTime();
  if (Array.isArray(pattern)) {
    return (
      Array.isArray(value) &&
      value.length === pattern.length &&
      pattern.every((one, index) => matchesPartly(value[index], one))
    );
  }
  if (typeof pattern !== 'object' || pattern === null) return Object.is(value, pattern);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(pattern).every(([key, wanted]) =>
    matchesPartly((value as Record<string, unknown>)[key], wanted),
  );
}

/** How many leaves of a pattern a value matches, for finding the nearest value. */
export function agreement(value: unknown, pattern: unknown): number {
  if (typeof pattern !== 'object' || pattern === null || isAsymmetric(pattern) || pattern instanceof RegExp) {
    return matchesPartly(value, pattern) ? 1 : 0;
  }
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  for (const [key, wanted] of Object.entries(pattern)) {
    sum += agreement((value as Record<string, unknown>)[key], wanted);
  }
  return sum;
}

/** How many characters of a string are in a message: a digest or an ARN fits, a manifest or a policy is cut. */
const MOST_CHARACTERS = 200;

/** A value in a message: on one line if it is short, asymmetric matchers by their name. */
export function renderValue(value: unknown): string {
  return inspect(plain(value), {
    depth: 6,
    breakLength: 100,
    sorted: true,
    maxArrayLength: 10,
    maxStringLength: MOST_CHARACTERS,
  });
}

/** Replacements for values that print badly. */
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

/** The names of handles in messages: the fake, a registry, a repository, a principal. */
function nameOf(value: unknown): string | undefined {
  if (isKind(value, 'fake')) return 'ecr';
  if (isKind(value, 'registry') || isKind(value, 'repository')) return (value as { key: string }).key;
  if (typeof value !== 'object' || value === null) return undefined;
  const arn = (value as { caller?: { arn?: unknown } | null }).caller?.arn;
  return typeof arn === 'string' ? arn : undefined;
}
