import { DAY } from '../../world/world-options.js';
import { imagesByClass, momentOf } from './evaluate.js';
import type { LifecycleImage } from './lifecycle-image.js';
import type { LifecyclePolicy } from './rule.js';
import { compileTagSelection } from './tag-selection.js';

/**
 * The next moment after which an image is older than a rule lets it be; Infinity where time alone brings nothing
 * about. Until then a policy decides the same of the same images.
 *
 * @param images every image of the repository
 * @param now epoch milliseconds
 */
export function nextThreshold(
  policy: LifecyclePolicy,
  images: readonly LifecycleImage[],
  now: number,
): number {
  const shelves = imagesByClass(images);
  let next = Infinity;
  for (const rule of policy.rules) {
    if (rule.countType === 'imageCountMoreThan') continue;
    const selects = compileTagSelection(rule);
    for (const image of shelves[rule.storageClass]) {
      if (!selects(image.tags)) continue;
      const threshold = momentOf(rule, image) + rule.countNumber * DAY;
      if (threshold >= now && threshold < next) next = threshold;
    }
  }
  return next;
}
