/** The second example of the README, on the stacks of the guide. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printedFiles, runPrintedSuite } from '../support/printed-suite.js';
import { README } from '../support/readme.js';

const GUIDE = readFileSync(join(__dirname, '../../docs/infrastructure-as-code.md'), 'utf8');
const [, example = ''] = /```ts\n([^`]*deployAssembly[^`]*)```/.exec(README) ?? [];
const [, printed = ''] =
  /and a red test names[^`]*```\n([^`]*)```/.exec(README.replace(/\[[^\]]*\]\([^)]*\)/, '')) ?? [];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fake-ecr-readme-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Synthesizes the stacks, and runs the example on them. @returns what it failed with */
async function run(name: string, change: (stacks: string) => string) {
  const outdir = JSON.stringify(join(folder, name));
  const test = `
    import { App } from 'aws-cdk-lib/core';
    import { expectReplicated, fakeEcr } from 'fake-ecr';
    import { deployAssembly } from 'fake-ecr/iac';
    import { disasterStack, sourceStack } from './stacks';
    const app = new App({ outdir: ${outdir} });
    sourceStack(app);
    disasterStack(app);
    app.synth();
    const ecr = fakeEcr();
    afterAll(() => ecr.restore());
    test('', async () => { ${example.replace("'cdk.out'", outdir)} });
  `;
  const stacks = change(printedFiles(GUIDE).get('stacks.ts') ?? '');
  const { count, failures } = await runPrintedSuite(
    new Map([
      ['stacks.ts', stacks],
      ['a.test.ts', test],
    ]),
    'a.test.ts',
  );
  expect(count).toBe(1);
  return failures.map(({ error }) => error.message);
}

test('it is green', async () => {
  expect(await run('green', (stacks) => stacks)).toEqual([]);
}, 120_000);

test('with a slash too many, it says what the README prints', async () => {
  const [message] = await run('red', (stacks) =>
    stacks.replace('repository/payments`', 'repository/payments/*`'),
  );
  const lines = printed.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(message).toContain(line);
}, 120_000);
