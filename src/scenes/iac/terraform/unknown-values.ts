import type { FakeEcrError } from '../../../lib/misuse.js';
import { type Step, formatSteps } from '../../../world/written-origin.js';
import { type JsonRecord, asText, isRecord, member, recordOf } from '../read-json.js';
import { refuse } from '../refuse.js';
import type { KnownTerraformType } from './known-types.js';
import type { TerraformResource } from './read-terraform.js';

/** Values that a plan does not know, by address and attribute; `skip` leaves such resources out. */
export type UnknownOption = 'skip' | Readonly<Record<string, string | object>>;

/** An attribute that has no value: a plan does not know it yet, or it is not there at all. */
export interface Missing {
  readonly path: readonly Step[];
  readonly isUnknown: boolean;
}

/** The first attribute that a resource lacks; undefined if it has all it needs. */
export function missingIn(
  { values, unknown }: Pick<TerraformResource, 'values' | 'unknown'>,
  { needed, deciding }: KnownTerraformType,
): Missing | undefined {
  const find = (names: readonly string[], isNeeded: boolean): Missing | undefined => {
    for (const name of names) {
      const found = lookInto(values, unknown, name.split('.'), [], isNeeded);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(needed, true) ?? find(deciding, false);
}

/** Absent and unknown look alike in the values: only `after_unknown` tells [docs]. */
function lookInto(
  value: unknown,
  unknown: unknown,
  names: readonly string[],
  path: readonly Step[],
  isNeeded: boolean,
): Missing | undefined {
  const [name, ...rest] = names;
  // A block that is unknown as a whole was not written; the provider will compute it.
  if (unknown === true) return isNeeded || name === undefined ? { path, isUnknown: true } : undefined;
  if (Array.isArray(value) || Array.isArray(unknown)) {
    const values = Array.isArray(value) ? (value as readonly unknown[]) : [];
    const marks = Array.isArray(unknown) ? (unknown as readonly unknown[]) : [];
    for (let index = 0; index < Math.max(values.length, marks.length); index += 1) {
      const found = lookInto(values[index], marks[index], names, [...path, index], isNeeded);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (name === undefined) {
    const isMissing = isNeeded && (value === undefined || value === null);
    return isMissing ? { path, isUnknown: false } : undefined;
  }
  // A block that is not there lacks nothing.
  if (!isRecord(value) && !isRecord(unknown)) return undefined;
  const inner = member(value, name);
  const mark = member(unknown, name);
  if (rest.length > 0 && inner === undefined && mark === undefined) return undefined;
  return lookInto(inner, mark, rest, [...path, name], isNeeded);
}

/** A text that mentions what is not known is not known as a whole: it can't be put together again. */
export function refuseMissing(
  { address, expressions }: TerraformResource,
  { path, isUnknown }: Missing,
): FakeEcrError {
  const place = { source: '', id: address };
  if (!isUnknown) return refuse(place, path, 'is missing, and is required.');
  const references = member(recordOf(expressions, asText(path[0])), 'references');
  const named = Array.isArray(references) ? ` It refers to ${references.map(asText).join(', ')}.` : '';
  return refuse(
    place,
    path,
    `is not known before the plan is applied.${named}`,
    `Give a state after 'terraform apply' against fake-ecr serve, write ARNs with names, pass unknown: { '${address}.${formatSteps(path)}': … }, or unknown: 'skip'.`,
  );
}

/** What a test says of values that a plan does not know. */
export class SuppliedValues {
  readonly #used = new Set<string>();

  constructor(private readonly option: UnknownOption) {}

  /** Puts what was supplied for a resource into its values. */
  into(resource: TerraformResource): Pick<TerraformResource, 'values' | 'unknown'> {
    const { address, values, unknown } = resource;
    if (this.option === 'skip') return { values, unknown };
    let [given, marks]: JsonRecord[] = [values, unknown];
    for (const [key, value] of Object.entries(this.option)) {
      const steps = stepsIn(key, address);
      if (steps === undefined) continue;
      this.#used.add(key);
      // Blocks are lists; any other object is a document, which Terraform holds as a text.
      const supplied = isRecord(value) ? JSON.stringify(value) : value;
      given = withValue(given, steps, supplied) as JsonRecord;
      marks = withValue(marks, steps, undefined) as JsonRecord;
    }
    return { values: given ?? values, unknown: marks ?? unknown };
  }

  /** @throws FakeEcrError if something was supplied for what there is not */
  requireUsed(): void {
    if (this.option === 'skip') return;
    const stranger = Object.keys(this.option).find((key) => !this.#used.has(key));
    if (stranger === undefined) return;
    throw refuse({ source: '', id: stranger }, [], 'nothing reads this key of unknown.');
  }
}

/** The way to an attribute of a resource, if a key of the option is about it. */
function stepsIn(key: string, address: string): readonly Step[] | undefined {
  if (!key.startsWith(`${address}.`)) return undefined;
  const path = key.slice(address.length + 1);
  if (!/^\w+(\[\d{1,4}\]|\.\w+)*$/.test(path)) return undefined;
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** A copy with another value at a place; ways that are not there are made. */
function withValue(whole: unknown, [step, ...rest]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list: unknown[] = Array.isArray(whole) ? [...(whole as readonly unknown[])] : [];
    list[step] = withValue(list[step], rest, value);
    return list;
  }
  const record = isRecord(whole) ? whole : {};
  return { ...record, [step]: withValue(member(record, step), rest, value) };
}
