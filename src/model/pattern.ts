/**
 * Expressions of the model that may backtrack without end in JavaScript, and what is matched in their stead:
 * the same language, written so that no text can be read in two ways.
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
