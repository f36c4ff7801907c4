import { Clock } from '../../src/pipeline/clock.js';

describe('with a start of its own', () => {
  test('time is that moment plus what was advanced', () => {
    const clock = new Clock(1000);
    expect(clock.now()).toBe(1000);
    clock.advance(500);
    clock.advance(0);
    clock.advance(1);
    expect(clock.now()).toBe(1501);
    clock.set(1200);
    expect(clock.now()).toBe(1200);
    clock.advance(1);
    expect(clock.now()).toBe(1201);
    clock.reset();
    expect(clock.now()).toBe(1000);
  });

  test('a start at the epoch is a start', () => {
    expect(new Clock(0).now()).toBe(0);
  });
});

test('without one it is the time of the system plus what was advanced', () => {
  jest.useFakeTimers({ now: 5000 });
  try {
    const clock = new Clock();
    clock.advance(10);
    expect(clock.now()).toBe(5010);
    jest.setSystemTime(6000);
    expect(clock.now()).toBe(6010);
  } finally {
    jest.useRealTimers();
  }
});

test.each([-1, NaN, Infinity])('advancing by %p is refused with advice', (milliseconds) => {
  expect(() => new Clock(0).advance(milliseconds)).toThrow(
    `[fake-ecr] The clock can't be advanced by ${milliseconds}. Expected a number of milliseconds of at least 0.`,
  );
});
