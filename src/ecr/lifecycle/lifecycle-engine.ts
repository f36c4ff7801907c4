import { isFailure } from '../../aws/failure.js';
import type { DomainEvent, UnitOfWork } from '../../world/domain-event.js';
import type { Image } from '../../world/images/image.js';
import {
  type FollowingReferrers,
  type LifecycleActionTaken,
  type LifecycleRun,
  type LifecycleState,
  bringUpToDate,
  nextRunAfter,
  rememberRun,
} from '../../world/records/lifecycle.js';
import type { Repository } from '../../world/repository.js';
import { DAY } from '../../world/world-options.js';
import { archive, listsAgainstArchiving } from '../archive/storage-class.js';
import { indexedProblem, removeImage } from '../images/remove-images.js';
import type { Scheduler } from '../scheduler.js';
import { type LifecycleSelection, evaluateLifecycle, nextThreshold } from './evaluate.js';
import { type LifecycleView, lifecycleViews } from './lifecycle-image.js';
import { parseLifecyclePolicy } from './policy-document.js';
import type { LifecyclePolicy } from './rule.js';

/** Referrers are removed or archived within 24 hours after their subject [docs]. */
const REFERRERS_FOLLOW_WITHIN = DAY;

/**
 * Runs lifecycle policies as time passes, never during a call [docs]. A run that would find the same as the one
 * before it is skipped, so that advancing the clock far is quick: the next run is planned for when something changes,
 * or an image becomes too old.
 */
export class LifecycleEngine {
  /** The planned runs of a policy, the next one last. */
  private readonly planned = new WeakMap<LifecycleState, number[]>();

  constructor(private readonly scheduler: Scheduler) {}

  react(event: DomainEvent, unit: UnitOfWork): void {
    switch (event.type) {
      case 'lifecycle-policy-put':
      case 'image-stored':
      case 'images-seeded':
      case 'tag-removed':
      case 'image-restore-started':
      case 'image-restored':
        this.planNextRun(event.repository, unit.now);
        break;
      case 'image-removed':
        this.planNextRun(event.repository, unit.now);
        this.follow(event.repository, event.image, 'EXPIRE', unit);
        break;
      case 'image-archived':
        this.planNextRun(event.repository, unit.now);
        this.follow(event.repository, event.image, 'TRANSITION', unit);
        break;
    }
  }

  /** Plans the work of a repository that was loaded, after a moment. */
  resume(repository: Repository, after: number): void {
    this.planNextRun(repository, after);
    for (const following of repository.following) this.planFollowing(repository, following);
  }

  /** Plans the next daily run of a repository's policy, if it has one. */
  private planNextRun(repository: Repository, after: number): void {
    const { lifecycle } = repository;
    if (lifecycle !== undefined) this.planRun(repository, lifecycle, nextRunAfter(lifecycle, after));
  }

  /**
   * Runs a repository's policy now, in addition to the daily runs, and lets waiting referrers follow.
   *
   * @returns what it did; nothing if there is no policy
   */
  runNow(repository: Repository, unit: UnitOfWork): LifecycleRun {
    const run = this.run(repository, unit);
    const followed = [...repository.following].flatMap((one) => this.finish(repository, one, unit));
    return { ...run, actions: [...run.actions, ...followed] };
  }

  /** Plans a run, unless an earlier one is planned. */
  private planRun(repository: Repository, lifecycle: LifecycleState, dueAt: number): void {
    let planned = this.planned.get(lifecycle);
    if (planned === undefined) this.planned.set(lifecycle, (planned = []));
    if (dueAt === Infinity || (planned.at(-1) ?? Infinity) <= dueAt) return;
    planned.push(dueAt);
    this.scheduler.schedule({
      kind: 'lifecycle',
      dueAt,
      isRecurring: true,
      describe: () => `lifecycle run of ${repository.name} at ${repository.registry.key}`,
      get isOver() {
        return repository.lifecycle !== lifecycle || !repository.isPresent;
      },
      run: (unit) => {
        this.planned.get(lifecycle)?.pop();
        this.run(repository, unit);
      },
    });
  }

