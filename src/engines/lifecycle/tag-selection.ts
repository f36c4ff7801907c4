import type { LifecycleRule } from './rule.js';
import { compileTagPattern, compileTagPrefix } from './tag-pattern.js';

/** Do an image's tags meet what a rule asks of them? */
export type TagSelector = (tags: readonly string[]) => boolean;

/**
 * The tag requirement of a rule: no tags at all, any image, or tags such that *every* entry of the list matches
 * *at least one* of them [docs].
 *
 * @example
 * const select = compileTagSelection({ tagStatus: 'tagged', tagPatterns: ['prod*', '*-eu'] });
 * select(['prod-1', 'web-eu']); // true
 * select(['prod-1']);           // false
 */
export function compileTagSelection(
  rule: Pick<LifecycleRule, 'tagStatus' | 'tagPatterns' | 'tagPrefixes'>,
): TagSelector {
  if (rule.tagStatus === 'any') return () => true;
  if (rule.tagStatus === 'untagged') return (tags) => tags.length === 0;
  const entries = [
    ...(rule.tagPatterns ?? []).map(compileTagPattern),
    ...(rule.tagPrefixes ?? []).map(compileTagPrefix),
  ];
  return (tags) => {
    if (tags.length === 0) return false;
    for (const entry of entries) {
      if (!tags.some(entry)) return false;
    }
    return true;
  };
}
