import { inspect } from 'node:util';
import { FakeEcrError } from './misuse.js';

/** How long a value may be in a message. */
const MOST_CHARACTERS = 200;

/** A value as messages show it, whatever it is: text in quotes, data as JSON, cut where it is long. */
export function shown(value: unknown): string {
  const text = textOf(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    // Undefined where its toJSON() gives nothing.
    return JSON.stringify(value) ?? inspect(value, { depth: 0 });
  } catch {
    return inspect(value, { depth: 0 });
  }
}

/**
 * Refuses what holds no options, before anybody looks into it, and options that there are not: misspelt, they
 * would do nothing, and nobody would notice.
 *
 * @param who for example `settle()`
 * @param known the names there are
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
 * Refuses what is none of a few words.
 *
 * @param what for example `onUnmodelled`
 */
export function requireOneOf(value: unknown, what: string, allowed: readonly unknown[]): void {
  if (allowed.includes(value)) return;
  throw new FakeEcrError(`${what} is ${shown(value)}.`, `Expected ${allowed.map(shown).join(' or ')}.`);
}

/**
 * Refuses what is not a number of at least 0.
 *
 * @param what for example `limits.imagesPerRepository`
 */
export function requireAmount(value: unknown, what: string): void {
  if (typeof value === 'number' && value >= 0) return;
  throw new FakeEcrError(`${what} is ${shown(value)}.`, 'Expected a number of at least 0.');
}

/**
 * Refuses what is not a string.
 *
 * @param who for example `prod.push()`
 * @param expected for example `a reference such as 'payments:v1'`
 */
export function requireText(text: unknown, who: string, expected: string): void {
  if (typeof text === 'string') return;
  throw new FakeEcrError(`${who} was given ${shown(text)}.`, `Expected ${expected}.`);
}

/** Refuses what is not a list. */
export function requireList(list: unknown, who: string, expected: string): void {
  if (Array.isArray(list)) return;
  throw new FakeEcrError(`${who} was given ${shown(list)}.`, `Expected ${expected}.`);
}

/** Refuses what can't be called. */
export function requireFunction(given: unknown, who: string): void {
  if (typeof given === 'function') return;
  throw new FakeEcrError(`${who} was given ${shown(given)}.`, 'Expected a function.');
}
