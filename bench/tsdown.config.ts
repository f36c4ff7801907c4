import { defineConfig } from 'tsdown';

/** The bench with the package's sources in it, compiled as the package is: loaders of TypeScript wrap functions. */
export default defineConfig({
  entry: ['index.ts'],
  outDir: '../node_modules/.cache/bench',
  format: ['esm'],
  platform: 'node',
  target: 'node20.19',
  dts: false,
  deps: {
    neverBundle: [
      /^@aws-sdk\//,
      /^@smithy\//,
      'aws-sdk-client-mock',
      'sinon',
      'tinybench',
      'vitest',
      'expect',
    ],
  },
  logLevel: 'warn',
});
