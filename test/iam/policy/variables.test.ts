import fc from 'fast-check';
import { conditionKeys } from '../../../src/iam/policy/condition-keys.js';
import { resolvePattern, resolveText } from '../../../src/iam/policy/variables.js';

const keys = conditionKeys({ 'aws:username': 'ana', 'aws:odd': 'a*b', 'aws:many': ['x', 'y'] });

test.each([
  ['plain', 'plain'],
  ['${aws:username}', 'ana'],
  ['a/${ aws:username }/b', 'a/ana/b'],
  ['${aws:username}${aws:username}', 'anaana'],
  ["${aws:missing, 'nobody'}", 'nobody'],
  ["${aws:missing,'a}b'}", 'a}b'],
  ["${aws:username , 'nobody' }", 'ana'],
  ['${*}${?}${$}', '*?$'],
  ['${aws:username', '${aws:username'],
  ['${aws:username, nobody}', '${aws:username, nobody}'],
  ["${x, y ${aws:missing, 'z'}", '${x, y z'],
  ['${aws:missing}', undefined],
  ['${aws:many}', undefined],
])('%j comes to %j', (text, expected) => {
  expect(resolveText(text, keys)).toBe(expected);
});

test('the value of a variable is taken literally in a pattern', () => {
  expect(resolvePattern('*${aws:odd}*', keys)).toBe('*a\\*b*');
});

/** The form of a variable in one expression, which goes back over the text if it does not match. */
const FORM = /\$\{\s*([^},]*?)\s*(?:,\s*'([^']*)'\s*)?\}/g;

function byExpression(text: string): string | undefined {
  let isKnown = true;
  const resolved = text.replace(FORM, (_, key: string, fallback: string | undefined) => {
    const value = ['*', '?', '$'].includes(key)
      ? key
      : keys.get(key)?.length === 1
        ? keys.get(key)?.[0]
        : fallback;
    isKnown &&= value !== undefined;
    return value ?? '';
  });
  return isKnown ? resolved : undefined;
}

test('a text comes to what the form of a variable says', () => {
  const part = fc.constantFrom(
    '${',
    '}',
    ',',
    "'",
    ' ',
    'aws:username',
    'a',
    '$',
    '{',
    '*',
    "${x,'y'}",
    '\n',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
      const text = parts.join('');
      expect(resolveText(text, keys)).toBe(byExpression(text));
    }),
    { numRuns: 3000 },
  );
});

test.each(['${', '${,', "${,'", '${ ', "${ , '"])('%j again and again is read in one go', (part) => {
  const text = part.repeat(300_000);
  // Not compared as texts: nobody wants to see them.
  expect(resolveText(text, keys) === text).toBe(true);
  expect(() => resolveText(`${text}}`, keys)).not.toThrow();
});
