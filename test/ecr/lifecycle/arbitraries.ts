import fc from 'fast-check';
import type { LifecycleImage } from '../../../src/ecr/lifecycle/evaluate.js';
import type { LifecyclePolicy, LifecycleRule } from '../../../src/ecr/lifecycle/rule.js';
import { DAY, NOW } from './policies.js';

/** Quarters of days, few enough that moments coincide and hit the limits of rules. */
const moment = fc.integer({ min: 0, max: 40 }).map((quarters) => NOW - (quarters * DAY) / 4);

const TAGS = ['prod-1', 'prod-2', 'prod', 'beta-1', 'v1.0', 'latest'];
const PATTERNS = ['prod*', '*-1', 'beta-1', '*o*', 'v*.*', '*'];

export const imagesOf = (maxLength = 12): fc.Arbitrary<LifecycleImage[]> =>
  fc
    .array(
      fc.record(
        {
          tags: fc.subarray(TAGS, { maxLength: 3 }),
          status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ARCHIVED', 'ARCHIVED', 'ACTIVATING'),
          pushedAt: moment,
          lastActivatedAt: moment,
          lastArchivedAt: moment,
          lastPulledAt: moment,
          liveSubject: fc.constantFrom(true, false, false),
          isIndex: fc.boolean(),
        },
        { requiredKeys: ['tags', 'status', 'pushedAt'] },
      ),
      { maxLength },
    )
    .map((records) =>
      records.map((record, position) => ({ ...record, position, digest: `sha256:${position}` })),
    );

const tagRequirement = fc.oneof(
  fc.constantFrom({ tagStatus: 'any' as const }, { tagStatus: 'untagged' as const }),
  fc
    .subarray(PATTERNS, { minLength: 1, maxLength: 2 })
    .map((tagPatterns) => ({ tagStatus: 'tagged' as const, tagPatterns })),
  fc
    .subarray(TAGS, { minLength: 1, maxLength: 2 })
    .map((tagPrefixes) => ({ tagStatus: 'tagged' as const, tagPrefixes })),
);

/** Rules beyond what the service accepts side by side: the evaluation has to hold for them all the same. */
export const ruleOf = (
  ...countTypes: LifecycleRule['countType'][]
): fc.Arbitrary<Omit<LifecycleRule, 'priority'>> =>
  fc
    .record({
      tags: tagRequirement,
      storageClass: fc.constantFrom('standard' as const, 'archive' as const),
      countType: fc.constantFrom(...countTypes),
      countNumber: fc.integer({ min: 1, max: 6 }),
      action: fc.constantFrom('expire' as const, 'transition' as const),
    })
    .map(({ tags, ...rule }) => ({ ...tags, ...rule }));

export const anyRule = ruleOf(
  'imageCountMoreThan',
  'imageCountMoreThan',
  'sinceImagePushed',
  'sinceImagePulled',
  'sinceImageTransitioned',
);

export const policy: fc.Arbitrary<LifecyclePolicy> = fc
  .array(anyRule, { minLength: 1, maxLength: 5 })
  .map((rules) => policyFrom(rules));

export function policyFrom(rules: readonly Omit<LifecycleRule, 'priority'>[]): LifecyclePolicy {
  return { text: '', rules: rules.map((rule, index) => ({ priority: index * 3 + 1, ...rule })) };
}
