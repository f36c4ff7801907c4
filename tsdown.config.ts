import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    jest: 'src/jest.ts',
    'jest-globals': 'src/jest-globals.ts',
    matchers: 'src/matchers.ts',
  },
  format: ['esm', 'cjs'],
  outDir: 'dist',
  platform: 'node',
  target: 'node20.19',
  dts: true,
  external: ['@jest/globals', 'expect', /^@aws-sdk\//, /^@smithy\//, 'aws-sdk-client-mock', 'sinon'],
  clean: true,
  sourcemap: false,
  outExtensions: ({ format }) =>
    format === 'cjs' ? { js: '.cjs', dts: '.d.cts' } : { js: '.mjs', dts: '.d.mts' },
});
