export { matchers } from './expect/matchers.js';
export type { FakeEcrMatchers } from './expect/matcher-types.js';
