import { describeAge, ordinal } from '../../../src/ecr/lifecycle/rule-text.js';

test('an age shows the two largest units that count', () => {
  const hour = 3_600_000;

  const ages = [0, 1, 1500, 121_000, hour, 25 * hour, 24 * hour + 1, 49 * hour + 61_001, -2 * hour];
  expect(ages.map(describeAge)).toEqual([
    '0 days ago',
    '1 millisecond ago',
    '1 second 500 milliseconds ago',
    '2 minutes 1 second ago',
    '1 hour ago',
    '1 day 1 hour ago',
    '1 day 1 millisecond ago',
    '2 days 1 hour ago',
    '2 hours after now',
  ]);
});

test('ordinals', () => {
  expect([1, 2, 3, 4, 10, 11, 12, 13, 14, 20, 21, 23, 102, 111, 113].map(ordinal)).toEqual([
    '1st',
    '2nd',
    '3rd',
    '4th',
    '10th',
    '11th',
    '12th',
    '13th',
    '14th',
    '20th',
    '21st',
    '23rd',
    '102nd',
    '111th',
    '113th',
  ]);
});
