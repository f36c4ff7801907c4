import { DAY } from '../../domain/durations.js';
import type { DomainEvent, Unit } from '../../domain/domain-event.js';
import { isFailure } from '../../domain/failure.js';
import type { Image } from '../../domain/image.js';
import type {
  FollowingReferrers,
  LifecycleActionTaken,
  LifecycleRun,
  LifecycleState,
} from '../../domain/lifecycle-state.js';
import { removeImage } from '../../domain/remove-image.js';
import type { Repository } from '../../domain/repository.js';
import { archive, listsAgainstArchiving } from '../../domain/storage-class.js';
import type { Scheduler } from '../scheduler.js';
import { parseLifecyclePolicy } from './document.js';
import { recordRun, runPolicy } from './run.js';

/** A policy acts within 24 hours: here once a day, counted from its Put [assumed]. */
export const RUN_EVERY = DAY;

/** Referrers go, or are archived, within 24 hours of their subject [docs]. */
export const REFERRERS_FOLLOW_WITHIN = DAY;

/** Runs lifecycle policies as time passes, and never at the moment of a call [docs]. */
export class LifecycleEngine {
  constructor(private readonly scheduler: Scheduler) {}

  react(event: DomainEvent, unit: Unit): void {
    switch (event.type) {
      case 'lifecycle-policy-put':
        this.planRuns(event.repository, unit.now);
        break;
      case 'image-removed':
        this.follow(event.repository, event.image, 'EXPIRE', unit);
        break;
      case 'image-archived':
        this.follow(event.repository, event.image, 'TRANSITION', unit);
        break;
    }
  }

  /** Takes up, after a moment, what is planned for a repository that comes from elsewhere. */
  resume(repository: Repository, after: number): void {
    this.planRuns(repository, after);
    for (const following of repository.following) this.planFollowing(repository, following);
  }

  /** Plans the daily runs of the policy that a repository has. */
  private planRuns(repository: Repository, after: number): void {
    const { lifecycle } = repository;
    if (lifecycle === undefined) return;
    const runs = Math.floor((after - lifecycle.putAt) / RUN_EVERY) + 1;
    this.planRun(repository, lifecycle, lifecycle.putAt + runs * RUN_EVERY);
  }

  /**
   * Runs a repository's policy now, out of turn, and lets referrers follow that were waiting.
   *
   * @returns what it did; nothing where there is no policy
   */
  runNow(repository: Repository, unit: Unit): LifecycleRun {
    const run = this.run(repository, unit);
    const followed = [...repository.following].flatMap((one) => this.finish(repository, one, unit));
    return { ...run, actions: [...run.actions, ...followed] };
  }

  private planRun(repository: Repository, lifecycle: LifecycleState, dueAt: number): void {
    this.scheduler.schedule({
      kind: 'lifecycle',
      dueAt,
      isRecurring: true,
      describe: () => `lifecycle run of ${repository.name} at ${repository.registry.key}`,
      get isOver() {
        return repository.lifecycle !== lifecycle || !repository.isPresent;
      },
      run: (unit) => {
        this.run(repository, unit);
        this.planRun(repository, lifecycle, dueAt + RUN_EVERY);
      },
    });
  }

  private run(repository: Repository, unit: Unit): LifecycleRun {
    const { lifecycle } = repository;
    const nothing = { at: unit.now, actions: [], failures: [] };
    if (lifecycle === undefined) return nothing;
    const policy = parseLifecyclePolicy(lifecycle.text);
    if (isFailure(policy)) return nothing;
    const run = runPolicy(repository, policy, unit);
    lifecycle.lastEvaluatedAt = unit.now;
    recordRun(repository, run);
    return run;
  }

  private follow(
    repository: Repository,
    { digest: subject }: Image,
    action: FollowingReferrers['action'],
    unit: Unit,
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

  /** Nothing follows a subject that came back, or where the policy went in the meantime [assumed]. */
  private finish(
    repository: Repository,
    following: FollowingReferrers,
    unit: Unit,
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
    recordRun(repository, { at: unit.now, actions, failures: [] });
    return actions;
  }
}

function mustStay(repository: Repository, referrer: Image, action: FollowingReferrers['action']): boolean {
  if (action === 'EXPIRE') return repository.isIndexed(referrer.digest);
  return referrer.status !== 'ACTIVE' || listsAgainstArchiving(repository, referrer).length > 0;
}
