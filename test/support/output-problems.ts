import { type OperationName, outputShape, shapeNamed } from '../../src/api/facts.js';
import {
  WRONG_TYPE,
  readBlob,
  readBoolean,
  readInteger,
  readNumber,
  readText,
  readTime,
} from '../../src/api/read-scalar.js';
import type { ApiShape, ListShape, MapShape, ScalarShape, StructureShape } from '../../src/api/shape.js';

type Tell = (path: string, problem: string) => void;

/**
 * What is wrong with an output, by the model of the API: members that it does not have, required ones that
 * are missing, values of a wrong type or outside their enumeration, and keys that hold `undefined` or `null`
 * where an absent member has no key.
 *
 * @param operation whose output it is
 * @param output with or without `$metadata`
 * @returns a sentence for each problem, for example `images[0].imageId: is not a member.`; empty if all is well
 */
export function outputProblems(operation: OperationName, output: object): readonly string[] {
  const problems: string[] = [];
  const members: Record<string, unknown> = { ...output };
  delete members['$metadata'];
  inspectStructure(outputShape(operation), members, '', (path, problem) =>
    problems.push(`${path === '' ? operation : path}: ${problem}`),
  );
  return problems;
}

function inspect(shape: ApiShape, value: unknown, path: string, tell: Tell): void {
  if (value === undefined || value === null) {
    tell(path, `is ${String(value)} instead of absent.`);
    return;
  }
  switch (shape.type) {
    case 'structure':
      return inspectStructure(shape, value, path, tell);
    case 'list':
      return inspectList(shape, value, path, tell);
    case 'map':
      return inspectMap(shape, value, path, tell);
    default:
      return inspectScalar(shape, value, path, tell);
  }
}

function inspectStructure(shape: StructureShape, value: unknown, path: string, tell: Tell): void {
  if (!isPlainObject(value)) return tell(path, 'is not a plain object.');
  const known = new Map(shape.members.map((member) => [member.name, member]));
  for (const [name, inner] of Object.entries(value)) {
    const member = known.get(name);
    if (member === undefined) tell(joined(path, name), 'is not a member.');
    else inspect(shapeNamed(member.target), inner, joined(path, name), tell);
  }
  for (const { name, required } of shape.members) {
    if (required && !Object.hasOwn(value, name)) tell(joined(path, name), 'is required and missing.');
  }
}

function inspectList(shape: ListShape, value: unknown, path: string, tell: Tell): void {
  if (!Array.isArray(value)) return tell(path, 'is not a list.');
  const entry = shapeNamed(shape.entry);
  for (let index = 0; index < value.length; index++) inspect(entry, value[index], `${path}[${index}]`, tell);
}

function inspectMap(shape: MapShape, value: unknown, path: string, tell: Tell): void {
  if (!isPlainObject(value)) return tell(path, 'is not a plain object.');
  for (const [key, inner] of Object.entries(value)) {
    inspect(shapeNamed(shape.key), key, `${path} key ${key}`, tell);
    inspect(shapeNamed(shape.value), inner, joined(path, key), tell);
  }
}

const readers = {
  string: readText,
  blob: readBlob,
  boolean: readBoolean,
  integer: readInteger,
  long: readInteger,
  double: readNumber,
  timestamp: readTime,
} as const satisfies Record<ScalarShape['type'], (value: unknown) => unknown>;

function inspectScalar({ type, values }: ScalarShape, value: unknown, path: string, tell: Tell): void {
  const isBytes = type === 'blob' && value instanceof Uint8Array;
  const isBare = type === 'timestamp' || typeof value !== 'object';
  if (!isBytes && (!isBare || readers[type](value) === WRONG_TYPE))
    return tell(path, `is not ${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}.`);
  if (values !== undefined && !values.includes(value as string)) {
    tell(path, `is '${String(value)}', none of ${values.join(', ')}.`);
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return Object.prototype.toString.call(value) === '[object Object]';
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
