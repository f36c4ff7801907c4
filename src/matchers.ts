export {
  matchers,
  toAllow,
  toBeReplicated,
  toHaveCalled,
  toHaveEmitted,
  toHaveImage,
  toHavePendingReplications,
  toHaveReplicated,
  toHaveRepository,
  toHaveScanFindings,
  toHaveTag,
} from './matchers/matchers.js';
export type { MatcherContext, MatcherResult, Route } from './matchers/matchers.js';
export type { FakeEcrMatchers } from './matchers/matcher-types.js';
