import { shown } from '../../lib/arguments.js';
import { copyJson } from '../../lib/copy-json.js';
import { FakeEcrError } from '../../lib/misuse.js';

export type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * What was given as data: a copy, without accessors and cycles.
 *
 * @param what for messages, for example `The template of stack Source`
 * @throws FakeEcrError if it is neither an object nor a JSON text of one
 */
export function readJsonObject(given: unknown, what: string): JsonRecord {
  let value = given;
  if (typeof given === 'string') {
    try {
      value = JSON.parse(given);
    } catch {
      throw new FakeEcrError(
        `${what} is a text that is not JSON.`,
        'YAML is read by a parser of your own: pass yaml.parse(text, { customTags: cloudFormationTags }).',
      );
    }
  }
  if (!isRecord(value))
    throw new FakeEcrError(`${what} is ${shown(given)}.`, 'Expected an object, or its JSON text.');
  return copyJson(value);
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own member: what a prototype has was not written. */
export function member(record: unknown, name: string): unknown {
  return isRecord(record) && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The same, as an object; empty if there is none. */
export function recordOf(record: unknown, name: string): JsonRecord {
  const value = member(record, name);
  return isRecord(value) ? value : {};
}

/** A value as a text: numbers and truth values as they are written. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** What kind of value it is, for messages; texts as they are. */
export function kindOf(value: unknown): string {
  if (typeof value === 'symbol') return value.description ?? 'nothing';
  if (Array.isArray(value)) return 'a list';
  return isRecord(value) ? 'an object' : shown(value);
}

/** The members that are there: absent attributes of Terraform are null. */
export function present(members: JsonRecord): JsonRecord {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null),
  );
}
