module.exports = {
  testEnvironment: 'jsdom',
  testMatch: ['**/*.test.js'],
  // The SDK's files for browsers are ES modules, which Jest does not load in CommonJS.
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons'] },
};
