import { type Failure, type Outcome, isFailure } from '../../aws/failure.js';
import type { UnitOfWork } from '../../world/domain-event.js';
import { lifecyclePolicyNotFound, lifecyclePreviewInProgress } from '../../world/failures.js';
import { type LifecyclePreview, PREVIEW_STATES, type PreviewRow } from '../../world/records/lifecycle.js';
import type { Repository } from '../../world/repository.js';
import type { Scheduler } from '../scheduler.js';
import type { WorkFailures } from '../work-failures.js';
import { evaluateLifecycle } from './evaluate.js';
import { lifecycleViews } from './lifecycle-image.js';
import { parseLifecyclePolicy } from './policy-document.js';

/**
 * Starts a preview of a given policy or of the repository's own. It shows the state at this moment [assumed] and is
 * complete after its duration.
 */
export function startPreview(
  repository: Repository,
  text: string | undefined,
  { scheduler, failures }: { scheduler: Scheduler; failures: WorkFailures },
  unit: UnitOfWork,
): Outcome<LifecyclePreview> {
  const { name, registry } = repository;
  const policyText = text ?? repository.lifecycle?.text;
  if (policyText === undefined) return lifecyclePolicyNotFound(name, registry.accountId);
  const policy = parseLifecyclePolicy(policyText);
  if (isFailure(policy)) return policy;
  const refusal = refuseWhileRunning(repository);
  if (refusal !== undefined) return refusal;

  const { selections } = evaluateLifecycle(policy, lifecycleViews(repository), unit.now);
  const rows = selections.map(({ image, rule, action }): PreviewRow => ({
    digest: image.digest,
    tags: image.tags,
    pushedAt: image.pushedAt,
    type: action,
    rulePriority: rule.priority,
    storageClass: rule.storageClass === 'archive' ? 'ARCHIVE' : 'STANDARD',
  }));
  const preview: LifecyclePreview = {
    id: registry.world.ids.uuid(),
    text: policyText,
    rows,
    endedAt: undefined,
    status: 'IN_PROGRESS',
  };
  repository.preview = preview;
  scheduler.schedule({
    kind: 'lifecycle-preview',
    dueAt: unit.now + registry.world.durations.preview,
    describe: () => `lifecycle policy preview of ${name} at ${registry.key}`,
    get isOver() {
      return !repository.isPresent;
    },
    run: ({ now }) => {
      const failed = failures.take('lifecycle-preview', repository) !== undefined;
      preview.status = PREVIEW_STATES.next(preview.status, failed ? 'fail' : 'complete');
      preview.endedAt = now;
    },
  });
  return preview;
}

/** A preview as it is now: EXPIRED if it ended long enough ago. */
export function currentPreview(repository: Repository, now: number): LifecyclePreview | undefined {
  const { preview } = repository;
  if (preview?.endedAt === undefined || preview.status === 'EXPIRED') return preview;
  if (now >= preview.endedAt + repository.registry.world.durations.previewExpiry) {
    preview.status = PREVIEW_STATES.next(preview.status, 'expire');
  }
  return preview;
}

function refuseWhileRunning({ preview, name, registry }: Repository): Failure | undefined {
  return preview?.status === 'IN_PROGRESS' ? lifecyclePreviewInProgress(name, registry.accountId) : undefined;
}
