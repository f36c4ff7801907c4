import { isFailure } from '../../domain/failure.js';
import { INSPECT } from '../../domain/inspect-symbol.js';
import { MisuseError } from '../../domain/misuse.js';
import type { Repository } from '../../domain/repository.js';
import { placeIn, writtenLifecyclePolicy, writtenRepository } from '../../domain/written-documents.js';
import { type Step, type WrittenOrigin, formatOrigin } from '../../domain/written-origin.js';
import { placeLines, placeOf } from '../../domain/written-origins.js';
import { parseLifecyclePolicy } from './document.js';
import { type LifecycleVerdict, explainLifecycle } from './explain.js';
import { decideRun } from './run.js';
import type { LifecyclePolicy, LifecycleRule } from './rule.js';
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
  /** Where the rule that decided is written, if it came of a template, a plan or a state. */
  readonly origin?: WrittenOrigin;
}

/** What a lifecycle policy would do with each image of a repository. */
export class LifecycleReport {
  readonly #places: readonly (readonly string[])[];

  constructor(
    readonly rows: readonly LifecycleReportRow[],
    /** For each row: where its rule is written, one to a line. */
    places: readonly (readonly string[])[] = [],
  ) {
    this.#places = places;
  }

  /** One line for each image. */
  get text(): string {
    return this.rows
      .map(({ digest, tags, verdict, reason }, index) => {
        const name = tags.length === 0 ? `untagged ${digest.slice(0, 19)}` : tags.join(', ');
        const places = this.#places[index] ?? [];
        return [`${name}: ${verdict}: ${reason}`, ...places.map((line) => `  ${line}`)].join('\n');
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
      `${repository.name} has no lifecycle policy at ${repository.registry.key}.${lookedAt(repository)}`,
      'Put one first: PutLifecyclePolicy, or repository.setLifecyclePolicy(…).',
    );
  }
  const holdersOf = new Map(
    decideRun(repository, policy, now).map(({ image, holders }) => [image.digest, holders] as const),
  );
  const explanations = explainLifecycle(policy, lifecycleViews(repository), now);
  const written = writtenLifecyclePolicy(repository);
  const places = written === undefined ? undefined : placesOf(policy);
  const toRule = ({ priority }: LifecycleRule): readonly Step[] => ['rules', places?.indexOf(priority) ?? 0];
  return new LifecycleReport(
    explanations.map(({ image, verdict, rule, reason }) => {
      const origin = rule && placeOf(written, toRule(rule));
      const lists = (holdersOf.get(image.digest) ?? []).map((list) => list.digest);
      return {
        digest: image.digest,
        tags: image.tags,
        verdict: lists.length === 0 ? verdict : 'held',
        ...(rule === undefined ? {} : { rulePriority: rule.priority }),
        reason:
          lists.length === 0 ? reason : `${reason}, but kept by the manifest list ${lists.join(' and ')}`,
        ...(origin === undefined ? {} : { origin }),
      };
    }),
    explanations.map(({ rule }) => (rule === undefined ? [] : placeLines(written, toRule(rule)))),
  );
}

/** Priorities in the order of the document, where rules may be in any. */
function placesOf({ text }: LifecyclePolicy): readonly number[] {
  const { rules } = JSON.parse(text) as { readonly rules: readonly { readonly rulePriority: number }[] };
  return rules.map((rule) => rule.rulePriority);
}

/** Who wrote the repository, and no policy for it. */
function lookedAt({ registry, name }: Repository): string {
  const written = writtenRepository(registry, name);
  const hadOne = registry.world.origins.has('lifecycle policy', placeIn(registry, name));
  if (written === undefined || written.since !== undefined || hadOne) return '';
  return ` ${formatOrigin({ ...written.document, path: '' })} writes none for it.`;
}
