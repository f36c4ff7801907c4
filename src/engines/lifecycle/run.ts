import type { Unit } from '../../domain/domain-event.js';
import type { Image } from '../../domain/image.js';
import type { LifecycleActionTaken, LifecycleRun } from '../../domain/lifecycle-state.js';
import { indexedProblem, removeImage } from '../../domain/remove-image.js';
import type { Repository } from '../../domain/repository.js';
import { archive, listsAgainstArchiving } from '../../domain/storage-class.js';
import { type LifecycleSelection, evaluateLifecycle } from './evaluate.js';
import type { LifecyclePolicy } from './rule.js';
import { type LifecycleView, lifecycleViews } from './view.js';

/** A selection, and the lists that keep its image where it is. */
export interface LifecycleDecision extends LifecycleSelection<LifecycleView> {
  readonly holders: readonly Image[];
}

/**
 * What a run would do, once. An image that a list still holds is refused at this point and not before: it
 * takes part in counting like any other [docs]. A list that goes in the same run holds nothing any more.
 */
export function decideRun(
  repository: Repository,
  policy: LifecyclePolicy,
  now: number,
): readonly LifecycleDecision[] {
  const left = new Map<Image, LifecycleSelection<LifecycleView>['action']>();
  return evaluateLifecycle(policy, lifecycleViews(repository), now).selections.map((selection) => {
    const { action, image } = selection;
    const holders = holdersOf(repository, image.source, action).filter((list) => {
      const went = left.get(list);
      return went !== 'EXPIRE' && went !== action;
    });
    if (holders.length === 0) left.set(image.source, action);
    return { ...selection, holders };
  });
}

/** Does what a policy says. */
export function runPolicy(repository: Repository, policy: LifecyclePolicy, unit: Unit): LifecycleRun {
  const actions: LifecycleActionTaken[] = [];
  const failures: LifecycleRun['failures'][number][] = [];
  for (const { image: view, rule, action, holders } of decideRun(repository, policy, unit.now)) {
    const { source: image } = view;
    if (holders.length > 0) {
      const { failureCode: code, failureReason: reason } = indexedProblem(holders);
      failures.push({ digest: image.digest, code, reason });
      continue;
    }
    if (action === 'EXPIRE') removeImage(repository, image, 'lifecycle', unit);
    else archive(repository, image, unit);
    actions.push({ digest: view.digest, tags: view.tags, type: action, rulePriority: rule.priority });
  }
  return { at: unit.now, actions, failures };
}

/** The lists that keep an image from going: any list from expiry, one that is not archived from the archive [docs]. */
function holdersOf(repository: Repository, image: Image, action: 'EXPIRE' | 'TRANSITION'): readonly Image[] {
  return action === 'EXPIRE' ? repository.indexesOf(image.digest) : listsAgainstArchiving(repository, image);
}
