/** What was declared and never used fails the test that declared it, and the line is right, whatever runs it. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const FILE = 'test/fake/unused.spec.ts';

const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  Jest: ['node_modules/jest/bin/jest.js', '--ci', '-i', '--json', '--testMatch', `**/${FILE}`],
  Vitest: ['node_modules/vitest/vitest.mjs', 'run', '--globals', '--reporter', 'json', FILE],
  'node:test': ['--import', 'tsx', '--test', '--test-reporter', 'tap', FILE],
};

/** What a run prints; it is to fail. */
function run(args: readonly string[]): Promise<string> {
  // Those of the run that this test is part of would change that run.
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, JEST_WORKER_ID: ___, ...env } = process.env;
  const options = { cwd: ROOT, timeout: 120_000, env: { ...env, NO_COLOR: '1', FORCE_COLOR: '0' } };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, options, (error, out) => {
      if (error === null) reject(new Error('The run did not fail.'));
      else resolve(out);
    });
  });
}

interface Report {
  readonly testResults: readonly [
    {
      readonly assertionResults: readonly {
        readonly title: string;
        readonly status: string;
        readonly failureMessages: readonly string[];
      }[];
    },
  ];
}

/** The tests that failed, with what they failed with. */
function failures(printed: string): [string, string][] {
  if (printed.startsWith('TAP')) {
    return [...printed.matchAll(/^not ok \d+ - (.*)\n((?: .*\n)*)/gm)].map(([, title = '', text = '']) => [
      title,
      text,
    ]);
  }
  const { testResults } = JSON.parse(printed.slice(printed.indexOf('{'))) as Report;
  return testResults[0].assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ title, failureMessages }) => [title, failureMessages.join('\n')]);
}

const lineOf = (text: string) =>
  readFileSync(join(ROOT, FILE), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

test.each(Object.entries(RUNNERS))(
  'in %s',
  async (_, args) => {
    const failed = failures(await run(args));
    expect(failed.map(([title]) => title)).toEqual(['declares a fault', 'declares an override']);
    const [fault = '', override = ''] = failed.map(([, text]) => text);
    expect(fault).toContain(`declared at ${FILE}:${lineOf('ecr.fail(')}`);
    expect(override).toContain(`declared at ${FILE}:${lineOf('ecr.mock.on(')}`);
    expect(override).not.toContain('PutImage');
  },
  130_000,
);
