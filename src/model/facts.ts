import { extensions } from './extensions.js';
import { type errorNames, operations } from './generated/operations.js';
import { shapes } from './generated/shapes.js';
import { type Shape, type StructureShape, parseShape } from './shape.js';

export type OperationName = keyof typeof operations;
export type ErrorName = (typeof errorNames)[number];

export const operationNames = Object.keys(operations) as readonly OperationName[];

export function isOperationName(name: unknown): name is OperationName {
  return typeof name === 'string' && Object.hasOwn(operations, name);
}

export function inputShape(operation: OperationName): StructureShape {
  return shapeNamed(`${operation}Request`) as StructureShape;
}

export function outputShape(operation: OperationName): StructureShape {
  return shapeNamed(`${operation}Response`) as StructureShape;
}

/** The exceptions that the model lists for an operation. Others occur too, for example on throttling. */
export function modelledErrors(operation: OperationName): readonly ErrorName[] {
  return operations[operation].split(' ').map((name) => `${name}Exception` as ErrorName);
}

const known = new Map<string, Shape>();

/** A shape of the API by its name; the compact notation is read when it is first asked for. */
export function shapeNamed(name: string): Shape {
  let shape = known.get(name);
  if (shape === undefined) {
    const notation = extensions[name] ?? shapes[name];
    if (notation === undefined) throw new Error(`The model of the API has no shape ${name}.`);
    shape = parseShape(name, notation);
    known.set(name, shape);
  }
  return shape;
}
