import config from './jest.config.mjs';

/**
 * The suite as mutation testing runs it: the folders of `MUTATION_TESTS`, since every mutant loads every file.
 * `tools/mutation.ts` knows which folders prove which part of the code.
 */
const folders = (process.env.MUTATION_TESTS ?? 'engines').split(',');

export default {
  ...config,
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
};
