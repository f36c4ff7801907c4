import { shown } from '../../lib/arguments.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { type Vocabulary, requireWords } from '../../lib/vocabulary.js';
import type { EcrEvent } from './envelope.js';
import { eventVocabulary } from './event-vocabulary.js';
import { type Condition, MalformedPattern, conditionOf } from './pattern-condition.js';

/**
 * The event pattern of an EventBridge rule: for each member a list of alternatives, or a nested pattern. `$or` has
 * patterns of which one has to match.
 */
export interface RulePattern {
  /** Members of the event: a list of values or filters, or the pattern of an object. */
  readonly [member: string]: RulePattern | readonly unknown[];
}

/**
 * Reads an event pattern as EventBridge does.
 *
 * @param given the pattern, or its JSON text
 * @param who for messages, for example `onEvent()`
 * @returns whether an event matches
 * @throws FakeEcrError if EventBridge would refuse the pattern, or no event of ECR can match it
 */
export function rulePattern(given: unknown, who: string): (event: EcrEvent) => boolean {
  const pattern = objectOf(given, who);
  try {
    const matches = patternOf(pattern, '');
    requirePossible(pattern, eventVocabulary(textsOf(pattern['detail-type'])), who, '');
    return matches;
  } catch (error) {
    if (!(error instanceof MalformedPattern)) throw error;
    throw new FakeEcrError(`${who} was given an event pattern that is not valid. ${error.message}`, ADVICE);
  }
}

const ADVICE = "Expected for example { source: ['aws.ecr'], detail: { 'action-type': ['PUSH'] } }.";

function objectOf(given: unknown, who: string): Readonly<Record<string, unknown>> {
  let pattern = given;
  if (typeof given === 'string') {
    try {
      pattern = JSON.parse(given) as unknown;
    } catch {
      // Reported below, like anything else that is not an object.
    }
  }
  if (isObject(pattern)) return pattern;
  throw new FakeEcrError(`${who} was given the event pattern ${shown(given)}.`, ADVICE);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function patternOf(pattern: Readonly<Record<string, unknown>>, place: string): Condition {
  const members = Object.entries(pattern);
  if (members.length === 0) throw new MalformedPattern(`${place === '' ? 'The pattern' : place} is empty.`);
  const tests = members.map(([name, given]): Condition => {
    const here = place === '' ? name : `${place}.${name}`;
    if (name === '$or') return anyOf(given, place);
    const test = memberOf(given, here);
    return (value) => test(isObject(value) ? value[name] : undefined);
  });
  return (value) => tests.every((test) => test(value));
}

function anyOf(given: unknown, place: string): Condition {
  if (!Array.isArray(given) || given.length < 2 || !given.every(isObject)) {
    throw new MalformedPattern("'$or' takes a list of two patterns or more.");
  }
  const tests = given.map((one) => patternOf(one, place));
  return (value) => tests.some((test) => test(value));
}

function memberOf(given: unknown, place: string): Condition {
  if (isObject(given)) return patternOf(given, place);
  if (!Array.isArray(given) || given.length === 0) {
    throw new MalformedPattern(`"${place}" must be an object or an array that is not empty.`);
  }
  const conditions = (given as unknown[]).map(conditionOf);
  const holds = (value: unknown) => conditions.some((condition) => condition(value));
  // For a list in the event one entry has to match; an empty list counts as absent [docs].
  return (value) => {
    if (!Array.isArray(value)) return !isObject(value) && holds(value);
    return value.length === 0 ? holds(undefined) : value.some(holds);
  };
}

function textsOf(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.filter((one): one is string => typeof one === 'string') : [];
}

/** A rule that EventBridge accepts, but that no event of ECR can match, since a name in it is misspelt. */
function requirePossible(
  pattern: Readonly<Record<string, unknown>>,
  vocabulary: Vocabulary,
  who: string,
  place: string,
): void {
  if (vocabulary.kind !== 'members') return;
  for (const [name, given] of Object.entries(pattern)) {
    // It is often used to combine patterns of several services.
    if (name === '$or' || (Array.isArray(given) && given.some(asksForAbsence))) continue;
    const here = place === '' ? name : `${place}.${name}`;
    if (isObject(given)) {
      requireWords({ [name]: undefined }, vocabulary, who, place);
      requirePossible(given, vocabulary.of(name), who, here);
      continue;
    }
    // One possible alternative is enough: the others may be meant for other services.
    const alternatives = (given as readonly unknown[]).map((one) =>
      typeof one === 'string' ? one : undefined,
    );
    const refusals = alternatives.map((one) =>
      refusalOf(() => requireWords({ [name]: one }, vocabulary, who, place)),
    );
    const [first] = refusals;
    if (first !== undefined && refusals.every((one) => one !== undefined)) throw first;
  }
}

function asksForAbsence(alternative: unknown): boolean {
  return isObject(alternative) && alternative['exists'] === false;
}

function refusalOf(run: () => void): FakeEcrError | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error as FakeEcrError;
  }
}
