import { inspect } from 'node:util';
import { FakeEcrError } from './misuse.js';

/** The most characters of a value in a message. */
const MOST_CHARACTERS = 200;

/** A value of any kind as messages show it: text in quotes, data as JSON, cut if it is long. */
export function shown(value: unknown): string {
  const text = textOf(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    // Undefined if its toJSON() returns nothing.
    return JSON.stringify(value) ?? inspect(value, { depth: 0 });
  } catch {
    return inspect(value, { depth: 0 });
  }
}

/**
 * Refuses a value that is not an object of options, and unknown options: a misspelt one would silently do nothing.
 *
 * @param who for example `settle()`
 * @param known the names of all options
 */
export function requireOptions(options: unknown, who: string, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new FakeEcrError(
      `${who} was given the options ${shown(options)}.`,
      'Expected an object, or nothing.',
    );
  }
  const stranger = Object.keys(options).find((name) => !known.includes(name));
  if (stranger === undefined) return;
  throw new FakeEcrError(`${who} was given the option '${stranger}'.`, `There are ${known.join(', ')}.`);
}

/**
 * Refuses a value that is not one of the allowed words.
 *
 * @param what for example `onUnmodelled`
 */
export function requireOneOf(value: unknown, what: string, allowed: readonly unknown[]): void {
  if (allowed.includes(value)) return;
  throw new FakeEcrError(`${what} is ${shown(value)}.`, `Expected ${allowed.map(shown).join(' or ')}.`);
}

/**
 * Refuses a value that is not a number of at least 0.
 *
 * @param what for example `limits.imagesPerRepository`
 */
export function requireAmount(value: unknown, what: string): void {
  if (typeof value === 'number' && value >= 0) return;
  throw new FakeEcrError(`${what} is ${shown(value)}.`, 'Expected a number of at least 0.');
}

/**
 * Refuses a value that is not a string.
 *
 * @param who for example `prod.push()`
 * @param expected for example `a reference such as 'payments:v1'`
 */
export function requireText(text: unknown, who: string, expected: string): void {
  if (typeof text === 'string') return;
  throw new FakeEcrError(`${who} was given ${shown(text)}.`, `Expected ${expected}.`);
}

/** Refuses a value that is not a list. */
export function requireList(list: unknown, who: string, expected: string): void {
  if (Array.isArray(list)) return;
  throw new FakeEcrError(`${who} was given ${shown(list)}.`, `Expected ${expected}.`);
}

/** Refuses a value that is not a function. */
export function requireFunction(given: unknown, who: string): void {
  if (typeof given === 'function') return;
  throw new FakeEcrError(`${who} was given ${shown(given)}.`, 'Expected a function.');
}
