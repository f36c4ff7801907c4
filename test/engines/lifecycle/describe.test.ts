import { describeAge, ordinal } from '../../../src/engines/lifecycle/age.js';
import { describeLifecycleRule } from '../../../src/engines/lifecycle/describe.js';
import { documentRule, keep, olderThan, policyOf, tagged, TRANSITION } from './policies.js';

const days = (countType: string, countNumber: number) => ({ countType, countUnit: 'days', countNumber });

test.each([
  [keep(2, 3, tagged('prod*')), 'rule 2: expire images tagged "prod*" beyond the newest 3'],
  [olderThan(1, 1, { tagStatus: 'untagged' }), 'rule 1: expire untagged images pushed more than 1 day ago'],
  [
    documentRule({ tagStatus: 'tagged', tagPrefixList: ['a', 'b'] }),
    'rule 1: expire images tagged with prefix "a" and "b" beyond the newest 1',
  ],
  [
    documentRule(days('sinceImagePulled', 30), {}, TRANSITION),
    'rule 1: archive any images not pulled for more than 30 days',
  ],
  [
    documentRule({ storageClass: 'archive', ...days('sinceImageTransitioned', 365) }),
    'rule 1: expire any images archived more than 365 days ago',
  ],
])('a rule reads in one line: %#', (rule, line) => {
  expect(policyOf(rule).rules.map(describeLifecycleRule)).toEqual([line]);
});

test('an age shows the two largest units that count', () => {
  const hour = 3_600_000;

  expect([0, 1, 1500, hour, 25 * hour, 24 * hour + 1, -2 * hour].map(describeAge)).toEqual([
    '0 days ago',
    '1 millisecond ago',
    '1 second 500 milliseconds ago',
    '1 hour ago',
    '1 day 1 hour ago',
    '1 day 1 millisecond ago',
    '2 hours after now',
  ]);
});

test('ordinals', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal)).toEqual([
    '1st',
    '2nd',
    '3rd',
    '4th',
    '11th',
    '12th',
    '13th',
    '21st',
    '102nd',
    '111th',
  ]);
});
