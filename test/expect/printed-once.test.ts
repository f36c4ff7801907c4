/** What fails is explained once, and its stack begins at the line of the test, whatever runs it. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { EcrAssertionError, expectNoImage } from '../../src/index.js';
import { SOURCE, scene } from '../support/scene.js';

const ROOT = join(__dirname, '../..');
const FILE = 'test/expect/failing.spec.ts';

const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  Jest: ['node_modules/jest/bin/jest.js', '--ci', '-i', '--testMatch', `**/${FILE}`],
  Vitest: ['node_modules/vitest/vitest.mjs', 'run', '--globals', FILE],
  'node:test': ['--import', 'tsx', '--test', '--test-reporter', 'tap', FILE],
};

/** What a run prints; it is to fail. */
function run(args: readonly string[]): Promise<string> {
  // Those of the run that this test is part of would change that run.
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, JEST_WORKER_ID: ___, ...env } = process.env;
  const options = { cwd: ROOT, timeout: 120_000, env: { ...env, NO_COLOR: '1', FORCE_COLOR: '0' } };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, options, (error, out, complaints) => {
      if (error === null) reject(new Error('The run did not fail.'));
      else resolve(`${out}\n${complaints}`);
    });
  });
}

const count = (text: string, part: string) => text.split(part).length - 1;

test.each(Object.entries(RUNNERS))(
  '%s prints a failure once, from the line of the test on',
  async (_, args) => {
    const printed = await run(args);
    for (const line of [
      'Expected: payments:v1 replicated to 444455556666/eu-west-1',
      'Expected: not image payments:v1 at 111122223333/us-west-2',
      "asked about the repository 'paymets', which has never been in this world",
    ]) {
      expect({ line, times: count(printed, line) }).toEqual({ line, times: 1 });
    }
    for (const line of [13, 17, 21]) expect(printed).toContain(`failing.spec.ts:${line}:`);
    expect(printed).not.toContain('src/expect/');
    expect(printed).not.toContain('src/fake/assert-replicated');
  },
  130_000,
);

test('a failure has a message, and nothing else that a runner would print again', () => {
  const prod = scene().registry(SOURCE, 'us-west-2').createRepository('app').push('app:v1');
  const failure = (() => {
    try {
      expectNoImage(prod, 'app:v1');
      return undefined;
    } catch (error) {
      return error;
    }
  })();
  expect(failure).toBeInstanceOf(EcrAssertionError);
  expect(Object.keys(failure as object)).toEqual(['name']);
  expect((failure as EcrAssertionError).stack).toContain('printed-once.test.ts');
  expect((failure as EcrAssertionError).stack?.split('\n    at ')[1]).toContain('printed-once.test.ts');
});
