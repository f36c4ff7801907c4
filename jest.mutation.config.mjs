import config from './jest.config.mjs';

/** The suite as mutation testing runs it: without what starts servers, child processes or the whole toolchain. */
export default {
  ...config,
  testPathIgnorePatterns: [
    ...config.testPathIgnorePatterns,
    '<rootDir>/test/cli/',
    '<rootDir>/test/contract/',
    '<rootDir>/test/doors/http/',
    '<rootDir>/test/doors/sts/',
    '<rootDir>/test/docs.test.ts',
    '<rootDir>/test/model/generated.test.ts',
    '<rootDir>/test/architecture.test.ts',
  ],
};
