import { describeAge, ordinal } from './age.js';
import { nameLifecycleRule } from './describe.js';
import { judgeRule, type RuleJudgement } from './judge-rule.js';
import { storageClassOf, type LifecycleImage } from './lifecycle-image.js';
import type { LifecyclePolicy, LifecycleRule } from './rule.js';
import { toShelves, type Shelf } from './shelf.js';

/**
 * `expired` and `archived`: a rule acts on the image. `shielded`: a rule keeps it, and a later one would act on it
 * otherwise. `kept`: no rule would act on it. `excluded`: rules don't look at it at all.
 */
export type LifecycleVerdict = 'expired' | 'archived' | 'shielded' | 'kept' | 'excluded';

export interface LifecycleExplanation<I extends LifecycleImage> {
  readonly image: I;
  readonly verdict: LifecycleVerdict;
  /** The rule that decided: it took, shielded or kept the image. */
  readonly rule?: LifecycleRule;
  /** For example `rule 2 (tagged "prod*", keep 3): kept, 2nd newest of 3 kept`. */
  readonly reason: string;
}

/** What the first rule that matched an image said of it. */
interface Decision {
  readonly rule: LifecycleRule;
  readonly isTaken: boolean;
  /** 1 is the newest of those that the rule matched. */
  readonly rank: number;
  readonly matched: number;
  /** The first later rule that would act on the image too; it matters where this one keeps it. */
  shieldedFrom: LifecycleRule | undefined;
}

/**
 * Says for each image what a lifecycle policy does with it at one moment, and why.
 *
 * @param policy rules in ascending priority
 * @param images every image of the repository, in any order
 * @param now epoch milliseconds
 * @returns one explanation an image, in the order of the images
 */
export function explainLifecycle<I extends LifecycleImage>(
  policy: LifecyclePolicy,
  images: readonly I[],
  now: number,
): readonly LifecycleExplanation<I>[] {
  const shelves = toShelves(images);
  const decisions = new Map<I, Decision>();
  for (const rule of policy.rules) {
    const shelf = shelves[rule.storageClass];
    decide(rule, shelf, judgeRule(rule, shelf, now), decisions);
  }
  return images.map((image) => explainImage(image, decisions.get(image), now));
}

function decide<I extends LifecycleImage>(
  rule: LifecycleRule,
  shelf: Shelf<I>,
  { matched, candidates }: RuleJudgement,
  decisions: Map<I, Decision>,
): void {
  const taken = new Set(candidates);
  matched.forEach((place, index) => {
    const image = shelf[place] as I;
    const isTaken = taken.has(place);
    const earlier = decisions.get(image);
    if (earlier === undefined) {
      const rank = matched.length - index;
      decisions.set(image, { rule, isTaken, rank, matched: matched.length, shieldedFrom: undefined });
    } else if (isTaken) {
      earlier.shieldedFrom ??= rule;
    }
  });
}

function explainImage<I extends LifecycleImage>(
  image: I,
  decision: Decision | undefined,
  now: number,
): LifecycleExplanation<I> {
  const storageClass = storageClassOf(image);
  if (storageClass === undefined) {
    const reason = image.liveSubject
      ? 'it refers to an image that is present, and goes when that image does'
      : 'it is being restored from the archive, where no rule applies';
    return { image, verdict: 'excluded', reason };
  }
  if (decision === undefined) {
    return { image, verdict: 'kept', reason: `no rule for the ${storageClass} storage class matches it` };
  }
  const { rule, isTaken, shieldedFrom } = decision;
  const detail = describeDecision(image, decision, now);
  const name = nameLifecycleRule(rule);
  if (isTaken) {
    const verdict = rule.action === 'expire' ? 'expired' : 'archived';
    return { image, verdict, rule, reason: `${name}: ${verdict}, ${detail}` };
  }
  if (shieldedFrom === undefined) return { image, verdict: 'kept', rule, reason: `${name}: kept, ${detail}` };
  const reason = `${name}: kept, ${detail}, and so shielded from ${nameLifecycleRule(shieldedFrom)}`;
  return { image, verdict: 'shielded', rule, reason };
}

function describeDecision(image: LifecycleImage, decision: Decision, now: number): string {
  const { rule, isTaken, rank, matched } = decision;
  switch (rule.countType) {
    case 'imageCountMoreThan':
      return isTaken
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
