import fc from 'fast-check';
import { isFailure } from '../../../src/aws/failure.js';
import { type LifecycleImage, evaluateLifecycle } from '../../../src/ecr/lifecycle/evaluate.js';
import { explainLifecycle } from '../../../src/ecr/lifecycle/explain.js';
import { parseLifecyclePolicy } from '../../../src/ecr/lifecycle/policy-document.js';
import type { LifecyclePolicy, LifecycleRule } from '../../../src/ecr/lifecycle/rule.js';
import { anyRule, imagesOf, policy, policyFrom, ruleOf } from './arbitraries.js';
import { DAY, NOW, documentRule } from './policies.js';

const RUNS = { numRuns: 500 };

function selectionsOf(some: LifecyclePolicy, images: readonly LifecycleImage[], now = NOW) {
  return evaluateLifecycle(some, images, now).selections;
}

function digestsOf(some: LifecyclePolicy, images: readonly LifecycleImage[], now = NOW): string[] {
  return selectionsOf(some, images, now).map(({ image }) => image.digest);
}

test('agrees with the definition, read naively', () => {
  fc.assert(
    fc.property(policy, imagesOf(16), (some, images) => {
      const marks = new Map(
        selectionsOf(some, images).map(({ image, rule }) => [image.digest, rule.priority] as const),
      );
      expect(marks).toEqual(naiveMarks(some, images, NOW));
    }),
    { numRuns: 2000 },
  );
});

test('selects each image at most once, with the action of its rule', () => {
  fc.assert(
    fc.property(policy, imagesOf(), (some, images) => {
      const digests = digestsOf(some, images);
      expect(new Set(digests).size).toBe(digests.length);
      for (const { rule, action } of selectionsOf(some, images))
        expect(action.toLowerCase()).toBe(rule.action);
    }),
    RUNS,
  );
});

test('a rule acts only within its storage class and its tags', () => {
  fc.assert(
    fc.property(policy, imagesOf(), (some, images) => {
      for (const { image, rule } of selectionsOf(some, images)) {
        expect(image.status).toBe(rule.storageClass === 'standard' ? 'ACTIVE' : 'ARCHIVED');
        expect(image.liveSubject ?? false).toBe(false);
        expect(naiveTagsMatch(rule, image.tags)).toBe(true);
      }
    }),
    RUNS,
  );
});

test('a count keeps the smaller of its number and what it matches, and no more', () => {
  fc.assert(
    fc.property(ruleOf('imageCountMoreThan'), imagesOf(20), (rule, images) => {
      const some = policyFrom([rule]);
      const matched = images.filter((image) => naiveMatches(rule as LifecycleRule, image));
      const kept = matched.length - digestsOf(some, images).length;
      expect(kept).toBe(Math.min(rule.countNumber, matched.length));
    }),
    RUNS,
  );
});

test('as time passes a rule by age only ever selects more', () => {
  const later = fc.integer({ min: 0, max: 20 * DAY });
  const byAge = ruleOf('sinceImagePushed', 'sinceImagePulled', 'sinceImageTransitioned');
  fc.assert(
    fc.property(byAge, imagesOf(), later, (rule, images, passed) => {
      const some = policyFrom([rule]);
      expect(digestsOf(some, images, NOW + passed)).toEqual(expect.arrayContaining(digestsOf(some, images)));
    }),
    RUNS,
  );
});

test('the order in which the images are given does not matter', () => {
  const shuffled = imagesOf().chain((images) =>
    fc.tuple(fc.constant(images), fc.shuffledSubarray(images, { minLength: images.length })),
  );
  fc.assert(
    fc.property(policy, shuffled, (some, [images, others]) => {
      expect(selectionsOf(some, others)).toEqual(selectionsOf(some, images));
    }),
    RUNS,
  );
});

test('an image that the first rule matches is not decided by another rule', () => {
  fc.assert(
    fc.property(anyRule, fc.array(anyRule, { maxLength: 4 }), imagesOf(), (first, others, images) => {
      const alone = digestsOf(policyFrom([first]), images);
      const matched = images.filter((image) => naiveMatches(first as LifecycleRule, image));
      const together = digestsOf(policyFrom([first, ...others]), images);
      for (const { digest } of matched) expect(together.includes(digest)).toBe(alone.includes(digest));
    }),
    RUNS,
  );
});

test('indexes are executed before all else', () => {
  fc.assert(
    fc.property(policy, imagesOf(), (some, images) => {
      const kinds = selectionsOf(some, images).map(({ image }) => image.isIndex === true);
      expect(kinds).toEqual([...kinds].sort((a, b) => Number(b) - Number(a)));
    }),
    RUNS,
  );
});

