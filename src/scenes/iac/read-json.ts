import { shown } from '../../lib/arguments.js';
import { copyJson } from '../../lib/copy-json.js';
import { FakeEcrError } from '../../lib/misuse.js';

export type JsonRecord = Readonly<Record<string, unknown>>;

const YAML =
  'YAML is read by a parser of your own: pass yaml.parse(text, { customTags: cloudFormationTags }).';

/** A text without blanks and braces that ends as files do. */
const PATH = /^[^\s{}]+\.[a-z]{2,10}$/i;

/** So many values fit in a template, a plan or a state: far more than any of a real team. */
const MOST_VALUES = 1_000_000;
const DEEPEST = 100;

/**
 * What was given as data: a copy, without accessors and cycles.
 *
 * @param what for messages, for example `The template of stack Source`
 * @param advice what to do about a text that is not JSON
 * @throws FakeEcrError if it is neither an object nor a JSON text of one, or is too large
 */
export function readJsonObject(given: unknown, what: string, advice = YAML): JsonRecord {
  let value = given;
  if (typeof given === 'string') {
    try {
      value = JSON.parse(given);
    } catch {
      if (PATH.test(given)) {
        throw new FakeEcrError(
          `${what} is the text ${shown(given)}, which looks like a path.`,
          `Pass what is in the file: readFileSync(${shown(given)}, 'utf8').`,
        );
      }
      throw new FakeEcrError(`${what} is a text that is not JSON.`, advice);
    }
  }
  try {
    const { toJSON } = (value ?? {}) as { toJSON?: unknown };
    if (isConstruct(value)) {
      throw new FakeEcrError(
        `${what} is a construct of the CDK.`,
        'Pass what it is synthesized to: Template.fromStack(stack).toJSON().',
      );
    }
    if (typeof toJSON === 'function') value = toJSON.call(value) as unknown;
    if (!isRecord(value))
      throw new FakeEcrError(`${what} is ${shown(given)}.`, 'Expected an object, or its JSON text.');
    requireSize(value, what);
    return copyJson(value);
  } catch (error) {
    if (error instanceof FakeEcrError) throw error;
    throw new FakeEcrError(`${what} can't be read: ${String(error)}.`, 'Expected plain data.');
  }
}

/** A stack that was not synthesized. */
function isConstruct(value: unknown): boolean {
  return isRecord(value) && isRecord(value['node']) && 'addMetadata' in value['node'];
}

/** Members that are shared, as the anchors of YAML are, can make much of little. */
function requireSize(value: JsonRecord, what: string): void {
  let left = MOST_VALUES;
  const visit = (one: unknown, depth: number): void => {
    left -= 1;
    if (left < 0 || depth > DEEPEST) {
      throw new FakeEcrError(
        `${what} has more than ${MOST_VALUES} values, or no end.`,
        'Expected what a tool writes, such as JSON.parse() gives.',
      );
    }
    if (typeof one !== 'object' || one === null) return;
    for (const inner of Object.values(one) as unknown[]) visit(inner, depth + 1);
  };
  visit(value, 0);
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

/** Some members of a record, as far as it has them. */
export function pick(record: JsonRecord, names: readonly string[]): JsonRecord {
  return Object.fromEntries(
    names.filter((name) => member(record, name) !== undefined).map((name) => [name, record[name]]),
  );
}
