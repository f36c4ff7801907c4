import { types } from 'node:util';
import { Failure, type Outcome } from '../aws/failure.js';
import { type OperationName, inputShape, shapeNamed } from './facts.js';
import {
  WRONG_TYPE,
  readBlob,
  readBoolean,
  readInteger,
  readNumber,
  readText,
  readTime,
} from './read-scalar.js';
import type { ApiShape, ListShape, StructureShape } from './shape.js';

/** Called with the path of each member that the model does not know, for example `imageIds[0].imageDigst`. */
export type OnUnknown = (path: string) => void;

type Reader = (value: unknown, onUnknown: OnUnknown | undefined, path: string) => unknown;
type Members = Record<string, unknown>;

const { isProxy } = types;

/**
 * Reads an input as the service's deserialiser does: a new object with the modelled members alone, so that a
 * later change of the caller's object has no effect. Blobs are the exception: they are not copied, and have to be
 * consumed before the caller continues.
 *
 * @param operation whose input it is
 * @param raw what the caller passed; members that are `undefined` or `null` count as absent. What is neither an
 *   object nor a list is the empty input that the SDK's serializer sends for it [observed]
 * @param onUnknown called for members that are ignored because the model does not know them
 * @returns the copy, or a SerializationException if a value has the wrong type. An error that a getter of the caller
 *   throws passes through.
 */
export function readInput(
  operation: OperationName,
  raw: unknown,
  onUnknown?: OnUnknown,
): Outcome<Record<string, unknown>> {
  if (!isStructure(raw) && !Array.isArray(raw)) return {};
  const reader = readerOfInput(operation);
  sawUnknown = false;
  const read = reader(raw, undefined, '');
  // Their places are worked out only if there are any.
  if (sawUnknown && onUnknown !== undefined) reader(raw, onUnknown, '');
  // What the service answers to a body it cannot decode; the wire carries no text [assumed].
  return read === WRONG_TYPE ? new Failure('SerializationException') : (read as Members);
}

/** A copy of an input that owns its bytes, for a call that waits. @param input as {@link readInput} made it */
export function withOwnBytes(input: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(input)) {
    if (value instanceof Uint8Array) input[name] = Uint8Array.from(value);
  }
  return input;
}

/** Whether the current read met a member that the model does not know. */
let sawUnknown = false;

const readers = new Map<string, Reader>();

function readerOfInput(operation: OperationName): Reader {
  return readers.get(operation) ?? remember(operation, readerOf(inputShape(operation)));
}

function remember(operation: OperationName, reader: Reader): Reader {
  readers.set(operation, reader);
  return reader;
}

function readerOf(shape: ApiShape): Reader {
  switch (shape.type) {
    case 'structure':
      return structureReader(shape);
    case 'list':
      return listReader(shape);
    case 'map':
      throw new Error(`No input of the API had a map when this was written, but ${shape.name} is one.`);
    case 'string':
      return readText;
    case 'blob':
      return readBlob;
    case 'boolean':
      return readBoolean;
    case 'integer':
    case 'long':
      return readInteger;
    case 'double':
      return readNumber;
    case 'timestamp':
      return readTime;
  }
}

function structureReader(shape: StructureShape): Reader {
  const readers = new Map(shape.members.map(({ name, target }) => [name, readerOf(shapeNamed(target))]));
  return (value, onUnknown, path) => {
    if (!isStructure(value)) return WRONG_TYPE;
    const copy: Members = {};
    for (const name of namesIn(value, readers)) {
      const raw = value[name];
      if (raw === undefined || raw === null) continue;
      const read = readers.get(name);
      if (read === undefined) {
        sawUnknown = true;
        onUnknown?.(joined(path, name));
        continue;
      }
      const member = read(raw, onUnknown, onUnknown === undefined ? '' : joined(path, name));
      if (member === WRONG_TYPE) return WRONG_TYPE;
      copy[name] = member;
    }
    return copy;
  };
}

/** Which members may be set: of a plain object its own; of others also what they inherit or compute. */
function namesIn(value: Members, known: ReadonlyMap<string, Reader>): readonly string[] {
  const own = Object.keys(value);
  const isPlain = Object.getPrototypeOf(value) === Object.prototype && !isProxy(value);
  return isPlain ? own : [...new Set([...known.keys(), ...own])];
}

function listReader(shape: ListShape): Reader {
  const read = readerOf(shapeNamed(shape.entry));
  return (value, onUnknown, path) => {
    if (!Array.isArray(value)) return WRONG_TYPE;
    const copy: unknown[] = [];
    for (let index = 0; index < value.length; index++) {
      const raw: unknown = value[index];
      if (raw === undefined || raw === null) continue;
      const entry = read(raw, onUnknown, onUnknown === undefined ? '' : `${path}[${index}]`);
      if (entry === WRONG_TYPE) return WRONG_TYPE;
      copy.push(entry);
    }
    return copy;
  };
}

/** Values that are objects in JavaScript but not on the wire. */
const NO_STRUCTURES = new Set(
  ['Date', 'String', 'Number', 'Boolean', 'BigInt', 'Symbol'].map((tag) => `[object ${tag}]`),
);

function isStructure(value: unknown): value is Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value))
    return false;
  if (Object.getPrototypeOf(value) === Object.prototype) return true;
  return !NO_STRUCTURES.has(Object.prototype.toString.call(value));
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
