/** Deeper than any data of ECR, and far from the limit of the stack. */
const DEEPEST = 100;

/**
 * Copies data: objects, lists, dates and immutable values. `structuredClone()` is not available everywhere (not in
 * jsdom), and in Jest it creates objects of another realm.
 *
 * @throws Error if the value holds a function or a symbol, or is circular
 * @example
 * cloneData({ moment: new Date(0), names: ['a'] });
 */
export function cloneData<T>(value: T, depth = 0): T {
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new Error(`A ${typeof value} is not data.`);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) throw new Error('The data has no end.');
  if (Array.isArray(value)) return value.map((entry: unknown) => cloneData(entry, depth + 1)) as T;
  if (Object.prototype.toString.call(value) === '[object Date]') return new Date(Number(value)) as T;
  const copy = {};
  for (const [name, member] of Object.entries(value)) {
    const entry = { value: cloneData(member as unknown, depth + 1), enumerable: true, writable: true };
    // An assignment to `__proto__` would not create a member.
    Object.defineProperty(copy, name, { ...entry, configurable: true });
  }
  return copy as T;
}
