import { HeapWatch } from './heap.js';

function watchOf(...heaps: number[]): HeapWatch {
  const watch = new HeapWatch(2, () => heaps.shift() as number);
  for (let left = heaps.length; left > 0; left -= 1) watch.look();
  return watch;
}

test('a soak fails where memory grew by more than it allows', () => {
  expect(() => watchOf(17.9, 19, 20.1).requireLevel()).toThrow(
    'memory is not level: heap 17.9 MiB early and 20.1 MiB late, allowed are 2 more',
  );
});

test('a soak passes if memory is level at the end, even with peaks in between', () => {
  expect(watchOf(17.9, 30, 19.8).requireLevel()).toBe('heap 17.9 MiB early and 19.8 MiB late');
});

test.each([[[]], [[17.9]]])('a soak of %j measurements fails: nothing was compared', (heaps) => {
  expect(() => watchOf(...heaps).requireLevel()).toThrow('too short a soak to know');
});
