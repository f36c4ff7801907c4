import { judgeRule } from './judge-rule.js';
import type { LifecycleImage } from './lifecycle-image.js';
import type { LifecyclePolicy, LifecycleRule } from './rule.js';
import { toShelves } from './shelf.js';

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
  const shelves = toShelves(images);
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
