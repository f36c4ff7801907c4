import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateApiFacts } from '../../tools/generate-api-facts.js';
import { facts } from './api-facts.js';

const FOLDER = 'src/api/generated';
const files = generateApiFacts(facts);

test.each(Object.keys(files))('%s is what the generator makes of the facts, byte for byte', (path) => {
  expect(readFileSync(join(process.cwd(), path), 'utf8')).toBe(files[path]);
});

test('nothing else is in the folder of generated files', () => {
  const found = readdirSync(join(process.cwd(), FOLDER)).map((name) => `${FOLDER}/${name}`);
  expect(found.sort()).toEqual(Object.keys(files).sort());
});

test('the shipped facts stay small', () => {
  expect(Object.values(files).join('').length).toBeLessThan(48_000);
});

describe('facts that do not fit the compact notation stop the generator', () => {
  const string = { type: 'string' };
  const make =
    (shapes: object, operation = { input: 'ARequest', output: 'AResponse', errors: [] as string[] }) =>
    () =>
      generateApiFacts({ operations: { A: operation }, shapes: shapes as typeof facts.shapes });
  const structure = { type: 'structure', members: {} };

  test('a shape that is missing', () => {
    expect(make({ ARequest: structure })).toThrow('AResponse is a shape');
  });

  test('a shape that contains itself', () => {
    const self = { type: 'structure', members: { a: 'ARequest' } };
    expect(make({ ARequest: self, AResponse: structure })).toThrow('ARequest does not contain itself');
  });

  test('an enumeration whose values hold its delimiter', () => {
    const ARequest = { type: 'structure', members: { a: 'E' } };
    expect(make({ ARequest, AResponse: structure, E: { ...string, enum: ['a|b'] } })).toThrow('E has values');
  });

  test('an input of another name, and an error without the suffix', () => {
    const shapes = { ARequest: structure, AResponse: structure };
    expect(make(shapes, { input: 'B', output: 'AResponse', errors: [] })).toThrow('A has an input');
    expect(make(shapes, { input: 'ARequest', output: 'AResponse', errors: ['Oops'] })).toThrow('Oops ends');
  });
});
