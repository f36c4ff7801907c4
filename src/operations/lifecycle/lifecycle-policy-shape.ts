import { type LifecycleState, bringUpToDate } from '../../domain/lifecycle-state.js';
import type { Repository } from '../../domain/repository.js';

/** A policy with the moment of its last run, which is the epoch before the first [docs]. */
export function lifecyclePolicyShape(repository: Repository, lifecycle: LifecycleState, now: number) {
  const { text, lastEvaluatedAt } = bringUpToDate(lifecycle, now);
  return {
    registryId: repository.registry.accountId,
    repositoryName: repository.name,
    lifecyclePolicyText: text,
    lastEvaluatedAt: new Date(lastEvaluatedAt),
  };
}
