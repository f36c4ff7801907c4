module.exports = {
  testEnvironment: 'node',
  // Types are checked by `npm run typecheck`.
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
};
