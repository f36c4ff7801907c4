import { Failure, type Outcome, isFailure } from '../../domain/failure.js';
import { LISTS, TEXTS } from './sts-members.js';

/**
 * An input as its operation may rely on it: a client of a test may be given anything, and no serializer sees it.
 * `null` is absent, numbers are the texts that the wire makes of them, unknown members are passed over.
 *
 * @param input what a command was made with; what is not an object at all counts as an empty one
 * @returns the members that STS knows, or the refusal of a text that is a structure and the like
 * @example
 * readStsInput({ RoleArn: role, RoleSessionName: 7 }); // { RoleArn: role, RoleSessionName: '7' }
 */
export function readStsInput(input: unknown): Outcome<object> {
  // The SDK's serializer sends nothing for what is not an object [observed].
  const isObject = typeof input === 'object' && input !== null;
  const given = (isObject ? input : {}) as Readonly<Record<string, unknown>>;
  const read: Record<string, unknown> = {};
  for (const name of TEXTS) {
    const text = readText(given[name], name);
    if (isFailure(text)) return text;
    if (text !== undefined) read[name] = text;
  }
  for (const [name, members] of Object.entries(LISTS)) {
    const list = readList(given[name], name, members);
    if (isFailure(list)) return list;
    if (list !== undefined) read[name] = list;
  }
  const duration = given['DurationSeconds'] ?? undefined;
  if (duration === undefined) return read;
  return Number.isInteger(duration)
    ? { ...read, DurationSeconds: duration }
    : malformed('DurationSeconds', 'a whole number');
}

function readList(value: unknown, name: string, members: readonly string[]): Outcome<unknown[] | undefined> {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) return malformed(name, 'a list');
  const list: unknown[] = [];
  for (const entry of value as readonly unknown[]) {
    if (entry === undefined || entry === null) continue;
    const read = members.length === 0 ? readText(entry, name) : readEntry(entry, name, members);
    if (isFailure(read)) return read;
    list.push(read);
  }
  return list;
}

function readEntry(entry: unknown, name: string, members: readonly string[]): Outcome<object> {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    return malformed(name, 'a list of structures');
  }
  const read: Record<string, string> = {};
  for (const member of members) {
    const text = readText((entry as Readonly<Record<string, unknown>>)[member], `${name}.${member}`);
    if (isFailure(text)) return text;
    if (text !== undefined) read[member] = text;
  }
  return read;
}

function readText(value: unknown, name: string): Outcome<string | undefined> {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : malformed(name, 'a string');
}

/** The code is that of the query protocol; the words are ours [assumed]. */
function malformed(name: string, kind: string): Failure {
  return new Failure('MalformedInput', `${name} must be ${kind}.`);
}
