import { misspeltOf, mistypedOf, nearest } from '../../src/lib/nearest.js';

test.each([
  ['ThrotlingException', 'ThrottlingException'],
  ['throttlingexception', 'ThrottlingException'],
  ['SreverException', 'ServerException'],
  ['x', undefined],
  ['something else', undefined],
])('the nearest to %s is %s', (wanted, found) => {
  expect(nearest(wanted, ['ServerException', 'ThrottlingException'])).toBe(found);
});

test.each([
  ['a letter less', 'paymnts', 'payments'],
  ['a letter more', 'paymentss', 'payments'],
  ['another letter', 'paymenta', 'payments'],
  ['two swapped', 'paymnets', 'payments'],
  ['the first letter', 'ayments', 'payments'],
  ['a separator less', 'teamapp', 'team/app'],
  ['another separator', 'team-app', 'team/app'],
])('%s is a typo', (_, name, meant) => {
  expect(misspeltOf(name, ['orders', meant])).toBe(meant);
});

test.each([
  ['the same name', 'payments', 'payments'],
  ['another digit', 'v2', 'v1'],
  ['a digit more', 'app-11', 'app-1'],
  ['another mark of one letter', 'team-b', 'team-a'],
  ['a prefix of one letter', 'w1', 'v1'],
  ['two letters', 'pamyenta', 'payments'],
  ['another name', 'orders', 'payments'],
  ['an empty name', '', 'payments'],
])('%s is meant as it stands', (_, name, other) => {
  expect(misspeltOf(name, [other])).toBeUndefined();
});

test('an account id with one wrong digit is near', () => {
  expect(mistypedOf('111122223334', ['444455556666', '111122223333'])).toBe('111122223333');
  expect(mistypedOf('111122232333', ['111122223333'])).toBe('111122223333');
  expect(mistypedOf('111122223333', ['111122223333', '444455556666'])).toBeUndefined();
});
