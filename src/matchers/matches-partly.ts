import { isAsymmetric } from '../domain/asymmetric.js';

/**
 * Whether a value has everything a pattern asks for: objects may have more members, lists must be equally
 * long, and asymmetric matchers of any runner decide for themselves.
 */
export function matchesPartly(value: unknown, pattern: unknown): boolean {
  if (isAsymmetric(pattern)) return pattern.asymmetricMatch(value);
  // Not test(): a global pattern would go on where it last matched.
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

/** How many leaves of a pattern a value satisfies, for finding what comes nearest. */
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
