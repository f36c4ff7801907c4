/**
 * Tries the packed package as its users would: packs it, installs the tarball with its peers in an empty
 * folder outside the checkout, and runs each small suite of test/consumers there.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
];

/** Each suite: its folder, and the commands its user types. */
const SUITES: Record<string, string[][]> = {
  'jest-cjs': [
    ['npx', 'jest', '--ci'],
    ['npx', 'tsc', '--noEmit', '-p', '.'],
  ],
  'jest-esm': [['node', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--ci']],
  'jest-globals': [
    ['npx', 'jest', '--ci'],
    ['npx', 'tsc', '--noEmit', '-p', '.'],
  ],
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

const home = mkdtempSync(join(tmpdir(), 'fake-ecr-consumers-'));
let failed = false;
try {
  const [{ filename }] = JSON.parse(
    run(['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', home], ROOT),
  ) as [{ filename: string }];
  const dependencies = Object.fromEntries(COMPANIONS.map((name) => [name, devDependencies[name] as string]));
  writeFileSync(
    join(home, 'package.json'),
    JSON.stringify({ private: true, dependencies: { ...dependencies, 'fake-ecr': `file:./${filename}` } }),
  );
  run(['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'], home);
  for (const [suite, commands] of Object.entries(SUITES)) {
    const folder = join(home, suite);
    cpSync(join(ROOT, 'test/consumers', suite), folder, { recursive: true });
    execFileSync('ln', ['-s', '../node_modules', 'node_modules'], { cwd: folder });
    for (const command of commands) {
      try {
        run(command, folder);
        console.log(`ok      ${suite}: ${command.join(' ')}`);
      } catch (error) {
        failed = true;
        const { stdout, stderr } = error as { stdout?: string; stderr?: string };
        console.error(`FAILED  ${suite}: ${command.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`);
      }
    }
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
if (failed) process.exitCode = 1;
