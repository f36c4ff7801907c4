import { DAY } from '../../domain/durations.js';
import { effectivePulledAt, effectivePushedAt, type LifecycleImage } from './lifecycle-image.js';
import type { LifecycleRule } from './rule.js';
import type { Shelf } from './shelf.js';
import { compileTagSelection } from './tag-selection.js';

/** What one rule says by itself, before other rules have their say. Numbers are places on the shelf. */
export interface RuleJudgement {
  /** Every image whose tags match, oldest first, whatever earlier rules did with it [docs]. */
  readonly matched: readonly number[];
  /** Those of them that are too many or too old, oldest first. */
  readonly candidates: readonly number[];
}

export function judgeRule<I extends LifecycleImage>(
  rule: LifecycleRule,
  shelf: Shelf<I>,
  now: number,
): RuleJudgement {
  const selects = compileTagSelection(rule);
  const matched: number[] = [];
  for (let place = 0; place < shelf.length; place += 1) {
    if (selects((shelf[place] as I).tags)) matched.push(place);
  }
  if (rule.countType === 'imageCountMoreThan') {
    // The number is what is kept, and the newest are [docs].
    return { matched, candidates: matched.slice(0, Math.max(0, matched.length - rule.countNumber)) };
  }
  const limit = rule.countNumber * DAY;
  // Exactly that old is not too old [docs].
  const candidates = matched.filter((place) => now - momentOf(rule, shelf[place] as I) > limit);
  return { matched, candidates };
}

/** The moment from which a rule counts days. An image archived at no known moment never gets old [assumed]. */
export function momentOf(rule: LifecycleRule, image: LifecycleImage): number {
  switch (rule.countType) {
    case 'sinceImagePulled':
      return effectivePulledAt(image);
    case 'sinceImageTransitioned':
      return image.lastArchivedAt ?? Infinity;
    default:
      return effectivePushedAt(image);
  }
}
