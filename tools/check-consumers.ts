/**
 * Tries the packed package as its users would: packs it, installs the tarball with its peers in an empty
 * folder outside the checkout, and runs each small suite of test/consumers there.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const MINUTES = 60_000;

const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>;
};

/** What a user has installed besides fake-ecr; versions are the ones this project is developed with. */
const COMPANIONS = [
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
];

/** The oldest SDK that the peer dependency allows. */
const OLDEST_SDK = '3.777.0';

/** The types, as the compilers of three generations see them. */
const TYPES = ['typescript-5', 'typescript', 'typescript-7'].map((compiler) => [
  'node',
  `node_modules/${compiler}/bin/tsc`,
  '--noEmit',
  '-p',
  '.',
]);

/** Each suite: its folder, and the commands its user types. */
const SUITES: Record<string, string[][]> = {
  'jest-cjs': [['npx', 'jest', '--ci'], ...TYPES],
  'jest-esm': [['node', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--ci']],
  'jest-globals': [['npx', 'jest', '--ci'], ...TYPES],
  vitest: [['npx', 'vitest', 'run'], ...TYPES],
  'all-entries': [['node', '--test', 'entries.test.mjs']],
  'node-test': [
    ['node', '--test', 'release.test.mjs'],
    ['node', '--test', 'release.test.cjs'],
  ],
};

function run(command: readonly string[], cwd: string): string {
  const [program = '', ...args] = command;
  return execFileSync(program, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 5 * MINUTES,
    // A suite under test must not find credentials, and must not need any.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
  });
}

let failed = false;

/** A folder with the packed package and companions, as a user would install them. */
function install(home: string, companions: Record<string, string>, ...options: string[]): void {
  writeFileSync(
    join(home, 'package.json'),
    JSON.stringify({ private: true, dependencies: { ...companions, 'fake-ecr': `file:${tarball}` } }),
  );
  run(
    ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', ...options],
    home,
  );
}

function check(label: string, commands: readonly (readonly string[])[], folder: string): void {
  for (const command of commands) {
    try {
      run(command, folder);
      console.log(`ok      ${label}: ${command.join(' ')}`);
    } catch (error) {
      failed = true;
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      console.error(`FAILED  ${label}: ${command.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`);
    }
  }
}

/** Puts a suite into a folder of its own beside what is installed. */
function lay(suite: string, home: string): string {
  const folder = join(home, suite);
  cpSync(join(ROOT, 'test/consumers', suite), folder, { recursive: true });
  symlinkSync('../node_modules', join(folder, 'node_modules'));
  return folder;
}

const top = mkdtempSync(join(tmpdir(), 'fake-ecr-consumers-'));
const home = (name: string): string => {
  const folder = join(top, name);
  mkdirSync(folder);
  return folder;
};
const [{ filename }] = JSON.parse(
  run(['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', top], ROOT),
) as [{ filename: string }];
const tarball = join(top, filename);
try {
  const versions = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, devDependencies[name] as string]));

  const current = home('current');
  install(current, versions(COMPANIONS));
  for (const [suite, commands] of Object.entries(SUITES)) check(suite, commands, lay(suite, current));
  const nodeTest = join(current, 'node-test');
  for (const node of ['22', '24']) {
    const commands = SUITES['node-test'] as string[][];
    check(
      `node-test on Node ${node}`,
      commands.map((command) => ['npx', '-y', '-p', `node@${node}`, ...command]),
      nodeTest,
    );
  }

  // Nothing is hoisted: a package finds what it declares, and nothing else.
  const strict = home('strict');
  const few = ['@aws-sdk/client-ecr', 'aws-sdk-client-mock', '@aws-sdk/client-sts'];
  install(strict, versions(few), '--install-strategy=linked');
  check('strict layout', SUITES['node-test'] as string[][], lay('node-test', strict));

  const oldest = home('oldest');
  install(oldest, { '@aws-sdk/client-ecr': OLDEST_SDK, 'aws-sdk-client-mock': '4.1.0' });
  check(`the SDK ${OLDEST_SDK}`, SUITES['node-test'] as string[][], lay('node-test', oldest));
} finally {
  rmSync(top, { recursive: true, force: true });
}
if (failed) process.exitCode = 1;
