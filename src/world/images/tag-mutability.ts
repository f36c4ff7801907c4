import { globMatches } from '../../lib/glob.js';

export const TAG_MUTABILITY_MODES = [
  'MUTABLE',
  'IMMUTABLE',
  'MUTABLE_WITH_EXCLUSION',
  'IMMUTABLE_WITH_EXCLUSION',
] as const;

export type TagMutabilityMode = (typeof TAG_MUTABILITY_MODES)[number];

/** Whether an existing tag may be moved to another image: a mode and its exclusion filters [docs]. */
export class TagMutability {
  constructor(
    readonly mode: TagMutabilityMode = 'MUTABLE',
    /** Wildcard filters over whole tags; `*` is any run of characters, everything else is literal. */
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
    return this.exclusions.some((filter) => globMatches(filter, tag));
  }
}
