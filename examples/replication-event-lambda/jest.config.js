export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  // TypeScript writes imports as they will run: with the ending of what is compiled.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Types are checked by `npm run typecheck`.
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false, useESM: true }] },
};
