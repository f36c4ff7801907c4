export { toHaveImage, toHaveReplicated, toHaveRepository } from './matchers/matchers.js';
export type { MatcherResult } from './matchers/matchers.js';
