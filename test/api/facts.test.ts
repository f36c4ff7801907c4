import { readFileSync } from 'node:fs';
import {
  extensions,
  inputShape,
  isOperationName,
  modelledErrors,
  operationNames,
  outputShape,
  shapeNamed,
} from '../../src/api/facts.js';
import { errorNames } from '../../src/api/generated/operations.js';
import type { ApiShape } from '../../src/api/shape.js';
import { type FactShape, factShape, facts } from './api-facts.js';

/** A shape as the facts have it. */
function asFact(shape: ApiShape): FactShape {
  switch (shape.type) {
    case 'structure': {
      const required = shape.members.filter((member) => member.required).map(({ name }) => name);
      const members = Object.fromEntries(shape.members.map(({ name, target }) => [name, target]));
      return { type: 'structure', members, ...(required.length === 0 ? {} : { required }) };
    }
    case 'list': {
      const { type, entry, min, max } = shape;
      return defined({ type, member: entry, min, max });
    }
    case 'map': {
      const { type, key, value } = shape;
      return { type, key, value };
    }
    default: {
      const { type, min, max, pattern, values } = shape;
      return defined({ type, min, max, pattern, enum: values });
    }
  }
}

/** Without the keys that hold nothing. */
function defined(fact: FactShape): FactShape {
  return Object.fromEntries(
    Object.entries(fact).filter(([, value]) => value !== undefined),
  ) as unknown as FactShape;
}

function sorted(fact: FactShape): FactShape {
  return fact.required === undefined ? fact : { ...fact, required: [...fact.required].sort() };
}

test('the operations are those of the facts', () => {
  expect(operationNames).toEqual(Object.keys(facts.operations));
  expect(readFileSync('README.md', 'utf8')).toContain(
    `All ${operationNames.length} operations are modelled.`,
  );
});

test.each(operationNames)('%s has the input, the output and the errors of the facts', (operation) => {
  const fact = facts.operations[operation];
  expect(modelledErrors(operation)).toEqual(fact?.errors);
  expect(inputShape(operation).name).toBe(fact?.input);
  expect(outputShape(operation).name).toBe(fact?.output);
});

test('the errors are those of the facts', () => {
  const errors = Object.entries(facts.shapes).filter(([, shape]) => shape.error !== undefined);
  expect(errorNames).toEqual(errors.map(([name]) => name));
});

test('each shape reads back from its notation as it is in the facts', () => {
  const visited = new Set<string>();
  const visit = (name: string): void => {
    if (visited.has(name) || name in extensions) return;
    visited.add(name);
    const shape = shapeNamed(name);
    expect([name, sorted(asFact(shape))]).toEqual([name, sorted(factShape(name))]);
    if (shape.type === 'structure') for (const { target } of shape.members) visit(target);
    if (shape.type === 'list') visit(shape.entry);
    if (shape.type === 'map') [shape.key, shape.value].forEach(visit);
  };
  for (const operation of operationNames) {
    visit(inputShape(operation).name);
    visit(outputShape(operation).name);
  }
  expect(visited.size).toBeGreaterThan(350);
});

test('an extension adds to the shape of the facts and takes nothing from it', () => {
  const { members } = shapeNamed('ReplicationRule') as Extract<ApiShape, { type: 'structure' }>;
  expect(members.map(({ name, target }) => [name, target])).toEqual([
    ...Object.entries(factShape('ReplicationRule').members ?? {}),
    ['deleteReplication', 'DeleteReplication'],
  ]);
  expect(members.filter(({ required }) => required).map(({ name }) => name)).toEqual(['destinations']);
});

test('a shape that is not known is a mistake of the program', () => {
  expect(() => shapeNamed('Nothing')).toThrow('no shape Nothing');
});

test.each(['PutImage', 'DescribeReplicationBackfillResults'])('%s is an operation', (name) => {
  expect(isOperationName(name)).toBe(true);
});

test.each(['putImage', 'PutImageCommand', 'toString', '__proto__', '', undefined, null, 1, {}])(
  '%p is not an operation',
  (name) => {
    expect(isOperationName(name)).toBe(false);
  },
);
