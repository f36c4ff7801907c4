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
  toHaveUnused,
} from './expect/matchers.js';
export type { Route } from './expect/assertions.js';
export type { Matcher, MatcherContext, MatcherResult } from './expect/bind.js';
export type { FakeEcrMatchers } from './expect/matcher-types.js';
