/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

/** The schema of one place in a document. */
export interface JsonShape {
  readonly type: 'integer' | 'string' | 'array' | 'object';
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: JsonShape;
  readonly properties?: Readonly<Record<string, JsonShape>>;
  readonly required?: readonly string[];
  /** Keys outside `properties` are refused. */
  readonly isClosed?: boolean;
  /** Alternatives of which exactly one has to match. Checked only if the value has the type. */
  readonly oneOf?: { readonly count: number; readonly matches: (value: JsonObject) => boolean };
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own member of the document; inherited ones do not count. */
export function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * The violations of a schema, with the texts of the Java validator that the service uses [observed]. Like that
 * validator it checks all siblings, but goes no deeper after a failure: 51 rules without a selection are only
 * reported as too many rules [observed].
 */
export function shapeViolations(value: Json, shape: JsonShape): string[] {
  const violations: string[] = [];
  descend(value, shape, violations);
  return violations;
}

function descend(value: Json, shape: JsonShape, violations: string[]): void {
  judge(value, shape, violations);
  if (violations.length > 0) return;
  if (Array.isArray(value) && shape.items) {
    for (const item of value as readonly Json[]) descend(item, shape.items, violations);
  } else if (isJsonObject(value) && shape.properties) {
    for (const [key, child] of Object.entries(shape.properties)) {
      const member = own(value, key);
      if (member !== undefined) descend(member, child, violations);
    }
  }
}

/** The keywords of one place, in alphabetical order like the validator [assumed]. */
function judge(value: Json, shape: JsonShape, violations: string[]): void {
  const type = typeOf(value);
  if (type !== shape.type) {
    violations.push(
      `instance type (${type}) does not match any allowed primitive type (allowed: ["${shape.type}"])`,
    );
  } else if (isJsonObject(value)) {
    judgeObject(value, shape, violations);
  } else if (Array.isArray(value)) {
    judgeArray(value.length, shape, violations);
  } else if (typeof value === 'string' && shape.values && !shape.values.includes(value)) {
    const known = JSON.stringify([...shape.values].sort());
    violations.push(
      `instance value (${JSON.stringify(value)}) not found in enum (possible values: ${known})`,
    );
  } else if (typeof value === 'number' && shape.minimum !== undefined && value < shape.minimum) {
    violations.push(
      `numeric instance is lower than the required minimum (minimum: ${shape.minimum}, found: ${value})`,
    );
  }
}

function judgeObject(value: JsonObject, shape: JsonShape, violations: string[]): void {
  const known = shape.properties ?? {};
  const unknown = shape.isClosed ? Object.keys(value).filter((key) => !Object.hasOwn(known, key)) : [];
  if (unknown.length > 0) {
    const list = JSON.stringify(unknown.sort());
    violations.push(`object instance has properties which are not allowed by the schema: ${list}`);
  }
  if (shape.oneOf && !shape.oneOf.matches(value)) {
    violations.push(`instance failed to match exactly one schema (matched 0 out of ${shape.oneOf.count})`);
  }
  const missing = (shape.required ?? []).filter((key) => !Object.hasOwn(value, key));
  if (missing.length > 0) {
    violations.push(`object has missing required properties (${JSON.stringify(missing.sort())})`);
  }
}

function judgeArray(length: number, shape: JsonShape, violations: string[]): void {
  if (shape.maxItems !== undefined && length > shape.maxItems) {
    violations.push(
      `array is too long: must have at most ${shape.maxItems} elements but instance has ${length} elements`,
    );
  }
  if (shape.minItems !== undefined && length < shape.minItems) {
    violations.push(
      `array is too short: must have at least ${shape.minItems} elements but instance has ${length} elements`,
    );
  }
}

function typeOf(value: Json): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value as 'boolean' | 'string' | 'object';
}