test('the explanation agrees with the evaluation, one for each image', () => {
  fc.assert(
    fc.property(policy, imagesOf(), (some, images) => {
      const selections = selectionsOf(some, images);
      const explanations = explainLifecycle(some, images, NOW);
      expect(explanations.map(({ image }) => image)).toEqual(images);
      for (const { image, verdict, rule, reason } of explanations) {
        const selection = selections.find((each) => each.image === image);
        expect(verdict === 'expired').toBe(selection?.action === 'EXPIRE');
        expect(verdict === 'archived').toBe(selection?.action === 'TRANSITION');
        if (selection) expect(rule).toBe(selection.rule);
        const takers = rule
          ? some.rules.filter(
              (later) =>
                later.priority > rule.priority &&
                digestsOf({ text: '', rules: [later] }, images).includes(image.digest),
            )
          : [];
        expect(verdict === 'shielded').toBe(!selection && takers.length > 0);
        expect(reason).not.toMatch(/undefined|NaN/);
      }
    }),
    RUNS,
  );
});

describe('a policy text', () => {
  const isAnswer = (text: string) => {
    const outcome = parseLifecyclePolicy(text);
    if (isFailure(outcome)) expect(outcome.code).toBe('InvalidParameterException');
    // What is kept is the service's own print, which says the same.
    else expect(parseLifecyclePolicy(outcome.text)).toEqual(outcome);
  };

  test('of any kind has an answer', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), isAnswer), RUNS);
  });

  test('that resembles a policy has an answer', () => {
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('days', 'tagged', 'archive', 1, [], ['a*']),
    );
    const selection = fc.dictionary(
      fc.constantFrom(
        'tagStatus',
        'tagPatternList',
        'tagPrefixList',
        'storageClass',
        'countType',
        'countUnit',
        'countNumber',
        '__proto__',
      ),
      odd,
    );
    const rule = fc.dictionary(
      fc.constantFrom('rulePriority', 'description', 'selection', 'action', '__proto__', 'x'),
      odd,
      { maxKeys: 2 },
    );
    const document = fc.array(
      fc.tuple(selection, rule).map(([part, whole]) => ({ ...documentRule(part), ...whole })),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(document, (rules) => isAnswer(JSON.stringify({ rules }))),
      RUNS,
    );
  });
});

/** The definition of the evaluation, line by line and without a thought for speed. */
function naiveMarks(
  some: LifecyclePolicy,
  images: readonly LifecycleImage[],
  now: number,
): Map<string, number> {
  const marks = new Map<string, number>();
  const seen = new Set<string>();
  for (const rule of some.rules) {
    const matched = images.filter((image) => naiveMatches(rule, image));
    matched.sort((a, b) => pushed(b) - pushed(a) || b.position - a.position);
    const candidates =
      rule.countType === 'imageCountMoreThan'
        ? matched.slice(rule.countNumber)
        : matched.filter((image) => now - naiveMoment(rule, image) > rule.countNumber * 24 * 3600 * 1000);
    for (const { digest } of candidates) if (!seen.has(digest)) marks.set(digest, rule.priority);
    for (const { digest } of matched) seen.add(digest);
  }
  return marks;
}

function pushed(image: LifecycleImage): number {
  return image.lastActivatedAt ?? image.pushedAt;
}

function naiveMoment(rule: LifecycleRule, image: LifecycleImage): number {
  if (rule.countType === 'sinceImagePushed') return pushed(image);
  if (rule.countType === 'sinceImageTransitioned') return image.lastArchivedAt ?? Infinity;
  // Pulled, restored or pushed: the pull if nothing came after it, else the restoring, else the push.
  if (image.lastPulledAt === undefined) return pushed(image);
  return Math.max(image.lastPulledAt, image.lastActivatedAt ?? -Infinity);
}

function naiveMatches(rule: LifecycleRule, image: LifecycleImage): boolean {
  if (image.liveSubject) return false;
  if (image.status !== (rule.storageClass === 'standard' ? 'ACTIVE' : 'ARCHIVED')) return false;
  return naiveTagsMatch(rule, image.tags);
}

function naiveTagsMatch(rule: LifecycleRule, tags: readonly string[]): boolean {
  if (rule.tagStatus === 'any') return true;
  if (rule.tagStatus === 'untagged') return tags.length === 0;
  const globs = rule.tagPatterns ?? (rule.tagPrefixes ?? []).map((prefix) => `${prefix}*`);
  return globs.every((glob) => {
    const pieces = glob.split('*').map((piece) => piece.replaceAll('.', '\\.'));
    const expression = new RegExp(`^${pieces.join('.*')}$`);
    return tags.some((tag) => expression.test(tag));
  });
}
