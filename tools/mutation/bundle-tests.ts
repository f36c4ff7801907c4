/**
 * Bundles the test files of the folders in `MUTATION_TESTS`, with all that they import, into one: mutation testing
 * loads the suite once per mutant, and one file loads several times faster than four hundred.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'tsdown';

const FOLDER = 'bundled';

const files = (process.env['MUTATION_TESTS'] ?? 'engines').split(',').flatMap((folder) =>
  readdirSync(join('test', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('test', folder, file)),
);

// Hooks of the shared files come first, so that they are every test's; those of a test file stay its own.
const entry = [
  `require('fast-check').configureGlobal({ seed: 1, numRuns: 50 });`,
  `require('../test/support/conformance.ts');`,
  `require('../test/support/scene.ts');`,
  ...[...new Set(files)].map((file) => `describe('${file}', () => { require('../${file}'); });`),
];
mkdirSync(FOLDER, { recursive: true });
writeFileSync(join(FOLDER, 'entry.cjs'), entry.join('\n'));

await build({
  config: false,
  entry: { 'all.test': `./${FOLDER}/entry.cjs` },
  outDir: FOLDER,
  format: ['cjs'],
  outExtensions: () => ({ js: '.cjs' }),
  platform: 'node',
  target: 'node20.19',
  dts: false,
  // The package names the entries of its build that have effects; here those of src count.
  treeshake: { moduleSideEffects: true },
  clean: false,
  deps: { alwaysBundle: [/./], neverBundle: ['@jest/globals', 'expect', 'vitest'] },
  outputOptions: { codeSplitting: false },
  logLevel: 'warn',
});
