/**
 * Tries the packed package as its users would: packs it, installs the tarball with its peers in empty folders
 * outside the checkout, and runs each small suite of test/consumers there, and the README's first suite. What is
 * tried with several versions of Node, the SDK and the runners is in tools/check-lanes.ts.
 *
 *     tsx tools/check-consumers.ts [name of a suite…]
 */
import { cpSync, existsSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { OLDEST_SDK } from './lanes/versions.js';
import { Checks, LoopbackOnly, PackedPackage, ROOT, readManifest, sideBySide } from './packed-package.js';
import { type Dialect, writeReadmeSuite } from './readme-suite.js';

const { devDependencies = {} } = readManifest(ROOT);

/** The package stays smaller than this, packed. */
const MOST_BYTES = 1_000_000;
/** More at once would only wait for one another. */
const AT_ONCE = 2;

const versions = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, devDependencies[name] as string]));

interface Home {
  /** What a user has installed besides fake-ecr. */
  readonly companions: Readonly<Record<string, string>>;
  /** Further options of `npm install`. */
  readonly options?: readonly string[];
}

const HOMES: Readonly<Record<string, Home>> = {
  // Versions are the ones this project is developed with.
  current: {
    companions: {
      ...versions([
        '@aws-sdk/client-ecr',
        'aws-sdk-client-mock',
        'jest',
        'ts-jest',
        'typescript',
        '@types/jest',
        '@types/node',
        '@jest/globals',
        '@aws-sdk/client-sts',
        'typescript-5',
        'typescript-7',
        'vitest',
      ]),
      'jest-environment-jsdom': '^30.5.2',
      '@swc/core': '^1.15.0',
      '@swc/jest': '^0.2.39',
      esbuild: '>=0.25',
    },
  },
  'jest-29': {
    companions: {
      ...versions(['@aws-sdk/client-ecr', '@aws-sdk/client-sts', 'aws-sdk-client-mock', '@types/node']),
      jest: '^29.7.0',
      'ts-jest': '~29.1.5',
      typescript: '~5.4.5',
      '@types/jest': '^29.5.14',
    },
  },
  // Nothing is hoisted: a package finds what it declares, and nothing else.
  strict: {
    companions: versions(['@aws-sdk/client-ecr', 'aws-sdk-client-mock', '@aws-sdk/client-sts']),
    options: ['--install-strategy=linked'],
  },
  oldest: { companions: { '@aws-sdk/client-ecr': OLDEST_SDK, 'aws-sdk-client-mock': '4.1.0' } },
};

/** The types, as the compilers of three generations see them. */
const TYPES = ['typescript-5', 'typescript', 'typescript-7'].map((compiler) => [
  'node',
  `node_modules/${compiler}/bin/tsc`,
  '--noEmit',
  '-p',
  '.',
]);

const JEST = ['npx', 'jest', '--ci'];
const JEST_ESM = ['node', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--ci'];
const NODE_TEST = [
  ['node', '--test', 'release.test.mjs'],
  ['node', '--test', 'release.test.cjs'],
];

interface Suite {
  readonly home: string;
  /** Below test/consumers; a new folder if absent. */
  readonly folder?: string;
  /** The README's suite is put into it. */
  readonly readme?: Dialect;
  /** What its user types. */
  readonly commands: readonly (readonly string[])[];
}

const SUITES: Readonly<Record<string, Suite>> = {
  'jest-cjs': { home: 'current', commands: [JEST, ...TYPES] },
  'jest-esm': { home: 'current', commands: [JEST_ESM] },
  'jest-globals': { home: 'current', commands: [JEST, ...TYPES] },
  vitest: { home: 'current', commands: [['npx', 'vitest', 'run'], ...TYPES] },
  'global-setup': { home: 'current', commands: [JEST, ['npx', 'vitest', 'run']] },
  'all-entries': {
    home: 'current',
    commands: [['node', '--test', 'entries.test.mjs', 'parts.test.cjs']],
  },
  console: { home: 'current', commands: [['node', '--test', 'console.test.mjs']] },
  'node-test': { home: 'current', commands: NODE_TEST },
  jsdom: { home: 'current', commands: [JEST] },
  swc: { home: 'current', readme: 'ts', commands: [JEST] },
  'readme-cjs': { home: 'current', readme: 'cjs', commands: [JEST] },
  'readme-esm': { home: 'current', readme: 'esm', commands: [JEST_ESM] },
  'readme-vitest': { home: 'current', readme: 'vitest', commands: [['npx', 'vitest', 'run'], ...TYPES] },
  'reset-modules': { home: 'current', commands: [JEST] },
  bundle: {
    home: 'current',
    commands: [
      ['npx', 'esbuild', 'release.js', '--bundle', '--platform=node', '--outfile=dist/release.js'],
      ['node', '--test', 'release.test.cjs'],
    ],
  },
  'two-sdks': { home: 'current', commands: [['node', '--test', 'packages/tests/release.test.cjs']] },
  'jest-29, README in CommonJS': { home: 'jest-29', folder: 'readme-cjs', readme: 'cjs', commands: [JEST] },
  'jest-29, README as ES modules': {
    home: 'jest-29',
    folder: 'readme-esm',
    readme: 'esm',
    commands: [JEST_ESM],
  },
  'jest-29, ts-jest and TypeScript 5.4 as tsc --init sets them up': {
    home: 'jest-29',
    folder: 'readme-ts',
    readme: 'ts',
    commands: [JEST, ['node', 'node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']],
  },
  'a strict layout': { home: 'strict', folder: 'node-test', commands: NODE_TEST },
};

/** Puts a suite into its own folder beside what is installed. */
function lay(
  name: string,
  { folder = name, readme }: Suite,
  homes: ReadonlyMap<string, string>,
  home: string,
) {
  const place = join(home, name.replace(/\W+/g, '-'));
  cpSync(join(ROOT, 'test/consumers', folder), place, { recursive: true });
  symlinkSync('../node_modules', join(place, 'node_modules'));
  if (readme !== undefined) writeReadmeSuite(place, readme);
  const application = join(place, 'packages/app');
  if (existsSync(application)) {
    // A package of a workspace with an SDK of its own, linked as pnpm does.
    mkdirSync(join(application, 'node_modules'));
    const theirs = join(homes.get('oldest') as string, 'node_modules/@aws-sdk');
    symlinkSync(theirs, join(application, 'node_modules/@aws-sdk'));
  }
  return place;
}

const wanted = process.argv.slice(2);
const suites = Object.entries(SUITES).filter(([name]) => wanted.length === 0 || wanted.includes(name));
const loopback = new LoopbackOnly();
const checks = new Checks(loopback.env);
const began = performance.now();

await PackedPackage.use('consumers', async (packed) => {
  const { size } = statSync(packed.tarball);
  if (size > MOST_BYTES) throw new Error(`The package is ${size} bytes; it is to be at most ${MOST_BYTES}.`);
  const needed = new Set([...suites.map(([, { home }]) => home), 'oldest']);
  const homes = new Map(
    Object.entries(HOMES)
      .filter(([name]) => needed.has(name))
      .map(([name, { companions, options = [] }]) => [name, packed.install(name, companions, ...options)]),
  );
  const runs = suites.map(([name, suite]) => async () => {
    const place = lay(name, suite, homes, homes.get(suite.home) as string);
    // One after another: the second may need what the first has made.
    for (const command of suite.commands) await checks.run(name, command, place);
  });
  await sideBySide(runs, AT_ONCE);
});
console.log(`${suites.length} suites in ${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
loopback.conclude(checks);
checks.conclude();
