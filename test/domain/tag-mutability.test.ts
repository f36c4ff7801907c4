import { globMatches } from '../../src/domain/glob.js';
import { TagMutability } from '../../src/domain/tag-mutability.js';

test.each([
  ['', '', true],
  ['', 'a', false],
  ['a', '', false],
  ['*', '', true],
  ['**', '', true],
  ['*', 'v1.2', true],
  ['v*', 'v1', true],
  ['v*', 'v', true],
  ['v*', 'xv', false],
  ['*-rc', 'v1-rc', true],
  ['*-rc', 'v1-rc2', false],
  ['v*-rc', 'v1-rc-rc', true],
  ['v*-rc', 'v-r', false],
  ['*a*b*', 'xaxbx', true],
  ['*a*b*', 'xbxax', false],
  ['v.', 'v1', false],
  ['v1', 'v1', true],
  ['v1', 'v12', false],
  ['v12', 'v1', false],
  ['v1**', 'v1', true],
])('%j against %j: %s', (pattern, tag, expected) => {
  expect(globMatches(pattern, tag)).toBe(expected);
});

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
