import * as sdk from '@aws-sdk/client-ecr';
import { operations } from '../../src/operations/index.js';

const commands = Object.keys(sdk)
  .filter((name) => /^[A-Z]\w+Command$/.test(name))
  .map((name) => name.slice(0, -'Command'.length))
  .sort();

test('the SDK has the 62 operations of the API', () => {
  expect(commands).toHaveLength(62);
});

test('no operation is missing and none is orphaned', () => {
  expect(Object.keys(operations).sort()).toEqual(commands);
});

test('every operation stands under its own name', () => {
  for (const [name, operation] of Object.entries(operations)) expect(operation.name).toBe(name);
});
