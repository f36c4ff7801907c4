import { DAY } from '../../world/world-options.js';
import {
  type LifecycleImage,
  effectivePulledAt,
  effectivePushedAt,
  storageClassOf,
} from './lifecycle-image.js';
import type { LifecyclePolicy, LifecycleRule, LifecycleStorageClass } from './rule.js';
import { compileTagSelection } from './tag-selection.js';

export type { LifecycleImage } from './lifecycle-image.js';

/** A rule and an image that it selects. */
export interface RuleMatch<I extends LifecycleImage> {
  readonly image: I;
  readonly rule: LifecycleRule;
  /** True if no rule of higher priority matched the image, so this one decides on it. */
  readonly decides: boolean;
  /** True if the image is too old for the rule, or beyond its count. */
  readonly exceedsLimit: boolean;
  /** 1 is the newest of the images that the rule matched. */
  readonly rank: number;
  /** How many images the rule matched. */
  readonly matched: number;
}

/**
 * Applies the rules to the images, from the highest priority down. The first rule whose tags match an image decides
 * on it; if that rule keeps the image, no later rule can take it [docs]. Later rules still count the image among
 * those they match [docs]. Runs, previews and explanations all use this loop.
 *
 * @param policy rules in ascending priority
 * @param images every image of the repository, in any order
 * @param now epoch milliseconds
 * @param visit called for each match: rule by rule, and within a rule from the oldest image to the newest
 */
export function matchRules<I extends LifecycleImage>(
  policy: LifecyclePolicy,
  images: readonly I[],
  now: number,
  visit: (match: RuleMatch<I>) => void,
): void {
  const byClass = imagesByClass(images);
  const decided = {
    standard: new Uint8Array(byClass.standard.length),
    archive: new Uint8Array(byClass.archive.length),
  };
  for (const rule of policy.rules) {
    const candidates = byClass[rule.storageClass];
    const done = decided[rule.storageClass];
    const indexes = matchingIndexes(rule, candidates);
    const matched = indexes.length;
    indexes.forEach((index, order) => {
      const image = candidates[index] as I;
      const rank = matched - order;
      const decides = done[index] === 0;
      visit({ image, rule, decides, exceedsLimit: exceedsLimit(rule, image, rank, now), rank, matched });
      done[index] = 1;
    });
  }
}

function matchingIndexes(rule: LifecycleRule, images: readonly LifecycleImage[]): readonly number[] {
  const selects = compileTagSelection(rule);
  const indexes: number[] = [];
  images.forEach((image, index) => {
    if (selects(image.tags)) indexes.push(index);
  });
  return indexes;
}

function exceedsLimit(rule: LifecycleRule, image: LifecycleImage, rank: number, now: number): boolean {
  // The number says how many are kept; the newest are [docs].
  if (rule.countType === 'imageCountMoreThan') return rank > rule.countNumber;
  // An image of exactly that age is kept [docs].
  return now - momentOf(rule, image) > rule.countNumber * DAY;
}

/** The moment from which a rule counts days. An image archived at an unknown moment does not age [assumed]. */
function momentOf(rule: LifecycleRule, image: LifecycleImage): number {
  switch (rule.countType) {
    case 'sinceImagePulled':
      return effectivePulledAt(image);
    case 'sinceImageTransitioned':
      return image.lastArchivedAt ?? Infinity;
    default:
      return effectivePushedAt(image);
  }
}

/** One image that a run of the policy acts on. */
export interface LifecycleSelection<I extends LifecycleImage> {
  readonly image: I;
  readonly rule: LifecycleRule;
  /** In the spelling of responses. */
  readonly action: 'EXPIRE' | 'TRANSITION';
}

export interface LifecycleEvaluation<I extends LifecycleImage> {
  /** In the order of execution: indexes first, then by rule and age. */
  readonly selections: readonly LifecycleSelection<I>[];
}

/**
 * Decides what a lifecycle policy does with the images of one repository at one moment.
 *
 * Children of an index that stays are selected like any other image; execution refuses them [docs].
 *
 * @param policy rules in ascending priority
 * @param images every image of the repository, in any order; the selections contain the same objects
 * @param now epoch milliseconds
 */
export function evaluateLifecycle<I extends LifecycleImage>(
  policy: LifecyclePolicy,
  images: readonly I[],
  now: number,
): LifecycleEvaluation<I> {
  const selections: LifecycleSelection<I>[] = [];
  matchRules(policy, images, now, ({ image, rule, decides, exceedsLimit }) => {
    if (!decides || !exceedsLimit) return;
    selections.push({ image, rule, action: rule.action === 'expire' ? 'EXPIRE' : 'TRANSITION' });
  });
  return { selections: inOrderOfExecution(selections) };
}

/**
 * Indexes first, so that an index and its children can be removed in one run [assumed]. An index that contains
 * another was pushed later, so the latest comes first.
 */
function inOrderOfExecution<I extends LifecycleImage>(
  selections: readonly LifecycleSelection<I>[],
): readonly LifecycleSelection<I>[] {
  const indexes = selections.filter(({ image }) => image.isIndex === true);
  if (indexes.length === 0) return selections;
  indexes.sort((a, b) => b.image.position - a.image.position);
  return [...indexes, ...selections.filter(({ image }) => image.isIndex !== true)];
}

/**
 * The next moment at which an image becomes older than a rule allows; Infinity if no rule depends on time. Until then
 * the policy's decisions about the same images do not change.
 *
 * @param images every image of the repository
 * @param now epoch milliseconds
 */
export function nextThreshold(
  policy: LifecyclePolicy,
  images: readonly LifecycleImage[],
  now: number,
): number {
  const byClass = imagesByClass(images);
  let next = Infinity;
  for (const rule of policy.rules) {
    if (rule.countType === 'imageCountMoreThan') continue;
    const candidates = byClass[rule.storageClass];
    for (const index of matchingIndexes(rule, candidates)) {
      const threshold = momentOf(rule, candidates[index] as LifecycleImage) + rule.countNumber * DAY;
      if (threshold >= now && threshold < next) next = threshold;
    }
  }
  return next;
}

/** The images of each storage class, oldest first. Every rule needs this order, so they are sorted once. */
type ImagesByClass<I extends LifecycleImage> = Readonly<Record<LifecycleStorageClass, readonly I[]>>;

function imagesByClass<I extends LifecycleImage>(images: readonly I[]): ImagesByClass<I> {
  const standard: I[] = [];
  const archive: I[] = [];
  for (const image of images) {
    const storageClass = storageClassOf(image);
    if (storageClass === 'standard') standard.push(image);
    else if (storageClass === 'archive') archive.push(image);
  }
  return { standard: standard.sort(byAge), archive: archive.sort(byAge) };
}

function byAge(a: LifecycleImage, b: LifecycleImage): number {
  return effectivePushedAt(a) - effectivePushedAt(b) || a.position - b.position;
}
