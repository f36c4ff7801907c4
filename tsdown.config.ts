import { type UserConfig, defineConfig } from 'tsdown';

const common: UserConfig = {
  outDir: 'dist',
  platform: 'node',
  target: 'node20.19',
  // What is marked @internal is for the package's own entries.
  dts: { compilerOptions: { stripInternal: true } },
  external: [
    '@jest/globals',
    'expect',
    'vitest',
    'bun:test',
    /^@aws-sdk\//,
    /^@smithy\//,
    'aws-sdk-client-mock',
    'sinon',
    'yaml',
  ],
  // Read and stepped through in node_modules: lines and names stay as they were written, and an uncaught error
  // prints the line that threw.
  sourcemap: true,
  minify: false,
  outputOptions: { comments: false },
};

const entries = {
  index: 'src/index.ts',
  jest: 'src/jest.ts',
  'jest-globals': 'src/jest-globals.ts',
  matchers: 'src/matchers.ts',
  'request-handler': 'src/request-handler.ts',
  http: 'src/http.ts',
  sts: 'src/sts.ts',
  iac: 'src/iac.ts',
  cli: 'src/cli.ts',
};

/** Runners that load ES modules only. */
const modulesOnly = {
  vitest: 'src/vitest.ts',
  bun: 'src/bun.ts',
  'global-setup': 'src/global-setup.ts',
  'global-teardown': 'src/global-teardown.ts',
};

const OWN_ENTRIES = new Set(['./matchers.js', './http.js', './global-setup.js']);

/** What they import of this package is another entry, and no copy of it. */
const ownEntries: NonNullable<UserConfig['plugins']> = {
  name: 'own-entries',
  resolveId: (source: string) =>
    OWN_ENTRIES.has(source) ? { id: source.replace(/js$/, 'mjs'), external: true } : undefined,
};

/** One implementation, in CommonJS; `tools/write-module-entries.ts` writes the ES modules that hand it on. */
export default defineConfig([
  {
    ...common,
    entry: entries,
    format: ['cjs'],
    clean: true,
    outExtensions: () => ({ js: '.cjs', dts: '.d.cts' }),
  },
  {
    ...common,
    entry: modulesOnly,
    format: ['esm'],
    clean: false,
    plugins: [ownEntries],
    outExtensions: () => ({ js: '.mjs', dts: '.d.mts' }),
  },
]);
