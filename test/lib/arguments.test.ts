import {
  requireAmount,
  requireList,
  requireOneOf,
  requireOptions,
  requireText,
  shown,
} from '../../src/lib/arguments.js';

const circular: { self?: object } = {};
circular.self = circular;

test.each([
  ['v1', "'v1'"],
  ['', "''"],
  [undefined, 'undefined'],
  [null, 'null'],
  [NaN, 'NaN'],
  [5n, '5'],
  [Symbol('s'), 'Symbol(s)'],
  [() => 5, 'a function'],
  [{ a: [1, 'b'] }, '{"a":[1,"b"]}'],
  [Object.create(null), '{}'],
  ['x'.repeat(300), `'${'x'.repeat(199)}…`],
  ['x'.repeat(198), `'${'x'.repeat(198)}'`],
])('%p is shown as %s', (value, text) => {
  expect(shown(value)).toBe(text);
});

test('a value that is not data is shown all the same', () => {
  expect(shown({ a: 1, toJSON: () => undefined })).toContain('a: 1');
  expect(shown(circular)).toContain('[Circular');
  expect(shown({ big: 5n })).toBe('{ big: 5n }');
});

test('each refusal says what was given and what was expected', () => {
  expect(() => requireOptions([], 'settle()', ['to'])).toThrow(
    '[fake-ecr] settle() was given the options []. Expected an object, or nothing.',
  );
  expect(() => requireText(5, 'push()', 'a tag')).toThrow('[fake-ecr] push() was given 5. Expected a tag.');
  expect(() => requireList('x', 'push()', 'a list')).toThrow(
    "[fake-ecr] push() was given 'x'. Expected a list.",
  );
  expect(() => requireOptions({ to: 1, form: 2 }, 'settle()', ['to', 'from'])).toThrow(
    "[fake-ecr] settle() was given the option 'form'. There are to, from.",
  );
  expect(() => requireOneOf('x', 'mode', ['warn', true])).toThrow(
    "[fake-ecr] mode is 'x'. Expected 'warn' or true.",
  );
  expect(() => requireAmount(-1, 'limits.a')).toThrow(
    '[fake-ecr] limits.a is -1. Expected a number of at least 0.',
  );
  expect(() => requireAmount(NaN, 'limits.a')).toThrow('[fake-ecr] limits.a is NaN.');
  expect(() => requireAmount('5', 'limits.a')).toThrow("[fake-ecr] limits.a is '5'.");
});

test('valid arguments pass', () => {
  expect([
    requireOptions({ to: 1 }, '', ['to']),
    requireText('', '', ''),
    requireList([], '', ''),
    requireOneOf(1, '', [1]),
    requireAmount(0, ''),
  ]).toEqual([undefined, undefined, undefined, undefined, undefined]);
});
