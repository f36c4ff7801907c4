import fc from 'fast-check';
import { OrderedIndex, merged } from '../../src/lib/ordered-index.js';

const positions = fc.uniqueArray(fc.integer({ min: 0, max: 100_000 }), { maxLength: 1500 });

function indexOf(numbers: readonly number[]) {
  const index = new OrderedIndex<{ position: number }>();
  const items = numbers.map((position) => ({ position }));
  for (const item of items) index.add(item);
  return { index, items };
}

const ascending = (a: number, b: number) => a - b;

test('lists what was added, in the order of positions, whatever the order of adding', () => {
  fc.assert(
    fc.property(positions, (numbers) => {
      const { index } = indexOf(numbers);
      expect([...index].map((item) => item.position)).toEqual([...numbers].sort(ascending));
      expect(index.size).toBe(numbers.length);
    }),
    { numRuns: 50 },
  );
});

test('two thousand that come last first are in order, and go one by one', () => {
  const numbers = Array.from({ length: 2000 }, (_, at) => 2000 - at);
  const { index, items } = indexOf(numbers);
  expect([...index].map((item) => item.position)).toEqual([...numbers].sort(ascending));
  for (const item of items) expect(index.delete(item)).toBe(true);
  expect([...index]).toEqual([]);
});

test('goes on from any position, also one that was removed', () => {
  fc.assert(
    fc.property(
      positions,
      fc.integer({ min: -1, max: 100_001 }),
      fc.integer({ min: 2, max: 5 }),
      (numbers, from, nth) => {
        const { index, items } = indexOf(numbers);
        const removed = items.filter((_, at) => at % nth === 0);
        for (const item of removed) expect(index.delete(item)).toBe(true);
        const left = numbers.filter((_, at) => at % nth !== 0).sort(ascending);
        expect([...index.from(from)].map((item) => item.position)).toEqual(left.filter((one) => one >= from));
      },
    ),
    { numRuns: 50 },
  );
});

test('does not remove what it does not hold', () => {
  const { index } = indexOf([1, 2, 3]);
  expect(index.delete({ position: 2 })).toBe(false);
  expect(new OrderedIndex<{ position: number }>().delete({ position: 2 })).toBe(false);
  expect(index.size).toBe(3);
});

test('several indexes read as one', () => {
  fc.assert(
    fc.property(
      positions,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 100_000 }),
      (numbers, parts, from) => {
        const indexes = Array.from(
          { length: parts },
          (_, part) => indexOf(numbers.filter((_one, at) => at % parts === part)).index,
        );
        const expected = [...numbers].sort(ascending).filter((one) => one >= from);
        expect([...merged(indexes, from)].map((item) => item.position)).toEqual(expected);
      },
    ),
    { numRuns: 50 },
  );
});
