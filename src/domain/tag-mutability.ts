export const TAG_MUTABILITY_MODES = [
  'MUTABLE',
  'IMMUTABLE',
  'MUTABLE_WITH_EXCLUSION',
  'IMMUTABLE_WITH_EXCLUSION',
] as const;

export type TagMutabilityMode = (typeof TAG_MUTABILITY_MODES)[number];

/** May a tag that exists be moved to another image? One mode and its exclusion filters [docs]. */
export class TagMutability {
  constructor(
    readonly mode: TagMutabilityMode = 'MUTABLE',
    /** Wildcard filters over whole tags; `*` is any run of characters, all else is literal. */
    readonly exclusions: readonly string[] = [],
  ) {}

  allowsMoving(tag: string): boolean {
    switch (this.mode) {
      case 'MUTABLE':
        return true;
      case 'IMMUTABLE':
        return false;
      case 'IMMUTABLE_WITH_EXCLUSION':
        return this.isExcluded(tag);
      case 'MUTABLE_WITH_EXCLUSION':
        return !this.isExcluded(tag);
    }
  }

  private isExcluded(tag: string): boolean {
    return this.exclusions.some((filter) => wildcardMatches(filter, tag));
  }
}

/** Whole-text match with `*` as any run of characters, in linear time. */
export function wildcardMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let retry = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p;
      p += 1;
      retry = t;
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p += 1;
      t += 1;
    } else if (star !== -1) {
      p = star + 1;
      retry += 1;
      t = retry;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}
