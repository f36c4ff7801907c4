/**
 * Tries the packed package as its users would: packs it, installs the tarball with its peers in an empty
 * folder outside the checkout, and runs each small suite of test/consumers there.
 */
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Checks, PackedPackage, ROOT, readManifest } from './packed-package.js';

const { devDependencies = {} } = readManifest(ROOT);

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

const checks = new Checks();

async function check(label: string, commands: readonly (readonly string[])[], folder: string): Promise<void> {
  for (const command of commands) await checks.run(label, command, folder);
}

/** Puts a suite into a folder of its own beside what is installed. */
function lay(suite: string, home: string): string {
  const folder = join(home, suite);
  cpSync(join(ROOT, 'test/consumers', suite), folder, { recursive: true });
  symlinkSync('../node_modules', join(folder, 'node_modules'));
  return folder;
}

const versions = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, devDependencies[name] as string]));

await PackedPackage.use('consumers', async (packed) => {
  const current = packed.install('current', versions(COMPANIONS));
  for (const [suite, commands] of Object.entries(SUITES)) await check(suite, commands, lay(suite, current));
  const nodeTest = join(current, 'node-test');
  for (const node of ['22', '24']) {
    const commands = SUITES['node-test'] as string[][];
    await check(
      `node-test on Node ${node}`,
      commands.map((command) => ['npx', '-y', '-p', `node@${node}`, ...command]),
      nodeTest,
    );
  }

  // Nothing is hoisted: a package finds what it declares, and nothing else.
  const few = ['@aws-sdk/client-ecr', 'aws-sdk-client-mock', '@aws-sdk/client-sts'];
  const strict = packed.install('strict', versions(few), '--install-strategy=linked');
  await check('strict layout', SUITES['node-test'] as string[][], lay('node-test', strict));

  const oldest = packed.install('oldest', {
    '@aws-sdk/client-ecr': OLDEST_SDK,
    'aws-sdk-client-mock': '4.1.0',
  });
  await check(`the SDK ${OLDEST_SDK}`, SUITES['node-test'] as string[][], lay('node-test', oldest));
});
checks.conclude();
