import { shown } from './arguments.js';

/** What a value in a file may be, as data: the check and the JSON schema are derived from it. */
export type JsonShape =
  | {
      readonly type: 'string';
      readonly pattern?: RegExp;
      readonly values?: readonly string[];
      readonly what: string;
    }
  /** The largest absolute value; unlimited when absent. */
  | { readonly type: 'number'; readonly within?: number; readonly what: string }
  | { readonly type: 'boolean'; readonly what: string }
  | { readonly type: 'list'; readonly of: JsonShape; readonly what: string }
  | { readonly type: 'map'; readonly keys: RegExp; readonly of: JsonShape; readonly what: string }
  | {
      readonly type: 'object';
      readonly members: Readonly<Record<string, JsonShape>>;
      readonly required?: readonly string[];
      readonly what: string;
    }
  | { readonly type: 'either'; readonly of: readonly JsonShape[]; readonly what: string }
  /** An object whose members are checked elsewhere; `schema` is its name among the `$defs` of a JSON schema. */
  | { readonly type: 'record'; readonly schema?: string; readonly what: string }
  /** The same, or its JSON text. */
  | { readonly type: 'document'; readonly what: string };

/** A fault in a file, with its place. */
export interface ShapeFault {
  /** For example `$.registries["111122223333/us-west-2"].policy`. */
  readonly path: string;
  readonly problem: string;
}

/** The first fault of a value, or undefined. */
export function shapeFault(value: unknown, shape: JsonShape): ShapeFault | undefined {
  const fault = checkOf(shape)(value);
  return fault && { path: `$${fault.path}`, problem: fault.problem };
}

/** Says what is wrong with a value, and at which place inside it. */
type ShapeCheck = (value: unknown) => ShapeFault | undefined;

const checks = new WeakMap<JsonShape, ShapeCheck>();

/** The check of a shape, compiled once: files can be large. */
function checkOf(shape: JsonShape): ShapeCheck {
  let check = checks.get(shape);
  if (check === undefined) checks.set(shape, (check = makeCheck(shape)));
  return check;
}

// Paths are built on the way back only: most values are valid.
function makeCheck(shape: JsonShape): ShapeCheck {
  const no = (value: unknown) => ({ path: '', problem: `is ${kindOf(value)}: expected ${shape.what}` });
  switch (shape.type) {
    case 'string': {
      const { pattern, values } = shape;
      return (value) => {
        const fits =
          typeof value === 'string' && (pattern?.test(value) ?? true) && (values?.includes(value) ?? true);
        return fits ? undefined : no(value);
      };
    }
    case 'number': {
      const { within: most = Infinity } = shape;
      const least = -most;
      return (value) =>
        typeof value === 'number' && value <= most && value >= least ? undefined : no(value);
    }
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? undefined : no(value));
    case 'list':
      return listCheck(checkOf(shape.of), no);
    case 'map':
      return mapCheck(shape, no);
    case 'object':
      return objectCheck(shape, no);
    case 'either': {
      const alternatives = shape.of.map(checkOf);
      return (value) => {
        const faults = alternatives.map((check) => check(value));
        if (faults.includes(undefined)) return undefined;
        // The fault of the alternative that has the value's form; if none has, what was expected.
        return faults.find((fault) => fault?.path !== '') ?? no(value);
      };
    }
    case 'record':
      return (value) => (isRecord(value) ? undefined : no(value));
    case 'document':
      return (value) => (typeof value === 'string' || isRecord(value) ? undefined : no(value));
  }
}

type Refusal = (value: unknown) => ShapeFault;

function listCheck(check: ShapeCheck, no: Refusal): ShapeCheck {
  return (value) => {
    if (!Array.isArray(value)) return no(value);
    for (let index = 0; index < value.length; index += 1) {
      const fault = check(value[index]);
      if (fault !== undefined) return at(`[${index}]`, fault);
    }
    return undefined;
  };
}

function mapCheck({ keys: pattern, of, what }: JsonShape & { type: 'map' }, no: Refusal): ShapeCheck {
  const check = checkOf(of);
  return (value) => {
    if (!isRecord(value)) return no(value);
    const keys = Object.keys(value);
    const wrong = keys.find((key) => !pattern.test(key));
    if (wrong !== undefined) return { path: '', problem: `'${wrong}' is not a key here: expected ${what}` };
    for (const key of keys) {
      const fault = check(value[key]);
      if (fault !== undefined) return at(member(key), fault);
    }
    return undefined;
  };
}

