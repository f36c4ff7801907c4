import { type Failure, isFailure } from '../../../src/aws/failure.js';
import type { LifecycleImage } from '../../../src/ecr/lifecycle/evaluate.js';
import { parseLifecyclePolicy } from '../../../src/ecr/lifecycle/policy-document.js';
import type { LifecyclePolicy } from '../../../src/ecr/lifecycle/rule.js';

export const DAY = 24 * 60 * 60 * 1000;
export const NOW = Date.UTC(2026, 5, 1);

type Members = Readonly<Record<string, unknown>>;

/** A rule as a document writes it: keeps one image of any kind, but for what the test says. */
export function documentRule(
  selection: Members = {},
  rule: Members = {},
  action: Members = { type: 'expire' },
) {
  return {
    rulePriority: 1,
    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1, ...selection },
    action,
    ...rule,
  };
}

/** A rule of a document that counts images, by priority. */
export function keep(rulePriority: number, countNumber: number, selection: Members = {}) {
  return documentRule({ countNumber, ...selection }, { rulePriority });
}

/** A rule of a document that counts days, by priority. */
export function olderThan(rulePriority: number, countNumber: number, selection: Members = {}) {
  return documentRule(
    { countType: 'sinceImagePushed', countUnit: 'days', countNumber, ...selection },
    { rulePriority },
  );
}

export function tagged(...tagPatternList: string[]) {
  return { tagStatus: 'tagged', tagPatternList };
}

export const TRANSITION = { type: 'transition', targetStorageClass: 'archive' };

export function parse(...rules: readonly unknown[]) {
  return parseLifecyclePolicy(JSON.stringify({ rules }));
}

export function policyOf(...rules: readonly unknown[]): LifecyclePolicy {
  const policy = parse(...rules);
  if (isFailure(policy)) throw new Error(policy.message);
  return policy;
}

/** The words of a refusal, after making sure that it is the one exception of the document. */
export function refusalOf(outcome: LifecyclePolicy | Failure): string {
  if (!isFailure(outcome)) throw new Error(`accepted: ${outcome.text}`);
  expect(outcome.code).toBe('InvalidParameterException');
  expect(outcome.message).toMatch(
    /^Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy (parsing|validation) failure: \w/,
  );
  return outcome.message as string;
}

let positions = 0;

/** An active image, pushed so many days ago. Its digest is its name, for the sake of the reader. */
export function image(
  digest: string,
  daysAgo: number,
  tags: readonly string[] = [],
  more: Partial<LifecycleImage> = {},
): LifecycleImage {
  positions += 1;
  return { digest, tags, status: 'ACTIVE', pushedAt: NOW - daysAgo * DAY, position: positions, ...more };
}
