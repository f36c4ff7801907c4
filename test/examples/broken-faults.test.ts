/**
 * Each line of the examples that makes something go wrong is broken on purpose, one at a time: the suite that has it
 * turns red. A fault that could be misspelt without anybody noticing would show nothing.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const EXAMPLES = join(ROOT, 'examples');
const FAULT =
  /\becr\.(?:fail|delay|failReplication|delayReplication|stallReplication|failWork|outage|door\.\w+)\(|\b(?:ecr\.mock|ecrMock)\.on\(/;
const SLOW = 280_000;

/** Ways to break a line; each applies where its text occurs. */
const BREAKAGES: readonly (readonly [what: string, sought: RegExp, put: string])[] = [
  ['another operation', /ecr\.fail\('\w+'/, "ecr.fail('DeleteRegistryPolicy'"],
  ['another Region', /'eu-west-1'/, "'ap-south-1'"],
  ['another account', /account: \w+/, "account: '999988887777'"],
  ['more often', /\.(?:once\(\)|times\(2\))/, '.times(9)'],
  ['another repository', /repository: 'payments'/, "repository: 'elsewhere'"],
  [
    'a repository that it was not said for',
    /ecr\.fail\(('\w+')\)/,
    "ecr.fail($1, { repository: 'elsewhere' })",
  ],
  ['other work', /failWork\('scan'.*?\)\.once/, "failWork('signing').once"],
  ['another method', /method: 'PUT'/, "method: 'DELETE'"],
  ['another route', /route: 'manifest'/, "route: 'catalog'"],
  ['another blob', /corrupt\(\)/, "corrupt({ digest: 'sha256:0' })"],
  ['another input', /\.on\((\w+)\)/, ".on($1, { repositoryName: 'elsewhere' })"],
];

/** One line of one test file, broken in one way. */
interface Broken {
  readonly title: string;
  readonly example: string;
  readonly file: string;
  readonly text: string;
}

const examples = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const files = examples.flatMap((example) =>
  readdirSync(join(EXAMPLES, example), { recursive: true, encoding: 'utf8' })
    .filter((file) => /^test\/[^/]*\.test\.ts$/.test(file))
    .map((file) => ({ example, file, text: readFileSync(join(EXAMPLES, example, file), 'utf8') }))
    // One of them shows how stubs alone hide a bug.
    .filter(({ text }) => text.includes("from 'fake-ecr'") && FAULT.test(text)),
);

const lines = files.flatMap(({ example, file, text }) =>
  text.split('\n').flatMap((line, index) => (FAULT.test(line) ? [{ example, file, text, line, index }] : [])),
);

const broken = lines.flatMap(({ example, file, text, line, index }) =>
  BREAKAGES.filter(([, sought]) => sought.test(line)).map(([what, sought, put]): Broken => {
    const all = text.split('\n');
    all[index] = line.replace(sought, put);
    return { title: `${example}/${file}:${index + 1}, ${what}`, example, file, text: all.join('\n') };
  }),
);

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs suites in one process of Jest, against the sources of this package. */
function run(folder: string): Promise<Report> {
  const config = {
    rootDir: folder,
    testEnvironment: 'node',
    // A busy machine is not what is tested.
    testTimeout: 60_000,
    testMatch: ['**/*.test.ts'],
    // Packages are those of the project.
    modulePaths: [join(ROOT, 'node_modules')],
    moduleNameMapper: {
      '^fake-ecr$': join(ROOT, 'src/index.ts'),
      '^fake-ecr/(.*)$': join(ROOT, 'src/$1.ts'),
      '^(\\.{1,2}/.*)\\.js$': '$1',
    },
    transform: { '^.+\\.ts$': [require.resolve('ts-jest'), TRANSPILE] },
  };
  const file = join(folder, 'jest.config.json');
  writeFileSync(file, JSON.stringify(config));
  const args = [join(ROOT, 'node_modules/jest/bin/jest.js'), '--ci', '--json', '-w', '2', '--config', file];
  // Those of the run that this test is part of would change that run.
  const { NODE_OPTIONS: _, JEST_WORKER_ID: __, ...env } = process.env;
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      args,
      { cwd: ROOT, timeout: SLOW - 10_000, maxBuffer: 100_000_000, env: { ...env, NO_COLOR: '1' } },
      (error, out, complaints) => {
        if (out.startsWith('{')) resolve(JSON.parse(out) as Report);
        else reject(new Error(`${error?.message ?? ''}\n${complaints}`));
      },
    );
  });
}

const TRANSPILE = {
  diagnostics: false,
  tsconfig: {
    target: 'ES2022',
    module: 'CommonJS',
    moduleResolution: 'Node10',
    ignoreDeprecations: '6.0',
    isolatedModules: true,
    esModuleInterop: true,
    resolveJsonModule: true,
  },
};

let folder: string;
let report: Report;

const resultOf = (place: string) =>
  report.testResults.find(({ name }) => name.startsWith(`${join(folder, place)}/`));

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'broken-faults-')));
  for (const [index, { example, file, text }] of [...files, ...broken].entries()) {
    const place = join(folder, String(index));
    cpSync(join(EXAMPLES, example, 'src'), join(place, 'src'), { recursive: true });
    cpSync(join(EXAMPLES, example, file), join(place, file));
    writeFileSync(join(place, file), text);
  }
  report = await run(folder);
}, SLOW);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('there are lines to break, in six examples at least', () => {
  expect(lines.length).toBeGreaterThan(10);
  expect(new Set(lines.map(({ example }) => example)).size).toBeGreaterThanOrEqual(6);
  const unbroken = lines.filter(({ line }) => !BREAKAGES.some(([, sought]) => sought.test(line)));
  expect(unbroken.map(({ line }) => line)).toEqual([]);
});

test.each(files.map(({ example, file }, index) => [`${example}/${file}`, index] as const))(
  '%s is green as it is',
  (_, index) => {
    const result = resultOf(String(index));
    expect(result?.message).toBe('');
    expect(result?.assertionResults.length).toBeGreaterThan(0);
  },
);

test.each(broken.map(({ title }, index) => [title, index] as const))('red: %s', (_, index) => {
  const result = resultOf(String(files.length + index));
  const failures = result?.assertionResults.flatMap(({ failureMessages }) => failureMessages) ?? [];
  expect(failures.length).toBeGreaterThan(0);
  // What is unused is told with its line, whatever else fails.
  const place = join(folder, String(files.length + index));
  const told = failures.filter((text) => text.includes('Declared, and not used up to the end of the test'));
  for (const text of told) expect(text).toContain(`declared at ${place}/`);
});
