/** The quick start of the README runs as printed. */
import { join } from 'node:path';
import ts from 'typescript';
import { README, readmeFiles } from './support/readme.js';

const ROOT = join(__dirname, '..');
const MODULES: Readonly<Record<string, () => unknown>> = {
  'fake-ecr': () => jest.requireActual('../src/index.js'),
  'fake-ecr/jest': () => jest.requireActual('../src/jest.js'),
  '@aws-sdk/client-ecr': () => jest.requireActual('@aws-sdk/client-ecr'),
};

/** The hooks and tests that a file registered, and what its modules export. */
interface Suite {
  readonly beforeEach: (() => unknown)[];
  readonly afterAll: (() => unknown)[];
  readonly tests: (readonly [string, () => unknown])[];
}

/** Loads a file of the README, with what it imports, as a runner would. */
function load(files: ReadonlyMap<string, string>, name: string, suite: Suite): unknown {
  const exports = {};
  const require = (from: string) => {
    const known = MODULES[from];
    return known === undefined ? load(files, `${from.replace('./', '')}.ts`, suite) : known();
  };
  const { outputText } = ts.transpileModule(files.get(name) ?? `throw new Error('no ${name}')`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the README is text until it is run
  const run = new Function('exports', 'require', 'beforeEach', 'afterAll', 'test', 'expect', outputText) as (
    ...given: unknown[]
  ) => void;
  run(
    exports,
    require,
    (hook: () => unknown) => suite.beforeEach.push(hook),
    (hook: () => unknown) => suite.afterAll.push(hook),
    (title: string, body: () => unknown) => suite.tests.push([title, body]),
    expect,
  );
  return exports;
}

/** Runs `release.test.ts`. @returns what its tests failed with */
async function run(files: ReadonlyMap<string, string>): Promise<readonly unknown[]> {
  const suite: Suite = { beforeEach: [], afterAll: [], tests: [] };
  const failures: unknown[] = [];
  load(files, 'release.test.ts', suite);
  try {
    expect(suite.tests).toHaveLength(1);
    for (const [, body] of suite.tests) {
      for (const hook of suite.beforeEach) await hook();
      try {
        await body();
      } catch (error) {
        failures.push(error);
      }
    }
  } finally {
    for (const hook of suite.afterAll) await hook();
  }
  return failures;
}

/** The same files with one thing changed in the test. */
function changed(from: string, to: string): ReadonlyMap<string, string> {
  const files = new Map(readmeFiles());
  const text = files.get('release.test.ts') ?? '';
  expect(text).toContain(from);
  return files.set('release.test.ts', text.replace(from, to));
}

test('it is green', async () => {
  expect(await run(readmeFiles())).toEqual([]);
});

test('it is red where the application does nothing', async () => {
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
  const files = new Map(
    [...readmeFiles()].map(([name, text]) => [join(ROOT, 'test', `readme-${name}`), text]),
  );
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node', 'jest'],
    paths: { 'fake-ecr': [join(ROOT, 'src/index.ts')], 'fake-ecr/jest': [join(ROOT, 'src/jest.ts')] },
  };
  for (const [path, text] of files) files.set(path, text.replace("'./release'", "'./readme-release.js'"));
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const readFile = host.readFile.bind(host);
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) => {
    const text = files.get(path);
    return text === undefined
      ? getSourceFile(path, ...rest)
      : ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const faults = [...files.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
}, 60_000);
