import { isFailure } from '../../aws/failure.js';
import { INSPECT } from '../../lib/handle-kind.js';
import { FakeEcrError } from '../../lib/misuse.js';
import type { Repository } from '../../world/repository.js';
import { placeIn, writtenLifecyclePolicy, writtenRepository } from '../../world/written-documents.js';
import { type Step, type WrittenOrigin, formatOrigin } from '../../world/written-origin.js';
import { placeLines, placeOf } from '../../world/written-origins.js';
import { type RuleMatch, matchRules } from './evaluate.js';
import { decideRun } from './lifecycle-engine.js';
import { type LifecycleImage, lifecycleViews, storageClassOf } from './lifecycle-image.js';
import { parseLifecyclePolicy } from './policy-document.js';
import { describeAge, nameLifecycleRule, ordinal } from './rule-text.js';
import type { LifecyclePolicy, LifecycleRule } from './rule.js';

/**
 * `expired` and `archived`: a rule acts on the image. `shielded`: a rule keeps it, but without that rule a later one
 * would act on it. `kept`: no rule would act on it. `excluded`: rules do not apply to it.
 */
export type LifecycleVerdict = 'expired' | 'archived' | 'shielded' | 'kept' | 'excluded';

export interface LifecycleExplanation<I extends LifecycleImage> {
  readonly image: I;
  readonly verdict: LifecycleVerdict;
  /** The rule that decided on the image. */
  readonly rule?: LifecycleRule;
  /** For example `rule 2 (tagged "prod*", keep 3): kept, 2nd newest of 3 kept`. */
  readonly reason: string;
}

/** The decision of the first rule that matched an image. */
interface Decision<I extends LifecycleImage> extends RuleMatch<I> {
  /** The first later rule that would act on the image; relevant if this one keeps it. */
  readonly shieldedFrom?: LifecycleRule;
}

/**
 * Explains for each image what a lifecycle policy does with it at a moment, and why.
 *
 * @param policy rules in ascending priority
 * @param images every image of the repository, in any order
 * @param now epoch milliseconds
 * @returns one explanation per image, in the order of the images
 */
export function explainLifecycle<I extends LifecycleImage>(
  policy: LifecyclePolicy,
  images: readonly I[],
  now: number,
): readonly LifecycleExplanation<I>[] {
  const decisions = new Map<I, Decision<I>>();
  matchRules(policy, images, now, (match) => {
    const decision = decisions.get(match.image);
    if (decision === undefined) decisions.set(match.image, match);
    else if (match.exceedsLimit && decision.shieldedFrom === undefined) {
      decisions.set(match.image, { ...decision, shieldedFrom: match.rule });
    }
  });
  return images.map((image) => explainImage(image, decisions.get(image), now));
}

function explainImage<I extends LifecycleImage>(
  image: I,
  decision: Decision<I> | undefined,
  now: number,
): LifecycleExplanation<I> {
  const storageClass = storageClassOf(image);
  if (storageClass === undefined) {
    const reason = image.liveSubject
      ? 'it refers to an image that is present, and is removed with that image'
      : 'it is being restored from the archive, and no rule applies to it';
    return { image, verdict: 'excluded', reason };
  }
  if (decision === undefined) {
    return { image, verdict: 'kept', reason: `no rule for the ${storageClass} storage class matches it` };
  }
  const { rule, exceedsLimit, shieldedFrom } = decision;
  const detail = describeDecision(decision, now);
  const name = nameLifecycleRule(rule);
  if (exceedsLimit) {
    const verdict = rule.action === 'expire' ? 'expired' : 'archived';
    return { image, verdict, rule, reason: `${name}: ${verdict}, ${detail}` };
  }
  if (shieldedFrom === undefined) return { image, verdict: 'kept', rule, reason: `${name}: kept, ${detail}` };
  const reason = `${name}: kept, ${detail}, and so shielded from ${nameLifecycleRule(shieldedFrom)}`;
  return { image, verdict: 'shielded', rule, reason };
}

function describeDecision(decision: Decision<LifecycleImage>, now: number): string {
  const { image, rule, exceedsLimit, rank, matched } = decision;
  switch (rule.countType) {
    case 'imageCountMoreThan':
      return exceedsLimit
        ? `${ordinal(rank)} newest of ${matched} matched`
        : `${ordinal(rank)} newest of ${Math.min(matched, rule.countNumber)} kept`;
    case 'sinceImagePushed':
      return describePush(image, now);
    case 'sinceImagePulled':
      return describePull(image, now);
    case 'sinceImageTransitioned':
      return image.lastArchivedAt === undefined
        ? 'archived at an unknown moment'
        : `archived ${describeAge(now - image.lastArchivedAt)}`;
  }
}

function describePush({ lastActivatedAt, pushedAt }: LifecycleImage, now: number): string {
  return lastActivatedAt === undefined
    ? `pushed ${describeAge(now - pushedAt)}`
    : `restored ${describeAge(now - lastActivatedAt)}`;
}

function describePull(image: LifecycleImage, now: number): string {
  const { lastActivatedAt, lastPulledAt } = image;
  if (lastActivatedAt !== undefined && (lastPulledAt === undefined || lastPulledAt < lastActivatedAt)) {
    return `not pulled since it was ${describePush(image, now)}`;
  }
  return lastPulledAt === undefined
    ? `never pulled, ${describePush(image, now)}`
    : `last pulled ${describeAge(now - lastPulledAt)}`;
}

/** What a lifecycle policy would do with one image, and why. */
export interface LifecycleReportRow {
  /** `sha256:…` of the manifest. */
  readonly digest: string;
  /** Its tags. */
  readonly tags: readonly string[];
  /** `held`: a rule selects it, but a manifest list that stays refers to it. */
  readonly verdict: LifecycleVerdict | 'held';
  /** The priority of the rule that decided. */
  readonly rulePriority?: number;
  /** A sentence for people. */
  readonly reason: string;
  /** Where the rule that decided is declared, if it came from a template, a plan or a state. */
  readonly origin?: WrittenOrigin;
}

/** What a lifecycle policy would do with each image of a repository. @public */
export class LifecycleReport {
  readonly #places: readonly (readonly string[])[];

  /** @internal */
  constructor(
    /** One for each image, oldest push first. */
    readonly rows: readonly LifecycleReportRow[],
    /** For each row: lines that say where its rule is declared. */
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

  /** The same as `text`. */
  toString(): string {
    return this.text;
  }

  /** @internal */
  [INSPECT](): string {
    return this.text;
  }
}

/** @throws FakeEcrError if the repository has no lifecycle policy */
export function lifecycleReport(repository: Repository, now: number): LifecycleReport {
  const text = repository.lifecycle?.text;
  const policy = text === undefined ? undefined : parseLifecyclePolicy(text);
  if (policy === undefined || isFailure(policy)) {
    throw new FakeEcrError(
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

/** Priorities in the order of the document, in which rules may be in any order. */
function placesOf({ text }: LifecyclePolicy): readonly number[] {
  const { rules } = JSON.parse(text) as { readonly rules: readonly { readonly rulePriority: number }[] };
  return rules.map((rule) => rule.rulePriority);
}

/** The deployment that declares the repository, but no policy for it. */
function lookedAt({ registry, name }: Repository): string {
  const written = writtenRepository(registry, name);
  const hadOne = registry.world.origins.has('lifecycle policy', placeIn(registry, name));
  if (written === undefined || written.since !== undefined || hadOne) return '';
  return ` ${formatOrigin({ ...written.document, path: '' })} declares none for it.`;
}
