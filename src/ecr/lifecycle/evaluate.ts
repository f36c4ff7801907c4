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
/** One image that a run of the policy acts on. */
export interface LifecycleSelection<I extends LifecycleImage> {
  readonly image: I;
  readonly rule: LifecycleRule;
  /** As responses spell it. */
  readonly action: 'EXPIRE' | 'TRANSITION';
}

export interface LifecycleEvaluation<I extends LifecycleImage> {
  /** In the order of execution: indexes before all else, then by rule and age. */
  readonly selections: readonly LifecycleSelection<I>[];
}

/**
 * Decides what a lifecycle policy does with the images of one repository at one moment. Rules are heard from the
 * highest priority down; the first whose tags match an image decides on it, and where that rule keeps the image,
 * it shields it from every later one [docs].
 *
 * Children of a live index are selected like any other image; refusing them is a matter of execution [docs].
 *
 * @param policy rules in ascending priority
 * @param images every image of the repository, in any order; the very objects come back in the selections
 * @param now epoch milliseconds
 */
export function evaluateLifecycle<I extends LifecycleImage>(
  policy: LifecyclePolicy,
  images: readonly I[],
  now: number,
): LifecycleEvaluation<I> {
  const shelves = imagesByClass(images);
  const settled = {
    standard: new Uint8Array(shelves.standard.length),
    archive: new Uint8Array(shelves.archive.length),
  };
  const selections: LifecycleSelection<I>[] = [];
  for (const rule of policy.rules) {
    const shelf = shelves[rule.storageClass];
    const done = settled[rule.storageClass];
    const action = rule.action === 'expire' ? 'EXPIRE' : 'TRANSITION';
    const { matched, candidates } = judgeRule(rule, shelf, now);
    for (const place of candidates) {
      if (done[place] === 0) selections.push({ image: shelf[place] as I, rule, action });
    }
    for (const place of matched) done[place] = 1;
  }
  return { selections: inOrderOfExecution(selections) };
}

/**
 * Indexes go first, so that they and what they hold can go in one run [assumed]. An index that holds another was
 * pushed after it, so among themselves the one pushed last goes first.
 */
function inOrderOfExecution<I extends LifecycleImage>(
  selections: readonly LifecycleSelection<I>[],
): readonly LifecycleSelection<I>[] {
  const indexes = selections.filter(({ image }) => image.isIndex === true);
  if (indexes.length === 0) return selections;
  indexes.sort((a, b) => b.image.position - a.image.position);
  return [...indexes, ...selections.filter(({ image }) => image.isIndex !== true)];
}

/** What one rule says by itself, before other rules have their say. Numbers are places on the shelf. */
export interface RuleJudgement {
  /** Every image whose tags match, oldest first, whatever earlier rules did with it [docs]. */
  readonly matched: readonly number[];
  /** Those of them that are too many or too old, oldest first. */
  readonly candidates: readonly number[];
}

export function judgeRule<I extends LifecycleImage>(
  rule: LifecycleRule,
  shelf: ImagesOfClass<I>,
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

/** The images of one storage class, oldest first. Every rule reads them in this order, so they are sorted once. */
export type ImagesOfClass<I extends LifecycleImage> = readonly I[];

export type ImagesByClass<I extends LifecycleImage> = Readonly<
  Record<LifecycleStorageClass, ImagesOfClass<I>>
>;

export function imagesByClass<I extends LifecycleImage>(images: readonly I[]): ImagesByClass<I> {
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
