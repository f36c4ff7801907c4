import type { Unit } from '../../domain/domain-event.js';
import type { Image } from '../../domain/image.js';
import {
  type LifecycleActionTaken,
  type LifecycleRun,
  REMEMBERED_RUNS,
} from '../../domain/lifecycle-state.js';
import { indexedProblem, removeImage } from '../../domain/remove-image.js';
import type { Repository } from '../../domain/repository.js';
import { archive } from '../../domain/storage-class.js';
import { evaluateLifecycle } from './evaluate.js';
import type { LifecyclePolicy } from './rule.js';
import { lifecycleViews } from './view.js';

/**
 * Does what a policy says, once. An image that a list still holds is refused at this point and not before:
 * it takes part in counting like any other [docs].
 */
export function runPolicy(repository: Repository, policy: LifecyclePolicy, unit: Unit): LifecycleRun {
  const actions: LifecycleActionTaken[] = [];
  const failures: LifecycleRun['failures'][number][] = [];
  const { selections } = evaluateLifecycle(policy, lifecycleViews(repository), unit.now);
  for (const { image: view, rule, action } of selections) {
    const { source: image } = view;
    const holders = holdersOf(repository, image, action);
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
  const indexes = repository.indexesOf(image.digest);
  return action === 'EXPIRE' ? indexes : indexes.filter((index) => index.status === 'ACTIVE');
}

/** Notes a run that did or refused something. */
export function recordRun(repository: Repository, run: LifecycleRun): void {
  const { lifecycle } = repository;
  if (lifecycle === undefined || run.actions.length + run.failures.length === 0) return;
  lifecycle.runs.push(run);
  if (lifecycle.runs.length > REMEMBERED_RUNS) lifecycle.runs.shift();
}
