import { type OperationName, type errorNames, operationFacts } from './generated/operations.js';
import { shapes } from './generated/shapes.js';
import { type ApiShape, type StructureShape, parseShape } from './shape.js';

export type { OperationName };
export type ErrorName = (typeof errorNames)[number];

export const operationNames = Object.keys(operationFacts) as readonly OperationName[];

export function isOperationName(name: unknown): name is OperationName {
  return typeof name === 'string' && Object.hasOwn(operationFacts, name);
}

export function inputShape(operation: OperationName): StructureShape {
  return shapeNamed(`${operation}Request`) as StructureShape;
}

export function outputShape(operation: OperationName): StructureShape {
  return shapeNamed(`${operation}Response`) as StructureShape;
}

/** The exceptions that the model lists for an operation. Others occur too, for example on throttling. */
export function modelledErrors(operation: OperationName): readonly ErrorName[] {
  return operationFacts[operation].split(' ').map((name) => `${name}Exception` as ErrorName);
}

const known = new Map<string, ApiShape>();

/** A shape of the API by its name; the compact notation is parsed on first use. */
export function shapeNamed(name: string): ApiShape {
  let shape = known.get(name);
  if (shape === undefined) {
    const notation = extensions[name] ?? shapes[name];
    if (notation === undefined) throw new Error(`The model of the API has no shape ${name}.`);
    shape = parseShape(name, notation);
    known.set(name, shape);
  }
  return shape;
}
/**
 * What is part of the API but not of the generated facts, in the same notation; an entry here replaces the
 * generated shape of its name.
 *
 * Delete replication is documented, but no published model has its member. It reaches ECR only if no serializer drops
 * it. The same holds here: it arrives through the client mock and raw HTTP [assumed].
 */
export const extensions: Readonly<Record<string, string>> = {
  ReplicationRule:
    '{destinations!:ReplicationDestinationList repositoryFilters:RepositoryFilterList deleteReplication:DeleteReplication}',
  DeleteReplication: '{enabled!:DeleteReplicationFlag}',
  DeleteReplicationFlag: 'boolean',
};
