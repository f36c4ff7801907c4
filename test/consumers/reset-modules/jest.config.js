module.exports = { testEnvironment: 'node', resetModules: true };
