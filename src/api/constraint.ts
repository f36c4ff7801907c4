import type { OperationName } from './facts.js';
import type { Range, ScalarShape } from './shape.js';
import { type Family, noSuchValue, tooLarge, tooLong, tooShort, tooSmall, unmatched } from './wording.js';

/** Answers the text of the violated constraint, or undefined if the value keeps it. */
export type Constraint<T> = (value: T) => string | undefined;

/** The value is one of the enumeration. */
export function oneOf(shape: ScalarShape): Constraint<string> | undefined {
  if (shape.values === undefined) return undefined;
  const values = new Set(shape.values);
  const violation = noSuchValue(shape);
  return (value) => (values.has(value) ? undefined : violation);
}

/** The number is within its bounds. */
export function valueWithin({ min, max }: Range): Constraint<number> | undefined {
  if (min === undefined && max === undefined) return undefined;
  return (value) => {
    if (min !== undefined && value < min) return tooSmall(min);
    if (max !== undefined && value > max) return tooLarge(max);
    return undefined;
  };
}

/** The length is within its bounds: of a text in UTF-16 units, of a blob in bytes, of a list in entries. */
export function lengthWithin(
  { min = 0, max }: Range,
  family: Family,
): Constraint<{ length: number }> | undefined {
  if (min === 0 && max === undefined) return undefined;
  return ({ length }) => {
    if (length < min) return tooShort(min, family);
    if (max !== undefined && length > max) return tooLong(max, family);
    return undefined;
  };
}

/** The text matches the expression of its shape, from the model or from the live service. */
export function matching(
  shape: ScalarShape,
  member: string,
  family: Family,
  live: boolean,
): Constraint<string> | undefined {
  const pattern = shape.pattern ?? (live ? livePatterns[shape.name] : undefined);
  if (pattern === undefined) return undefined;
  const violation = unmatched(member, pattern, family);
  const expression = wholeValue(pattern);
  return (value) => (expression.test(value) ? undefined : violation);
}

/** The first violation of several constraints. */
export function firstOf<T>(constraints: readonly (Constraint<T> | undefined)[]): Constraint<T> | undefined {
  const [first, second, ...more] = constraints.filter((constraint) => constraint !== undefined);
  if (first === undefined || second === undefined) return first;
  const rest = firstOf([second, ...more]) ?? second;
  return (value) => first(value) ?? rest(value);
}

/** The framework's texts for everything that a string's shape requires, in its order [assumed]. */
export function allTexts(shape: ScalarShape): readonly string[] {
  const { min, max, values, pattern } = shape;
  return [
    ...(max === undefined ? [] : [tooLong(max, 'framework')]),
    ...(min === undefined ? [] : [tooShort(min, 'framework')]),
    ...(values === undefined ? [] : [noSuchValue(shape)]),
    ...(pattern === undefined ? [] : [unmatched('', pattern, 'framework')]),
  ];
}

/** Expressions that the live service checks although its model lacks them, by the name of the shape [observed]. */
export const livePatterns: Readonly<Record<string, string>> = {
  ImageTag: '[a-zA-Z0-9-_.]+',
  ImageDigest: '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+',
};

/** Operations that report a malformed tag or digest in `failures`, and carry on [observed]. */
export const patternsAnsweredByFailures: ReadonlySet<OperationName> = new Set<OperationName>([
  'BatchGetImage',
  'BatchDeleteImage',
]);
/**
 * Expressions of the model that may backtrack without end in JavaScript, and their replacements: the same language,
 * written so that no text can match in two ways.
 */
export const rewrittenPatterns: ReadonlyMap<string, string> = new Map([
  // Filters of scanning rules: a separator is always between two other characters.
  ['^[a-z0-9*](?:[._\\-/a-z0-9*]?[a-z0-9*]+)*$', '[a-z0-9*]+(?:[._\\-/][a-z0-9*]+)*'],
]);

const compiled = new Map<string, RegExp>();

/** The expression for a pattern of the model: it matches the whole value, in time linear in its length. */
export function wholeValue(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(`^(?:${rewrittenPatterns.get(pattern) ?? pattern})$`);
    compiled.set(pattern, expression);
  }
  return expression;
}
