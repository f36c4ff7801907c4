import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type * as api from '../../src/index.js';
import type { RunnerHooks } from '../../src/fake/setup-fake-ecr.js';
import type { SetupOptions } from '../../src/index.js';

/** The files of a suite, by the names that their first lines give them. */
export type PrintedFiles = ReadonlyMap<string, string>;

/** The files that a document prints: blocks whose first line is `// name.ts`, `// name.mjs` or `# name.yaml`. */
export function printedFiles(document: string): PrintedFiles {
  const files = new Map<string, string>();
  for (const [, name = '', code = ''] of document.matchAll(
    /```(?:ts|js)\n(?=\/\/ (\S+\.(?:ts|mjs))\b)([\s\S]*?)```/g,
  )) {
    files.set(name, code);
  }
  for (const [, name = '', text = ''] of document.matchAll(/```yaml\n(?=# (\S+\.yaml)\b)([\s\S]*?)```/g)) {
    files.set(name, text);
  }
  return files;
}

const MODULES: Readonly<Record<string, () => unknown>> = {
  'fake-ecr/jest': () => jest.requireActual('../../src/jest.js'),
  'fake-ecr/http': () => jest.requireActual('../../src/http.js'),
  'fake-ecr/sts': () => jest.requireActual('../../src/sts.js'),
  'fake-ecr/iac': () => jest.requireActual('../../src/iac.js'),
  'aws-sdk-client-mock': () => jest.requireActual('aws-sdk-client-mock'),
  'fake-ecr/vitest': () => jest.requireActual('../../src/jest.js'),
  'node:assert/strict': () => jest.requireActual('node:assert/strict'),
  'node:crypto': () => jest.requireActual('node:crypto'),
  yaml: () => jest.requireActual('yaml'),
  'aws-cdk-lib/assertions': () => jest.requireActual('aws-cdk-lib/assertions'),
  'aws-cdk-lib/aws-ecr': () => jest.requireActual('aws-cdk-lib/aws-ecr'),
  'aws-cdk-lib/aws-iam': () => jest.requireActual('aws-cdk-lib/aws-iam'),
  'aws-cdk-lib/core': () => jest.requireActual('aws-cdk-lib/core'),
  '@aws-sdk/client-ecr': () => jest.requireActual('@aws-sdk/client-ecr'),
};

/** What a test file registers with its runner. */
interface Registered {
  readonly beforeEach: (() => unknown)[];
  readonly afterEach: (() => unknown)[];
  readonly afterAll: (() => unknown)[];
  readonly tests: { readonly title: string; readonly body: () => unknown }[];
}

/** A test that failed, and what it failed with. */
export interface Failure {
  readonly title: string;
  readonly error: Error;
}

/**
 * Runs one test file of a printed suite, as a runner would.
 *
 * @param files the suite
 * @param testFile for example `release.test.ts`
 * @returns how many tests it has, and those that failed
 */
export async function runPrintedSuite(
  files: PrintedFiles,
  testFile: string,
): Promise<{ readonly count: number; readonly failures: readonly Failure[] }> {
  const suite: Registered = { beforeEach: [], afterEach: [], afterAll: [], tests: [] };
  const failures: Failure[] = [];
  new Loader(files, suite).load(testFile);
  try {
    for (const { title, body } of suite.tests) {
      try {
        try {
          for (const hook of suite.beforeEach) await hook();
          await body();
        } finally {
          for (const hook of suite.afterEach) await hook();
        }
      } catch (error) {
        failures.push({ title, error: error as Error });
      }
    }
  } finally {
    for (const hook of suite.afterAll) await hook();
  }
  return { count: suite.tests.length, failures };
}

/** A file that a document speaks of and does not print. */
const sample = (name: string) =>
  readFileSync(join(__dirname, '../../examples/terraform-replication', name), 'utf8');

/** The module registry of one run: a file is evaluated once. */
class Loader {
  private readonly loaded = new Map<string, object>();

  constructor(
    private readonly files: PrintedFiles,
    private readonly suite: Registered,
  ) {}

  load(name: string): unknown {
    const known = this.loaded.get(name);
    if (known !== undefined) return known;
    const text = this.files.get(name);
    if (text === undefined) throw new Error(`The document prints no file ${name}`);
    const exports = {};
    this.loaded.set(name, exports);
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        esModuleInterop: true,
      },
    });
    const hooks = {
      beforeEach: (hook: () => unknown) => this.suite.beforeEach.push(hook),
      afterEach: (hook: () => unknown) => this.suite.afterEach.push(hook),
      afterAll: (hook: () => unknown) => this.suite.afterAll.push(hook),
    };
    const actual = jest.requireActual<typeof api>('../../src/index.js');
    const register = (title: string, body: () => unknown) => this.suite.tests.push({ title, body });
    const modules: Readonly<Record<string, () => unknown>> = {
      ...MODULES,
      // What each runner has is what registers with the printed suite.
      vitest: () => ({ ...hooks, expect, test: register }),
      'node:test': () => ({ __esModule: true, ...hooks, default: register, after: hooks.afterAll }),
      'node:fs': () => ({ readFileSync: (name: string) => this.files.get(name) ?? sample(name) }),
      // The hooks are those of the printed suite, and not of the suite that runs it.
      'fake-ecr': () => ({
        ...actual,
        setupFakeEcr: (options?: SetupOptions, given: RunnerHooks = hooks) =>
          actual.setupFakeEcr(options, given),
      }),
    };
    const given: Readonly<Record<string, unknown>> = {
      exports,
      require: (from: string) => modules[from]?.() ?? this.load(`${from.replace('./', '')}.ts`),
      ...hooks,
      test: register,
      expect,
    };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- documents are text until they are run
    const run = new Function(...Object.keys(given), outputText) as (...values: unknown[]) => void;
    run(...Object.values(given));
    return exports;
  }
}
