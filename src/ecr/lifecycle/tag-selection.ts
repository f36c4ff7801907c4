import type { LifecycleRule } from './rule.js';

/** Whether an image's tags meet a rule's requirement. */
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
/** Whether a tag matches. Compiled once for each entry of a rule's list. */
export type TagMatcher = (tag: string) => boolean;

const WILDCARD = '*';

export function wildcardCount(pattern: string): number {
  return pattern.split(WILDCARD).length - 1;
}

/**
 * A pattern of a `tagPatternList`: it covers the whole tag, `*` is any run of characters and nothing else is
 * special [docs]; matching is case-sensitive [assumed]. The literal pieces between wildcards are searched from left
 * to right, each at its first occurrence, without backtracking.
 */
export function compileTagPattern(pattern: string): TagMatcher {
  const pieces = pattern.split(WILDCARD);
  if (pieces.length === 1) return (tag) => tag === pattern;
  const head = pieces[0] as string;
  const tail = pieces[pieces.length - 1] as string;
  const middle = pieces.slice(1, -1).filter((piece) => piece !== '');
  const shortest = head.length + tail.length;
  return (tag) => {
    if (tag.length < shortest || !tag.startsWith(head) || !tag.endsWith(tail)) return false;
    const end = tag.length - tail.length;
    let from = head.length;
    for (const piece of middle) {
      const at = tag.indexOf(piece, from);
      if (at === -1) return false;
      from = at + piece.length;
      if (from > end) return false;
    }
    return true;
  };
}

/** An entry of a `tagPrefixList`: plain text that the tag starts with [docs]. */
function compileTagPrefix(prefix: string): TagMatcher {
  return (tag) => tag.startsWith(prefix);
}
