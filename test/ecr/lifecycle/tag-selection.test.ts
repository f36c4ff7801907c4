import fc from 'fast-check';
import { compileTagPattern, compileTagSelection } from '../../../src/ecr/lifecycle/tag-selection.js';

describe('patterns', () => {
  test('E9 a pattern without a wildcard matches only the very tag', () => {
    const matches = compileTagPattern('prod');

    expect(['prod', 'prod1', 'xprod', 'PROD', ''].filter(matches)).toEqual(['prod']);
  });

  test.each([
    ['prod*', ['prod', 'prod-1'], ['xprod', 'Prod-1']],
    ['*-eu', ['-eu', 'prod-eu'], ['prod-eu-1']],
    ['a*a', ['aa', 'aba', 'aaa'], ['a', 'ab']],
    ['v*.*-*', ['v1.2-3', 'v.-'], ['v1-2.3', 'v1.2']],
    ['*ab*ab*', ['abab', 'xabyabz'], ['ab', 'aba', 'abba']],
    ['*', ['', 'x'], []],
    ['a.c', ['a.c'], ['abc']],
    ['[a-z]*', ['[a-z]x'], ['ax']],
  ])('%s covers the whole tag', (pattern, hits, misses) => {
    const matches = compileTagPattern(pattern);

    expect([...hits, ...misses].filter(matches)).toEqual(hits);
  });

  test('agree with the definition of a glob', () => {
    const letters = (alphabet: string) => fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 9 });
    fc.assert(
      fc.property(letters('ab*'), letters('ab'), (pattern, tag) => {
        expect(compileTagPattern(pattern)(tag)).toBe(globMatches(pattern, tag));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('selections', () => {
  test('E10 the prefix prod matches the tag production', () => {
    const selects = compileTagSelection({ tagStatus: 'tagged', tagPrefixes: ['prod'] });

    expect(selects(['production'])).toBe(true);
    expect(selects(['preproduction'])).toBe(false);
  });

  test('a wildcard is an ordinary character in a prefix', () => {
    const selects = compileTagSelection({ tagStatus: 'tagged', tagPrefixes: ['pr*'] });

    expect(selects(['prod'])).toBe(false);
  });

  test('every entry has to match, be it by different tags', () => {
    const selects = compileTagSelection({ tagStatus: 'tagged', tagPatterns: ['alpha*', '*-eu'] });

    expect(selects(['alpha-1', 'web-eu'])).toBe(true);
    expect(selects(['alpha-eu'])).toBe(true);
    expect(selects(['alpha-1', 'alpha-2'])).toBe(false);
  });

  test('untagged is not a tag at all, any is everything', () => {
    expect([[], ['a']].map(compileTagSelection({ tagStatus: 'untagged' }))).toEqual([true, false]);
    expect([[], ['a']].map(compileTagSelection({ tagStatus: 'any' }))).toEqual([true, true]);
  });
});

function globMatches(pattern: string, tag: string): boolean {
  if (pattern === '') return tag === '';
  if (pattern[0] === '*') {
    return globMatches(pattern.slice(1), tag) || (tag !== '' && globMatches(pattern, tag.slice(1)));
  }
  return pattern[0] === tag[0] && globMatches(pattern.slice(1), tag.slice(1));
}
