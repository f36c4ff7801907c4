/**
 * Bundles the test files that `MUTATION_TESTS` names, by folder or file, with all that they import: mutation testing
 * loads the suite once per mutant, and one file loads several times faster than four hundred.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'tsdown';

const FOLDER = 'bundled';

const files = (process.env['MUTATION_TESTS'] ?? 'engines').split(',').flatMap((place) => {
  if (place.endsWith('.ts')) return [join('test', place)];
  return readdirSync(join('test', place), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('test', place, file));
});

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
  // The package declares which entries of its build have effects; files of src would count as having none.
  treeshake: false,
  clean: false,
  deps: { alwaysBundle: [/./], neverBundle: ['@jest/globals', 'expect', 'vitest'] },
  outputOptions: { codeSplitting: false },
  logLevel: 'warn',
});
