import fc from 'fast-check';
import { copyJson } from '../../src/lib/copy-json.js';

test('a copy is what JSON would give back, for any JSON value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(copyJson(value)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('a copy shares no object with the original', () => {
  const original = { list: [{ deep: { text: 'a' } }] };
  const copy = copyJson(original);
  (copy.list[0] as { deep: { text: string } }).deep.text = 'b';
  copy.list.push({ deep: { text: 'c' } });
  expect(original).toEqual({ list: [{ deep: { text: 'a' } }] });
});

test('members that are undefined are left out', () => {
  expect(Object.keys(copyJson({ a: undefined, b: null }))).toEqual(['b']);
});

test('a member named __proto__ is a member, and nothing else', () => {
  const copy = copyJson(JSON.parse('{"__proto__":{"polluted":true}}') as Record<string, unknown>);
  expect(Object.keys(copy)).toEqual(['__proto__']);
  expect('polluted' in copy).toBe(false);
});

test.each([
  ['a function', () => 1],
  ['a symbol', Symbol('x')],
  ['a bigint', 1n],
])('%s is not JSON', (_, value) => {
  expect(() => copyJson({ value })).toThrow("[fake-ecr] JSON can't hold");
});

test('a value that holds itself is refused', () => {
  const value: Record<string, unknown> = {};
  value['self'] = value;
  expect(() => copyJson(value)).toThrow("[fake-ecr] JSON can't hold a value without an end");
});
