import { globMatches } from '../../src/lib/glob.js';

test.each([
  ['', '', true],
  ['', 'a', false],
  ['a', '', false],
  ['*', '', true],
  ['**', '', true],
  ['?', '', false],
  ['a', 'a', true],
  ['a', 'b', false],
  ['a', 'ab', false],
  ['ab', 'a', false],
  ['a?', 'ab', true],
  ['a?', 'a', false],
  ['a*', 'a', true],
  ['a*', 'abc', true],
  ['*c', 'abc', true],
  ['*c', 'abcd', false],
  ['a*c', 'abcbc', true],
  ['a*bc', 'abcbc', true],
  ['a*b*c', 'axbxc', true],
  ['a*b*c', 'acb', false],
  ['*ab', 'aab', true],
  ['*a?', 'aaab', true],
  ['a**b', 'ab', true],
  ['a*?b', 'ab', false],
  ['a*?b', 'axb', true],
  ['*', 'a/b:c', true],
  ['A', 'a', false],
  ['v*', 'xv', false],
  ['v*-rc', 'v1-rc-rc', true],
  ['v*-rc', 'v-r', false],
  ['*a*b*', 'xaxbx', true],
  ['*a*b*', 'xbxax', false],
  ['v.', 'v1', false],
  ['v1**', 'v1', true],
])('%j against %j: %s', (pattern, text, expected) => {
  expect(globMatches(pattern, text)).toBe(expected);
});

test('case is ignored on demand, on both sides', () => {
  expect(globMatches('ECR:put*', 'ecr:PutImage', true)).toBe(true);
  expect(globMatches('ecr:PUT*', 'ECR:putimage', true)).toBe(true);
  expect(globMatches('ecr:get*', 'ecr:PutImage', true)).toBe(false);
});
