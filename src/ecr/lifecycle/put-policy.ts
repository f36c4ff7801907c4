import type { UnitOfWork } from '../../world/domain-event.js';
import type { Repository } from '../../world/repository.js';

/**
 * Replaces the lifecycle policy of a repository; its daily runs are counted from now [assumed].
 *
 * @param text as the service prints it
 */
export function putLifecyclePolicy(repository: Repository, text: string, unit: UnitOfWork): void {
  repository.lifecycle = { text, putAt: unit.now, lastEvaluatedAt: 0, runs: [] };
  unit.emit({ type: 'lifecycle-policy-put', repository });
}
