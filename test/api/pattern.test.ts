import fc from 'fast-check';
import { runInNewContext } from 'node:vm';
import { livePatterns, rewrittenPatterns, wholeValue } from '../../src/api/constraint.js';
import { facts } from './api-facts.js';

const modelPatterns = Object.values(facts.shapes).flatMap(({ pattern }) =>
  pattern === undefined ? [] : [pattern],
);
const patterns = [...new Set([...modelPatterns, ...Object.values(livePatterns)])];

test('an expression matches the whole value and never a part of it', () => {
  const registryId = wholeValue('[0-9]{12}');
  expect(registryId.test('111122223333')).toBe(true);
  for (const text of ['1111222233334', '11112222333', 'a111122223333', '111122223333\n', '\n111122223333']) {
    expect(registryId.test(text)).toBe(false);
  }
});

test('both sides of an alternative are bound to the whole value', () => {
  const key = wholeValue('^$|arn:aws[a-z0-9-]*:kms:[a-z0-9-]+:[0-9]{12}:key\\/[a-z0-9-]+');
  expect(key.test('')).toBe(true);
  expect(key.test('arn:aws-cn:kms:cn-north-1:111122223333:key/ab-12')).toBe(true);
  expect(key.test('x arn:aws:kms:us-east-1:111122223333:key/ab')).toBe(false);
  expect(key.test('arn:aws:kms:us-east-1:111122223333:key/ab x')).toBe(false);
});

test.each(patterns)('%s is the same on every use', (pattern) => {
  expect(wholeValue(pattern)).toBe(wholeValue(pattern));
  expect(wholeValue(pattern).flags).toBe('');
});

describe('expressions that are written anew', () => {
  const pairs = [...rewrittenPatterns];

  test.each(pairs)('%s is one of the model', (original) => {
    expect(modelPatterns).toContain(original);
  });

  test.each(pairs)('%s matches what it matched', (original) => {
    const expected = new RegExp(original);
    const alphabet = ['a', '9', '*', '.', '_', '-', '/', 'A', ' '];
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 14 }), (text) => {
        expect(wholeValue(original).test(text)).toBe(expected.test(text));
      }),
      { numRuns: 3000 },
    );
  });

  test.each(pairs)('%s matches what it matched, for all texts of up to six characters', (original) => {
    const expected = new RegExp(original);
    let texts = [''];
    for (let length = 0; length <= 6; length++) {
      for (const text of texts) expect(wholeValue(original).test(text)).toBe(expected.test(text));
      texts = texts.flatMap((text) => ['a', '*', '-', '/', 'A'].map((next) => text + next));
    }
  });
});

/**
 * Texts that nearly match, with one piece repeated and an end that cannot match: what makes an expression try
 * all ways of reading. Quadratic work takes 10¹⁰ steps on them, and exponential work does not end.
 */
test.each(patterns)('%s takes no more than linear time', (pattern) => {
  const starts = ['', 'a', 'arn:aws', 'arn:aws:iam::111122223333:role/', 'arn:aws:secretsmanager:'];
  const pieces = [
    'a',
    '0',
    '*',
    '-',
    '_',
    '.',
    '/',
    ':',
    'a-',
    'a.',
    'a/',
    '-a',
    '_a',
    'aa-/',
    '**',
    'a*',
    ':secret:',
  ];
  const match = `for (const start of starts) for (const piece of pieces)
    expression.test(start + piece.repeat(100000 / piece.length) + '\\n');`;
  const run = (): unknown =>
    runInNewContext(match, { starts, pieces, expression: wholeValue(pattern) }, { timeout: 20_000 });
  expect(run).not.toThrow();
});
