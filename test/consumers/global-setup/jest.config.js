module.exports = {
  testMatch: ['**/*.jest.js'],
  globalSetup: 'fake-ecr/global-setup',
  globalTeardown: 'fake-ecr/global-teardown',
};
