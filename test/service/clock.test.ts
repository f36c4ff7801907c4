import { DescribeRegistryCommand } from '@aws-sdk/client-ecr';
import { type FakeEcr, fakeEcr, image } from '../../src/index.js';
import { Clock } from '../../src/service/clock.js';

describe('with its own start', () => {
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

describe('a Date.now that was replaced', () => {
  afterEach(() => jest.restoreAllMocks());

  const notTimes: readonly unknown[] = [NaN, undefined, null, Infinity, -Infinity, 9e15, '5000', 5000n, {}];

  test.each(notTimes)('by one that answers %p is refused at the call that meets it', (answer) => {
    jest.spyOn(Date, 'now').mockReturnValue(answer as number);
    expect(() => new Clock().now()).toThrow(/^\[fake-ecr\] Date\.now\(\) answers .*, which is not a time\./);
  });

  test('plus what was advanced has to be a time, too', () => {
    const clock = new Clock();
    clock.advance(8.64e15 - Date.now() - 60_000);
    jest.spyOn(Date, 'now').mockReturnValue(8.64e15);
    expect(() => clock.now()).toThrow("a Date can't hold that");
  });

  test('is not looked at if the clock has its own start', () => {
    jest.spyOn(Date, 'now').mockReturnValue(NaN);
    expect(new Clock(1000).now()).toBe(1000);
  });
});

describe('a fake under a Date.now that does not tell the time', () => {
  let ecr: FakeEcr;

  beforeEach(() => {
    ecr = fakeEcr({ onUnmodelled: 'ignore' });
    ecr.registry('111122223333', 'us-west-2').createRepository('app');
  });

  afterEach(() => {
    jest.restoreAllMocks();
    ecr.restore();
  });

  const NOT_A_TIME = '[fake-ecr] Date.now() answers undefined, which is not a time.';
  const breakClock = () => jest.spyOn(Date, 'now').mockReturnValue(undefined as unknown as number);

  test('refuses a call, and uses up nothing', async () => {
    const client = ecr.client('111122223333', 'us-west-2');
    ecr.fail('DescribeRegistry').with('ThrottlingException').once();
    const broken = breakClock();
    await expect(client.send(new DescribeRegistryCommand({}))).rejects.toThrow(NOT_A_TIME);
    broken.mockRestore();
    expect(ecr.calls).toEqual([]);
    await expect(client.send(new DescribeRegistryCommand({}))).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
  });

  test.each([
    ['a push of a test', () => ecr.registry('111122223333', 'us-west-2').push('app:v1', image('a'))],
    ['settle()', () => ecr.settle()],
    ['clock.advance()', () => ecr.clock.advance(1000)],
    ['clock.now()', () => ecr.clock.now()],
    ['snapshot()', () => ecr.snapshot()],
    ['a seed', () => ecr.seed({ registries: { '111122223333/us-west-2': { repositories: { b: {} } } } })],
  ])('refuses %s', (_, act) => {
    const before = JSON.stringify(ecr.snapshot());
    const broken = breakClock();
    expect(act).toThrow(NOT_A_TIME);
    broken.mockRestore();
    expect(withoutMoment(JSON.stringify(ecr.snapshot()))).toBe(withoutMoment(before));
  });

  test('refuses a snapshot whole, and a reset works', () => {
    const saved = ecr.snapshot();
    ecr.registry('111122223333', 'us-west-2').createRepository('later');
    const broken = breakClock();
    expect(() => ecr.load(saved)).toThrow(NOT_A_TIME);
    expect(() => ecr.reset()).not.toThrow();
    broken.mockRestore();
    expect(JSON.stringify(ecr.snapshot())).not.toContain('app');
  });
});

/** A snapshot says what time it was. */
function withoutMoment(text: string): string {
  return text.replace(/"(now|time|at|takenAt)":[^,}]+/g, '');
}
