import { isFailure } from '../../domain/failure.js';
import { INSPECT } from '../../domain/inspect-symbol.js';
import { MisuseError } from '../../domain/misuse.js';
import type { Repository } from '../../domain/repository.js';
import { parseLifecyclePolicy } from './document.js';
import { type LifecycleVerdict, explainLifecycle } from './explain.js';
import { decideRun } from './run.js';
import { lifecycleViews } from './view.js';

/** What a lifecycle policy would do with one image, and why. */
export interface LifecycleReportRow {
  readonly digest: string;
  readonly tags: readonly string[];
  /** `held`: a rule selects it, and a manifest list that stays keeps it. */
  readonly verdict: LifecycleVerdict | 'held';
  /** The priority of the rule that decided. */
  readonly rulePriority?: number;
  readonly reason: string;
}

/** What a lifecycle policy would do with each image of a repository. */
export class LifecycleReport {
  constructor(readonly rows: readonly LifecycleReportRow[]) {}

  /** One line for each image. */
  get text(): string {
    return this.rows
      .map(({ digest, tags, verdict, reason }) => {
        const name = tags.length === 0 ? `untagged ${digest.slice(0, 19)}` : tags.join(', ');
        return `${name}: ${verdict}: ${reason}`;
      })
      .join('\n');
  }

  toString(): string {
    return this.text;
  }

  /** @internal */
  [INSPECT](): string {
    return this.text;
  }
}

/** @throws MisuseError where the repository has no lifecycle policy */
export function lifecycleReport(repository: Repository, now: number): LifecycleReport {
  const text = repository.lifecycle?.text;
  const policy = text === undefined ? undefined : parseLifecyclePolicy(text);
  if (policy === undefined || isFailure(policy)) {
    throw new MisuseError(
      `${repository.name} has no lifecycle policy at ${repository.registry.key}.`,
      'Put one first: PutLifecyclePolicy, or repository.setLifecyclePolicy(…).',
    );
  }
  const holdersOf = new Map(
    decideRun(repository, policy, now).map(({ image, holders }) => [image.digest, holders] as const),
  );
  const explanations = explainLifecycle(policy, lifecycleViews(repository), now);
  return new LifecycleReport(
    explanations.map(({ image, verdict, rule, reason }) => {
      const lists = (holdersOf.get(image.digest) ?? []).map((list) => list.digest);
      return {
        digest: image.digest,
        tags: image.tags,
        verdict: lists.length === 0 ? verdict : 'held',
        ...(rule === undefined ? {} : { rulePriority: rule.priority }),
        reason:
          lists.length === 0 ? reason : `${reason}, but kept by the manifest list ${lists.join(' and ')}`,
      };
    }),
  );
}
