import { cloneData } from '../../src/world/clone-data.js';

test('data is copied down to its dates, with members of any name', () => {
  const given: unknown = JSON.parse('{"__proto__":{"a":1},"list":[{"b":null}]}');
  Object.assign(given as object, { at: new Date(5), none: undefined });
  const copy = cloneData(given) as { at: Date; list: object[] };
  expect(copy).toStrictEqual(given);
  expect(Object.keys(copy)).toEqual(Object.keys(given as object));
  expect(copy.at).not.toBe((given as typeof copy).at);
  expect(copy.list[0]).not.toBe((given as typeof copy).list[0]);
});

test('a value that is not data, or is circular, is refused', () => {
  const endless: Record<string, unknown> = {};
  endless['self'] = endless;
  expect(() => cloneData({ a: () => 1 })).toThrow('A function is not data.');
  expect(() => cloneData([Symbol('x')])).toThrow('A symbol is not data.');
  expect(() => cloneData(endless)).toThrow('The data has no end.');
});
