import { runInNewContext } from 'node:vm';
import { copyInput } from '../../../src/api/read-input.js';

test('lists, plain objects and bytes are copied', () => {
  const original = { list: [{ a: 1 }, null, undefined, 'x'], none: null, absent: undefined };
  const copy = copyInput(original) as typeof original;
  expect(copy).toStrictEqual(original);
  expect(copy.list).not.toBe(original.list);
  expect(copy.list[0]).not.toBe(original.list[0]);
});

test('plain objects of other realms and without a prototype are copied', () => {
  const foreign = runInNewContext('({ a: { b: 1 } })') as { a: { b: number } };
  const bare = Object.assign(Object.create(null) as object, { a: 1 });
  const copies = copyInput([foreign, bare]) as [typeof foreign, object];
  foreign.a.b = 2;
  expect(copies).toEqual([{ a: { b: 1 } }, { a: 1 }]);
});

test('cycles stay cycles', () => {
  const original: Record<string, unknown> = { name: 'a' };
  original.self = original;
  original.list = [original];
  const copy = copyInput(original) as { self: unknown; list: unknown[] };
  expect(copy).not.toBe(original);
  expect(copy.self).toBe(copy);
  expect(copy.list[0]).toBe(copy);
});

test('holes of a list count as absent', () => {
  expect(copyInput(new Array<unknown>(2))).toEqual([undefined, undefined]);
});

test('a view of a longer buffer is copied without the rest', () => {
  const view = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
  const copy = copyInput(view) as Uint8Array;
  view.fill(0);
  expect(copy).toEqual(new Uint8Array([2, 3]));
});

test.each([
  ['a date', new Date(0)],
  ['a boxed primitive', Object('text') as object],
  ['an instance of a class', new (class Input {})()],
  ['a function', () => {}],
  ['a view that is not a list of numbers', new DataView(new ArrayBuffer(2))],
  ['a number', 5],
  ['nothing', undefined],
])('%s stays what it is', (_, value) => {
  expect(copyInput(value)).toBe(value);
});
