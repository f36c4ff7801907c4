import { TagMutability } from '../../src/world/images/tag-mutability.js';

test.each([
  ['MUTABLE', true, true],
  ['IMMUTABLE', false, false],
  ['IMMUTABLE_WITH_EXCLUSION', true, false],
  ['MUTABLE_WITH_EXCLUSION', false, true],
] as const)('%s: a tag that an exclusion names may move: %s, another: %s', (mode, excluded, other) => {
  const mutability = new TagMutability(mode, ['latest', 'dev-*']);
  expect(mutability.allowsMoving('dev-1')).toBe(excluded);
  expect(mutability.allowsMoving('latest')).toBe(excluded);
  expect(mutability.allowsMoving('v1')).toBe(other);
});

test('by default every tag may move', () => {
  expect(new TagMutability()).toEqual({ mode: 'MUTABLE', exclusions: [] });
  expect(new TagMutability('IMMUTABLE_WITH_EXCLUSION').allowsMoving('')).toBe(false);
});
