/** The quick start of the README runs as printed. */
import { type PrintedFiles, runPrintedSuite } from './support/printed-suite.js';
import { README, readmeFiles } from './support/readme.js';
import { typeErrors } from './support/type-errors.js';
/** Runs `release.test.ts`. @returns what its tests failed with */
async function run(files: PrintedFiles): Promise<readonly unknown[]> {
  const { count, failures } = await runPrintedSuite(files, 'release.test.ts');
  expect(count).toBe(1);
  return failures.map(({ error }) => error);
}

/** The same files with one thing changed in the test. */
function changed(from: string, to: string): PrintedFiles {
  const files = new Map(readmeFiles());
  const text = files.get('release.test.ts') ?? '';
  expect(text).toContain(from);
  return files.set('release.test.ts', text.replace(from, to));
}

test('it is green', async () => {
  expect(await run(readmeFiles())).toEqual([]);
});

test('it is red if the application does nothing', async () => {
  const [failure] = await run(changed("await release('payments', 'build-7', 'v1');", ''));
  expect((failure as Error).message).toContain('payments:v1');
});

test('without the account, the error says what was forgotten', async () => {
  const [failure] = await run(changed("{ defaultAccount: '111122223333' }", ''));
  expect((failure as Error).name).toBe('RepositoryNotFoundException');
  expect(((failure as Error).cause as Error).message).toContain("defaultAccount: '111122223333'");
});

test('without the permission, it says what the README prints', async () => {
  const [failure] = await run(changed('  dr.allowReplicationFrom(prod);\n', ''));
  const { message } = failure as Error;
  const printed = /says why:\n\n```\n([\s\S]*?)```/.exec(README)?.[1] ?? '';
  const lines = printed.trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(8);
  // What the README shortens ends with an ellipsis there.
  for (const line of lines) expect(message).toContain(line.replace(/\{ … \},?$/, ''));
});

test('it compiles, and its matchers are typed', () => {
  expect(typeErrors([readmeFiles()])).toEqual([]);
}, 60_000);
