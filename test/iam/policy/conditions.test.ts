import { evaluatePolicy } from '../../../src/iam/policy/evaluate.js';
import { ACCOUNT, policy, request, user } from './requests.js';

function holds(Condition: object, keys: Record<string, string | string[]>, version?: string): boolean {
  return evaluatePolicy(policy([{ Condition }], 'registry', version), request({ keys })).effect === 'Allow';
}

/** Operator, value in the policy, value in the request, does it hold. */
const cases: [string, string | string[], string, boolean][] = [
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', 'a', 'A', false],
  ['StringEquals', ['a', 'b'], 'b', true],
  ['StringNotEquals', 'a', 'b', true],
  ['StringNotEquals', ['a', 'b'], 'b', false],
  ['StringEqualsIgnoreCase', 'a', 'A', true],
  ['StringNotEqualsIgnoreCase', 'a', 'A', false],
  ['StringLike', 'team-*', 'team-a', true],
  ['StringLike', 'team-?', 'team-ab', false],
  ['StringNotLike', 'team-*', 'team-a', false],
  ['ArnEquals', `arn:aws:iam::${ACCOUNT}:user/*`, user.arn, true],
  ['ArnLike', `arn:aws:iam::*:user/ada`, user.arn, true],
  ['ArnLike', `arn:aws:*:user/ada`, user.arn, false],
  ['ArnNotLike', `arn:aws:iam::*:user/ada`, user.arn, false],
  ['ArnNotEquals', `arn:aws:iam::*:user/bob`, user.arn, true],
  ['Bool', 'true', 'true', true],
  ['Bool', 'false', 'true', false],
  ['NumericEquals', '5', '5.0', true],
  ['NumericNotEquals', '5', '6', true],
  ['NumericLessThan', '5', '4', true],
  ['NumericLessThan', '5', '5', false],
  ['NumericLessThanEquals', '5', '5', true],
  ['NumericGreaterThan', '5', '6', true],
  ['NumericGreaterThanEquals', '5', '4', false],
  ['NumericEquals', '5', 'five', false],
  ['DateLessThan', '2026-12-31T00:00:00Z', '2026-11-24T09:00:00Z', true],
  ['DateGreaterThan', '2026-12-31T00:00:00Z', '2026-11-24T09:00:00Z', false],
  ['DateEquals', '1767225600', '2026-01-01T00:00:00Z', true],
  ['DateNotEquals', '1767225600', '2026-01-01T00:00:00Z', false],
  ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
  ['DateGreaterThanEquals', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', false],
  ['IpAddress', '203.0.113.0/24', '203.0.113.7', true],
  ['IpAddress', '203.0.113.0/24', '203.0.114.7', false],
  ['IpAddress', '203.0.113.7', '203.0.113.7', true],
  ['IpAddress', '2001:db8::/32', '2001:db8:1::5', true],
  ['IpAddress', '2001:db8::/32', '2001:db9::5', false],
  ['IpAddress', '203.0.113.0/24', '2001:db8::1', false],
  ['NotIpAddress', '203.0.113.0/24', '203.0.114.7', true],
  ['BinaryEquals', 'aGk=', 'aGk=', true],
  ['BinaryEquals', 'aGk=', 'aGK=', false],
  ['Bool', 'TRUE', 'true', true],
  ['StringEqualsIgnoreCase', 'a', 'b', false],
  ['StringNotEqualsIgnoreCase', 'a', 'B', true],
  ['StringNotLike', 'team-*', 'squad-a', true],
  ['ArnNotLike', `arn:aws:iam::*:user/bob`, user.arn, true],
  ['ArnNotEquals', user.arn, user.arn, false],
  ['ArnEquals', 'arn:aws:x:y:z:a:b:*', 'arn:aws:x:y:z:a:b:c:d', true],
  ['ArnEquals', 'arn:aws:x:y:z:ab', 'arn:aws:x:y:z:a:b', false],
  ['ArnLike', 'arn:aws:x', 'arn:aws:x:y', false],
  ['ArnLike', 'arn:aws:x:y:*:*', 'arn:aws:x:y:z:a', true],
  ['NumericEquals', '5', '6', false],
  ['NumericNotEquals', '5', '5.0', false],
  ['NumericLessThan', '5', '6', false],
  ['NumericLessThanEquals', '5', '4', true],
  ['NumericLessThanEquals', '5', '6', false],
  ['NumericGreaterThan', '5', '5', false],
  ['NumericGreaterThan', '5', '4', false],
  ['NumericGreaterThanEquals', '5', '5', true],
  ['NumericGreaterThanEquals', '5', '6', true],
  ['DateEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', false],
  ['DateEquals', '1767225600.5', '2026-01-01T00:00:00.500Z', true],
  ['DateEquals', '2026-01-01', '2026-01-01T00:00:00Z', true],
  ['DateNotEquals', '1767225600', '2026-01-01T00:00:01Z', true],
  ['DateLessThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
  ['DateLessThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', false],
  ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', true],
  ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', false],
  ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', true],
  ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
  ['DateGreaterThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
  ['DateGreaterThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', true],
  ['IpAddress', '203.0.113.7', '203.0.113.8', false],
  ['IpAddress', '203.0.113.128/25', '203.0.113.7', false],
  ['IpAddress', '0.0.0.0/0', '203.0.113.7', true],
  ['IpAddress', '16.0.0.0/8', '1.60.0.0', false],
  ['IpAddress', 'x', 'x', false],
  ['IpAddress', '203.0.113.0/24', '203.0.113', false],
  ['IpAddress', '203.0.113.7', '203.0.113.7.', false],
  ['IpAddress', '203.0.113.7', 'x203.0.113.7', false],
  ['IpAddress', '1234.0.0.1', '1234.0.0.1', false],
  ['IpAddress', '2001:db8::5', '2001:0DB8:0:0:0:0:0:5', true],
  ['IpAddress', '2001:db8::5', '2001:db8:0:0:0:0:0:0:5', false],
  ['IpAddress', '::1', '0:0:0:0:0:0:0:1', true],
  ['IpAddress', '2001:db8::', '2001:db8:0:0:0:0:0:0', true],
  ['IpAddress', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7', false],
  ['IpAddress', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8:9', false],
  ['IpAddress', '2001:db8::12345', '2001:db8::12345', false],
  ['IpAddress', '2001:db8::g', '2001:db8::g', false],
  ['NotIpAddress', '203.0.113.0/24', '203.0.113.7', false],
  ['IpAddress', '32.1.13.184/32', '2001:db8::1', false],
  ['IpAddress', '1.2.3.4x', '1.2.3.4x', false],
  ['IpAddress', '0.0.0.0/0', '2001:db8::1', false],
  ['IpAddress', '::/0', '203.0.113.7', false],
  ['IpAddress', '203.0.113.0/x8', '203.0.113.7', false],
  ['IpAddress', '203.0.113.0/8x', '203.0.113.7', false],
  ['IpAddress', '1234567', '1234567', false],
  ['ArnLike', 'arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket/a:b', true],
  ['ArnLike', 'arn:aws:s3:::bucket/*:b', 'arn:aws:s3:::bucket/a:b', true],
  ['DateEquals', '1767225600.50', '2026-01-01T00:00:00.500Z', true],
  ['BinaryEquals', 'aGk=', 'AGk=', false],
  ['StringNotEquals', 'a', 'a', false],
  ['StringNotEqualsIgnoreCase', 'a', 'b', true],
  ['StringEqualsIgnoreCase', 'a', 'b', false],
  ['StringEquals', 'team-*', 'team-a', false],
  ['StringLike', ['x', 'team-*'], 'team-a', true],
  ['StringLike', 'Team-*', 'team-a', false],
  ['StringNotLike', 'team-*', 'group-a', true],
  ['StringNotLike', ['x', 'team-*'], 'team-a', false],
  ['ArnEquals', user.arn, user.arn, true],
  ['ArnEquals', user.arn, `${user.arn}-2`, false],
  ['ArnNotEquals', user.arn, user.arn, false],
  ['ArnNotLike', 'arn:aws:iam::*:user/bob', user.arn, true],
  ['Bool', 'True', 'true', true],
  ['NumericNotEquals', '5', '5.0', false],
  ['NumericLessThanEquals', '5', '6', false],
  ['NumericGreaterThan', '5', '5', false],
  ['NumericGreaterThanEquals', '5', '5', true],
  ['DateEquals', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', false],
  ['DateNotEquals', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', true],
  ['DateLessThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
  ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', false],
  ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
  ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', true],
  ['DateGreaterThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
  ['NotIpAddress', '203.0.113.0/24', '203.0.113.7', false],
  ['IpAddress', ['198.51.100.0/24', '203.0.113.0/25'], '203.0.113.127', true],
  ['IpAddress', '203.0.113.0/25', '203.0.113.128', false],
  ['IpAddress', '0.0.0.0/0', '203.0.113.7', true],
  ['IpAddress', '203.0.113.0/33', '203.0.113.0', false],
  ['IpAddress', '203.0.113.0/x', '203.0.113.7', false],
  ['IpAddress', '203.0.113.0/', '203.0.113.7', false],
  ['IpAddress', '2001:db8::1', '2001:0db8:0:0:0:0:0:1', true],
];

test.each(cases)('%s %j against %j: %s', (operator, wanted, received, expected) => {
  expect(holds({ [operator]: { 'aws:Key': wanted } }, { 'aws:Key': received })).toBe(expected);
});

describe('a key that is absent', () => {
  test.each([...new Set(cases.map(([operator]) => operator))])('%s', (operator) => {
    const condition = { [operator]: { 'aws:Key': '1' } };
    expect(holds(condition, {})).toBe(operator.includes('Not'));
    expect(holds({ [`${operator}IfExists`]: { 'aws:Key': '1' } }, {})).toBe(true);
  });

  test('RF-I6 ForAllValues is true, StringEquals is false, ForAnyValue is false', () => {
    expect(holds({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, {})).toBe(true);
    expect(holds({ StringEquals: { 'aws:TagKeys': ['a'] } }, {})).toBe(false);
    expect(holds({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, {})).toBe(false);
  });

  test.each([...new Set(cases.map(([operator]) => operator))])(
    '%sIfExists with the key is %s',
    (operator) => {
      for (const [, wanted, received, expected] of cases.filter(([name]) => name === operator)) {
        expect(holds({ [`${operator}IfExists`]: { 'aws:Key': wanted } }, { 'aws:Key': received })).toBe(
          expected,
        );
      }
    },
  );

  test('Null tests presence', () => {
    expect(holds({ Null: { 'aws:Key': 'true' } }, {})).toBe(true);
    expect(holds({ Null: { 'aws:Key': 'true' } }, { 'aws:Key': 'x' })).toBe(false);
    expect(holds({ Null: { 'aws:Key': 'false' } }, { 'aws:Key': 'x' })).toBe(true);
    expect(holds({ Null: { 'aws:Key': 'false' } }, {})).toBe(false);
    expect(holds({ Null: { 'aws:Key': 'TRUE' } }, {})).toBe(true);
    expect(holds({ Null: { 'aws:Key': ['true', 'false'] } }, {})).toBe(true);
  });
});

test('several values in the request', () => {
  const keys = { 'aws:TagKeys': ['a', 'b'] };
  expect(holds({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b', 'c'] } }, keys)).toBe(true);
  expect(holds({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, keys)).toBe(false);
  expect(holds({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['b', 'z'] } }, keys)).toBe(true);
  expect(holds({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['y', 'z'] } }, keys)).toBe(false);
  expect(holds({ StringEquals: { 'aws:TagKeys': 'b' } }, keys)).toBe(true);
  expect(holds({ StringNotEquals: { 'aws:TagKeys': 'b' } }, keys)).toBe(false);
  expect(holds({ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'b' } }, keys)).toBe(true);
  expect(holds({ 'ForAllValues:StringNotEquals': { 'aws:TagKeys': 'b' } }, keys)).toBe(false);
});

test('no values in the request are as good as no key, for operators on sets', () => {
  const none = { 'aws:TagKeys': [] };
  expect(holds({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }, none)).toBe(true);
  expect(holds({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } }, none)).toBe(false);
  expect(holds({ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'a' } }, none)).toBe(false);
  expect(holds({ 'ForAnyValue:StringEqualsIfExists': { 'aws:TagKeys': 'a' } }, none)).toBe(true);
  expect(holds({ StringEqualsIfExists: { 'aws:TagKeys': 'a' } }, none)).toBe(false);
});

test('several values and patterns', () => {
  const keys = { 'aws:TagKeys': ['a', 'b'] };
  expect(holds({ 'ForAllValues:StringLike': { 'aws:TagKeys': '?' } }, keys)).toBe(true);
  expect(holds({ 'ForAllValues:StringLike': { 'aws:TagKeys': 'a*' } }, keys)).toBe(false);
});

test('several values and a negated operator', () => {
  const keys = { 'aws:TagKeys': ['a', 'b'] };
  // Every value has to differ from all, or for ForAnyValue one of them.
  expect(holds({ 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['x', 'y'] } }, keys)).toBe(true);
  expect(holds({ 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['a', 'y'] } }, keys)).toBe(false);
  expect(holds({ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a', 'y'] } }, keys)).toBe(true);
  expect(holds({ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a', 'b'] } }, keys)).toBe(false);
  expect(holds({ 'ForAllValues:StringNotEquals': { 'aws:TagKeys': 'a' } }, {})).toBe(true);
  expect(holds({ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'a' } }, {})).toBe(false);
});

test('an empty list of values is as good as none', () => {
  const keys = { 'aws:TagKeys': [] };
  expect(holds({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }, keys)).toBe(true);
  expect(holds({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } }, keys)).toBe(false);
  expect(holds({ 'ForAnyValue:StringEqualsIfExists': { 'aws:TagKeys': 'a' } }, keys)).toBe(true);
});

test('operators and keys all have to hold', () => {
  const condition = { StringEquals: { 'aws:A': '1', 'aws:B': '2' }, Bool: { 'aws:C': 'true' } };
  expect(holds(condition, { 'aws:A': '1', 'aws:B': '2', 'aws:C': 'true' })).toBe(true);
  expect(holds(condition, { 'aws:A': '1', 'aws:B': '3', 'aws:C': 'true' })).toBe(false);
});

test('keys are case-insensitive', () => {
  expect(holds({ StringEquals: { 'AWS:principalaccount': '1' } }, { 'aws:PrincipalAccount': '1' })).toBe(
    true,
  );
});

test('variables are replaced in documents of 2012 only', () => {
  const condition = { StringEquals: { 'aws:Key': '${aws:username}' } };
  const keys = { 'aws:Key': 'ada', 'aws:username': 'ada' };
  expect(holds(condition, keys)).toBe(true);
  expect(holds(condition, keys, '2008-10-17')).toBe(false);
  expect(holds({ StringEquals: { 'aws:Key': "${aws:nope, 'ada'}" } }, keys)).toBe(true);
  expect(holds({ StringEquals: { 'aws:Key': "${aws:username, 'bob'}" } }, keys)).toBe(true);
  expect(holds({ StringEquals: { 'aws:Key': '${aws:nope}' } }, keys)).toBe(false);
  expect(holds({ StringNotEquals: { 'aws:Key': '${aws:nope}' } }, keys)).toBe(true);
  expect(holds({ StringEquals: { 'aws:Key': '${*}' } }, { 'aws:Key': '*' })).toBe(true);
  expect(holds({ StringLike: { 'aws:Key': '${*}' } }, { 'aws:Key': 'ada' })).toBe(false);
  expect(holds({ StringLike: { 'aws:Key': '${aws:username}' } }, { ...keys, 'aws:username': '*' })).toBe(
    false,
  );
  const team = { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:user/\${aws:username}` } };
  expect(holds(team, { 'aws:PrincipalArn': user.arn, 'aws:username': 'ada' })).toBe(true);
});
