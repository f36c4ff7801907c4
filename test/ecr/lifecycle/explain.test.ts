import type { LifecycleImage } from '../../../src/ecr/lifecycle/evaluate.js';
import { explainLifecycle } from '../../../src/ecr/lifecycle/explain.js';
import { DAY, NOW, TRANSITION, documentRule, image, keep, olderThan, policyOf, tagged } from './policies.js';

function reasons(rules: readonly unknown[], images: readonly LifecycleImage[]): string[] {
  return explainLifecycle(policyOf(...rules), images, NOW).map(
    ({ verdict, reason }) => `${verdict} | ${reason}`,
  );
}

test('a count says the rank, among the matched for what goes and among the kept for what stays', () => {
  const images = [image('A', 3, ['prod-1']), image('B', 2, ['prod-2']), image('C', 1, ['prod-3'])];

  expect(reasons([keep(2, 2, tagged('prod*'))], images)).toEqual([
    'expired | rule 2 (tagged "prod*", keep 2): expired, 3rd newest of 3 matched',
    'kept | rule 2 (tagged "prod*", keep 2): kept, 2nd newest of 2 kept',
    'kept | rule 2 (tagged "prod*", keep 2): kept, 1st newest of 2 kept',
  ]);
});

test('an age says the moment, so that a boundary can be seen', () => {
  const images = [
    image('A', 14),
    image('B', 14 + 1 / 24),
    image('C', 30, [], { lastActivatedAt: NOW - DAY }),
  ];

  expect(reasons([olderThan(1, 14)], images)).toEqual([
    'kept | rule 1 (any, pushed more than 14 days ago): kept, pushed 14 days ago',
    'expired | rule 1 (any, pushed more than 14 days ago): expired, pushed 14 days 1 hour ago',
    'kept | rule 1 (any, pushed more than 14 days ago): kept, restored 1 day ago',
  ]);
});

test('a shield names the rule that keeps and the rule that would have taken', () => {
  const images = [image('A', 9, ['prod-1']), image('B', 2, ['dev'])];

  const [shielded, kept] = explainLifecycle(policyOf(keep(1, 5, tagged('prod*')), keep(2, 1)), images, NOW);

  expect(shielded).toMatchObject({ verdict: 'shielded', rule: { priority: 1 } });
  expect(shielded?.reason).toBe(
    'rule 1 (tagged "prod*", keep 5): kept, 1st newest of 1 kept, and so shielded from rule 2 (any, keep 1)',
  );
  expect(kept).toMatchObject({ verdict: 'kept', rule: { priority: 2 } });
});

test('a pull says which link of the chain counted', () => {
  const rules = [
    documentRule({ countType: 'sinceImagePulled', countUnit: 'days', countNumber: 30 }, {}, TRANSITION),
  ];
  const images = [
    image('A', 31),
    image('B', 99, [], { lastPulledAt: NOW - 2 * DAY }),
    image('C', 99, [], { lastPulledAt: NOW - 80 * DAY, lastActivatedAt: NOW - 3 * DAY }),
    image('D', 99, [], { lastPulledAt: NOW - 2 * DAY, lastActivatedAt: NOW - 3 * DAY }),
    image('E', 99, [], { lastActivatedAt: NOW - 4 * DAY }),
    image('F', 99, [], { lastPulledAt: NOW - 5 * DAY, lastActivatedAt: NOW - 5 * DAY }),
  ];

  expect(reasons(rules, images)).toEqual([
    'archived | rule 1 (any, not pulled for more than 30 days): archived, never pulled, pushed 31 days ago',
    'kept | rule 1 (any, not pulled for more than 30 days): kept, last pulled 2 days ago',
    'kept | rule 1 (any, not pulled for more than 30 days): kept, not pulled since it was restored 3 days ago',
    'kept | rule 1 (any, not pulled for more than 30 days): kept, last pulled 2 days ago',
    'kept | rule 1 (any, not pulled for more than 30 days): kept, not pulled since it was restored 4 days ago',
    'kept | rule 1 (any, not pulled for more than 30 days): kept, last pulled 5 days ago',
  ]);
});

test('an archived image says when it was archived', () => {
  const rules = [
    documentRule({
      storageClass: 'archive',
      countType: 'sinceImageTransitioned',
      countUnit: 'days',
      countNumber: 90,
    }),
  ];
  const images = [
    image('A', 200, [], { status: 'ARCHIVED', lastArchivedAt: NOW - 91 * DAY }),
    image('B', 200, [], { status: 'ARCHIVED' }),
    image('C', 200),
  ];

  expect(reasons(rules, images)).toEqual([
    'expired | rule 1 (any, archived more than 90 days ago): expired, archived 91 days ago',
    'kept | rule 1 (any, archived more than 90 days ago): kept, archived at an unknown moment',
    'kept | no rule for the standard storage class matches it',
  ]);
});

test('an image that no rule looks at has a reason', () => {
  const images = [
    image('A', 9, [], { liveSubject: true }),
    image('B', 9, [], { status: 'ACTIVATING' }),
    image('C', 9, ['dev']),
  ];

  expect(reasons([keep(1, 1, tagged('prod*'))], images)).toEqual([
    'excluded | it refers to an image that is present, and is removed with that image',
    'excluded | it is being restored from the archive, and no rule applies to it',
    'kept | no rule for the standard storage class matches it',
  ]);
});
