module.exports = { testEnvironment: 'node', transform: {}, testMatch: ['**/jest.*js'] };
