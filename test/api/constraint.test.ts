import { allTexts, firstOf, lengthWithin, matching, oneOf, valueWithin } from '../../src/api/constraint.js';
import type { ScalarShape } from '../../src/api/shape.js';
import { familyOf, missing, unmatched } from '../../src/api/wording.js';

const text = (more: Partial<ScalarShape> = {}): ScalarShape => ({ type: 'string', name: 'It', ...more });

test('a shape without limits has no constraint', () => {
  expect(valueWithin({})).toBeUndefined();
  expect(lengthWithin({}, 'framework')).toBeUndefined();
  expect(lengthWithin({ min: 0 }, 'service')).toBeUndefined();
  expect(oneOf(text())).toBeUndefined();
  expect(matching(text(), 'it', 'framework', false)).toBeUndefined();
  expect(firstOf([undefined, undefined])).toBeUndefined();
  expect(allTexts(text())).toEqual([]);
});

test.each([
  [{ min: 2, max: 4 }, [1, 2, 4, 5]],
  [{ min: 2 }, [1, 2, 4, 1e9]],
  [{ max: 4 }, [-1e9, 2, 4, 5]],
])('a value within %j', (range, [below, least, most, above]) => {
  const check = valueWithin(range);
  const tooSmall = 'Member must have value greater than or equal to 2';
  const tooLarge = 'Member must have value less than or equal to 4';
  expect([below, least, most, above].map((value) => check?.(value as number))).toEqual([
    'min' in range ? tooSmall : undefined,
    undefined,
    undefined,
    'max' in range ? tooLarge : undefined,
  ]);
});

test.each([
  ['framework', 'Member must'],
  ['service', 'must'],
] as const)('a length, in the words of the %s', (family, subject) => {
  const check = lengthWithin({ min: 2, max: 4 }, family);
  expect(['a', 'ab', 'abcd', 'abcde'].map((value) => check?.(value))).toEqual([
    `${subject} have length greater than or equal to 2`,
    undefined,
    undefined,
    `${subject} have length less than or equal to 4`,
  ]);
  expect(lengthWithin({ min: 0, max: 1 }, family)?.('')).toBeUndefined();
  expect(lengthWithin({ min: 1 }, family)?.('')).toBe(`${subject} have length greater than or equal to 1`);
  expect(lengthWithin({ min: 1 }, family)?.('a'.repeat(99))).toBeUndefined();
});

test('an enumeration, in the order of the service if that is known', () => {
  const values = ['MUTABLE', 'IMMUTABLE'];
  expect(oneOf(text({ values }))?.('MUTABLE')).toBeUndefined();
  expect(oneOf(text({ values }))?.('x')).toBe('Member must satisfy enum value set: [MUTABLE, IMMUTABLE]');
  expect(oneOf(text({ name: 'ImageTagMutability', values }))?.('x')).toBe(
    'Member must satisfy enum value set: [IMMUTABLE, MUTABLE, MUTABLE_WITH_EXCLUSION, IMMUTABLE_WITH_EXCLUSION]',
  );
});

test('an expression matches the whole text', () => {
  const check = matching(text({ pattern: '[a-z]+' }), 'it', 'framework', false);
  expect(check?.('abc')).toBeUndefined();
  expect(check?.('abc1')).toBe('Member must satisfy regular expression pattern: [a-z]+');
});

test('the first of several violations is reported, with all texts in order', () => {
  const shape = text({ min: 2, max: 3, values: ['ab', 'abc'], pattern: '[a-z]+' });
  const check = firstOf([
    lengthWithin(shape, 'framework'),
    undefined,
    oneOf(shape),
    matching(shape, 'it', 'framework', false),
  ]);
  const texts = allTexts(shape);
  expect(texts).toEqual([
    'Member must have length less than or equal to 3',
    'Member must have length greater than or equal to 2',
    'Member must satisfy enum value set: [ab, abc]',
    'Member must satisfy regular expression pattern: [a-z]+',
  ]);
  expect(['abcd', 'a', 'xy', 'ab'].map((value) => check?.(value))).toEqual([
    texts[0],
    texts[1],
    texts[2],
    undefined,
  ]);
  const last = firstOf([undefined, valueWithin({ min: 1 }), undefined, valueWithin({ max: 5 })]);
  expect([0, 3, 6].map((value) => last?.(value))).toEqual([
    'Member must have value greater than or equal to 1',
    undefined,
    'Member must have value less than or equal to 5',
  ]);
});

test.each([
  ['repositoryName', undefined, 'service'],
  ['layerDigest', undefined, 'service'],
  ['imageTag', 'ImageIdentifier', 'service'],
  ['imageDigest', 'SubjectIdentifier', 'service'],
  ['registryId', 'ReplicationDestination', 'framework'],
  ['maxResults', undefined, 'framework'],
  ['filter', 'ImageIdentifier', 'framework'],
] as const)('%s in %s is a matter of the %s', (member, structure, family) => {
  expect(familyOf(member, structure)).toBe(family);
});

test('the wording for missing and for mismatching members depends on the family', () => {
  expect(missing('policyText', 'framework')).toBe('Cannot be null');
  expect(missing('repositoryName', 'service')).toBe('must not be null');
  expect(missing('maxResults', 'framework')).toBe('Member must not be null');
  expect(unmatched('imageTag', 'a\\/b', 'service')).toBe("must satisfy regular expression 'a/b'");
  expect(unmatched('registryId', '[0-9]{12}', 'service')).toBe('must satisfy regular expression [0-9]{12}');
  expect(unmatched('registryId', '[0-9]{12}', 'framework')).toBe(
    'Member must satisfy regular expression pattern: [0-9]{12}',
  );
});
