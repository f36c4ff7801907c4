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
export type { Route } from './matchers/assertions.js';
export type { Matcher, MatcherContext, MatcherResult } from './matchers/bind.js';
export type { FakeEcrMatchers } from './matchers/matcher-types.js';