function objectCheck({ members, required = [] }: JsonShape & { type: 'object' }, no: Refusal): ShapeCheck {
  const known = Object.entries(members).map(([name, shape]) => ({
    name,
    check: checkOf(shape),
    isRequired: required.includes(name),
  }));
  return (value) => {
    if (!isRecord(value)) return no(value);
    for (const name in value) {
      if (Object.hasOwn(members, name) || !Object.hasOwn(value, name)) continue;
      const expected = known.map((one) => one.name).join(', ');
      return { path: member(name), problem: `is not a member here: expected ${expected}` };
    }
    for (const { name, check, isRequired } of known) {
      const one = value[name];
      if (one === undefined) {
        if (isRequired) return { path: '', problem: `lacks the member ${name}` };
        continue;
      }
      const fault = check(one);
      if (fault !== undefined) return at(member(name), fault);
    }
    return undefined;
  };
}

function at(place: string, { path, problem }: ShapeFault): ShapeFault {
  return { path: `${place}${path}`, problem };
}

function kindOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return shown(value);
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : typeof value;
}

function member(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same shape as a JSON schema of draft 2020-12. */
export function jsonSchemaOf(shape: JsonShape): Record<string, unknown> {
  const description = { description: shape.what };
  switch (shape.type) {
    case 'string':
      return {
        type: 'string',
        ...(shape.pattern === undefined ? {} : { pattern: shape.pattern.source }),
        ...(shape.values === undefined ? {} : { enum: shape.values }),
        ...description,
      };
    case 'number':
    case 'boolean':
      return { type: shape.type, ...description };
    case 'list':
      return { type: 'array', items: jsonSchemaOf(shape.of), ...description };
    case 'map':
      return {
        type: 'object',
        patternProperties: { [shape.keys.source]: jsonSchemaOf(shape.of) },
        additionalProperties: false,
        ...description,
      };
    case 'object':
      return {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries(shape.members).map(([key, one]) => [key, jsonSchemaOf(one)]),
        ),
        ...(shape.required === undefined ? {} : { required: shape.required }),
        additionalProperties: false,
        ...description,
      };
    case 'either':
      return { anyOf: shape.of.map(jsonSchemaOf), ...description };
    case 'record':
      return shape.schema === undefined
        ? { type: 'object', ...description }
        : { $ref: `#/$defs/${shape.schema}` };
    case 'document':
      return { type: ['object', 'string'], ...description };
  }
}

declare const shaped: unique symbol;

/** A shape that carries the type of its values. */
export type ShapeOf<T> = JsonShape & { readonly [shaped]?: T };

/** The type of the values of a shape. */
export type TypeOf<S> = S extends { readonly [shaped]?: infer T } ? Exclude<T, undefined> : never;

// Builds shapes; `what` is how messages name it: expected …

export const text = (what: string, pattern?: RegExp): ShapeOf<string> => ({
  type: 'string',
  what,
  ...(pattern === undefined ? {} : { pattern }),
});
export const choice = <T extends string>(what: string, ...values: T[]): ShapeOf<T> => ({
  type: 'string',
  values,
  what,
});
export const list = <T>(of: ShapeOf<T>, what: string): ShapeOf<readonly T[]> => ({ type: 'list', of, what });
export const map = <T>(keys: RegExp, of: ShapeOf<T>, what: string): ShapeOf<Readonly<Record<string, T>>> => ({
  type: 'map',
  keys,
  of,
  what,
});
export const object = (what: string, members: Record<string, JsonShape>, required?: string[]): JsonShape => ({
  type: 'object',
  members,
  what,
  ...(required === undefined ? {} : { required }),
});
export const either = <S extends JsonShape[]>(what: string, ...of: S): ShapeOf<TypeOf<S[number]>> => ({
  type: 'either',
  of,
  what,
});
export const document = (what: string): JsonShape => ({ type: 'document', what });
export const record = <T extends object = object>(what: string, schema?: string): ShapeOf<T> => ({
  type: 'record',
  what,
  ...(schema === undefined ? {} : { schema }),
});
export const flag = <T extends boolean = boolean>(what: string): ShapeOf<T> => ({ type: 'boolean', what });
export const number = <T extends number = number>(what: string, within?: number): ShapeOf<T> => ({
  type: 'number',
  what,
  ...(within === undefined ? {} : { within }),
});