  private run(repository: Repository, unit: UnitOfWork): LifecycleRun {
    const { lifecycle } = repository;
    const nothing = { at: unit.now, actions: [], failures: [] };
    if (lifecycle === undefined) return nothing;
    const policy = parseLifecyclePolicy(lifecycle.text);
    if (isFailure(policy)) return nothing;
    bringUpToDate(lifecycle, unit.now - 1);
    const run = runPolicy(repository, policy, unit);
    lifecycle.lastEvaluatedAt = unit.now;
    rememberRun(lifecycle, run);
    if (run.actions.length + run.failures.length > 0) unit.emit({ type: 'lifecycle-ran', repository, run });
    // The run has changed the repository, so the next run is planned already.
    lifecycle.standing = run.actions.length === 0 ? run : undefined;
    if (run.actions.length === 0) this.planRunInTime(repository, lifecycle, policy, unit.now);
    return run;
  }

  /** Plans the run at which an image becomes too old. */
  private planRunInTime(
    repository: Repository,
    lifecycle: LifecycleState,
    policy: LifecyclePolicy,
    now: number,
  ): void {
    const threshold = nextThreshold(policy, lifecycleViews(repository), now);
    this.planRun(repository, lifecycle, nextRunAfter(lifecycle, threshold));
  }

  private follow(
    repository: Repository,
    { digest: subject }: Image,
    action: FollowingReferrers['action'],
    unit: UnitOfWork,
  ): void {
    if (repository.lifecycle === undefined || repository.referrersOf(subject).size === 0) return;
    const following = { subject, action, dueAt: unit.now + REFERRERS_FOLLOW_WITHIN };
    repository.following.add(following);
    this.planFollowing(repository, following);
  }

  private planFollowing(repository: Repository, following: FollowingReferrers): void {
    this.scheduler.schedule({
      kind: 'lifecycle-referrers',
      dueAt: following.dueAt,
      isRecurring: true,
      describe: () => `referrers of ${repository.name}@${following.subject} at ${repository.registry.key}`,
      run: (unit) => this.finish(repository, following, unit),
    });
  }

  /** Referrers stay if the subject came back, or if the policy was removed meanwhile [assumed]. */
  private finish(
    repository: Repository,
    following: FollowingReferrers,
    unit: UnitOfWork,
  ): readonly LifecycleActionTaken[] {
    if (!repository.following.delete(following)) return [];
    const { subject, action } = following;
    const isBack =
      action === 'EXPIRE'
        ? repository.image(subject) !== undefined
        : repository.image(subject)?.status !== 'ARCHIVED';
    if (isBack || repository.lifecycle === undefined || !repository.isPresent) return [];
    const actions: LifecycleActionTaken[] = [];
    for (const referrer of [...repository.referrersOf(subject).from()]) {
      if (mustStay(repository, referrer, action)) continue;
      actions.push({ digest: referrer.digest, tags: referrer.tags.map((tag) => tag.name), type: action });
      if (action === 'EXPIRE') removeImage(repository, referrer, 'lifecycle', unit);
      else archive(repository, referrer, unit);
    }
    bringUpToDate(repository.lifecycle, unit.now - 1);
    rememberRun(repository.lifecycle, { at: unit.now, actions, failures: [] });
    return actions;
  }
}

function mustStay(repository: Repository, referrer: Image, action: FollowingReferrers['action']): boolean {
  if (action === 'EXPIRE') return repository.isIndexed(referrer.digest);
  return referrer.status !== 'ACTIVE' || listsAgainstArchiving(repository, referrer).length > 0;
}

/** A selection, and the manifest lists that hold its image. */
export interface LifecycleDecision extends LifecycleSelection<LifecycleView> {
  readonly holders: readonly Image[];
}

/**
 * What a run would do. An image that a manifest list refers to is refused only here: it is counted like any other
 * [docs]. A list that is removed in the same run does not hold its images.
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

/** Carries out a selection. */
function runPolicy(repository: Repository, policy: LifecyclePolicy, unit: UnitOfWork): LifecycleRun {
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

/**
 * The manifest lists that hold an image: any list prevents expiry, one that is not archived prevents archiving
 * [docs].
 */
function holdersOf(repository: Repository, image: Image, action: 'EXPIRE' | 'TRANSITION'): readonly Image[] {
  return action === 'EXPIRE' ? repository.indexesOf(image.digest) : listsAgainstArchiving(repository, image);
}
