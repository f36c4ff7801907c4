import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-ecr';
import { operationNames } from '../../src/api/facts.js';
import { fakeEcr } from '../../src/index.js';
import { operations } from '../../src/operations/index.js';

const COMMANDS = Object.keys(sdk).filter((name) => /^[A-Z]\w+Command$/.test(name));

test('no operation of the facts is missing and none is orphaned', () => {
  expect(Object.keys(operations)).toEqual(operationNames);
});

test('every operation stands under its own name', () => {
  for (const [name, operation] of Object.entries(operations)) expect(operation.name).toBe(name);
});

test('the SDK has a command for every operation', () => {
  expect(COMMANDS).toEqual(expect.arrayContaining(operationNames.map((name) => `${name}Command`)));
});

test('a command of a newer SDK gets an error of our own', async () => {
  class ReadMindsCommand {
    readonly schema = [9, 'com.amazonaws.ecr', 'ReadMinds', 0];
    constructor(readonly input: object) {}
  }
  const ecr = fakeEcr();
  try {
    await expect(new sdk.ECRClient({}).send(new ReadMindsCommand({}) as never)).rejects.toThrow(
      '[fake-ecr] ReadMinds is not an operation of ECR that this version knows. Stub it with ecr.mock.on(…) or update fake-ecr.',
    );
    expect(ecr.calls).toEqual([]);
  } finally {
    ecr.restore();
  }
});

test.each(['README.md', 'docs/doors.md', 'docs/fidelity.md', 'docs/architecture.md'])(
  'the operations that %s speaks of are counted',
  (path) => {
    const text = readFileSync(join(__dirname, '../..', path), 'utf8');
    for (const [, count] of text.matchAll(/\b(?:all|the) (\d+) operations/gi)) {
      expect(Number(count)).toBe(operationNames.length);
    }
  },
);
