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
  ],
  sourcemap: false,
  // Names of functions and classes stay, so that stack traces can be read.
  minify: { compress: false, mangle: { toplevel: false, keepNames: true }, codegen: true },
};

const entries = {
  index: 'src/index.ts',
  jest: 'src/jest.ts',
  'jest-globals': 'src/jest-globals.ts',
  matchers: 'src/matchers.ts',
  'request-handler': 'src/request-handler.ts',
  http: 'src/http.ts',
  sts: 'src/sts.ts',
};

/** Runners and terminals that load ES modules only. */
const modulesOnly = { vitest: 'src/vitest.ts', bun: 'src/bun.ts', cli: 'src/cli.ts' };

export default defineConfig([
  {
    ...common,
    entry: { ...entries, ...modulesOnly },
    format: ['esm'],
    clean: true,
    outExtensions: () => ({ js: '.mjs', dts: '.d.mts' }),
  },
  {
    ...common,
    entry: entries,
    format: ['cjs'],
    clean: false,
    outExtensions: () => ({ js: '.cjs', dts: '.d.cts' }),
  },
]);
