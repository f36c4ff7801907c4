import fc from 'fast-check';
import type { Unit } from '../../src/domain/domain-event.js';
import { type Job, Scheduler } from '../../src/engines/scheduler.js';

interface Run {
  readonly name: string;
  readonly at: number;
}

function job(
  name: string,
  dueAt: number,
  runs: Run[],
  extra: Partial<Job> & { then?: () => void } = {},
): Job {
  return {
    kind: 'test',
    dueAt,
    describe: () => name,
    run: (unit) => {
      runs.push({ name, at: unit.now });
      extra.then?.();
    },
    ...(extra.destination === undefined ? {} : { destination: extra.destination }),
    ...(extra.isRecurring === undefined ? {} : { isRecurring: extra.isRecurring }),
  };
}

const at = (now: number): Unit => ({ now, emit: () => undefined });

test('runs what is due, at the moment it was due, and leaves the rest', () => {
  const runs: Run[] = [];
  const scheduler = new Scheduler();
  scheduler.schedule(job('late', 30, runs));
  scheduler.schedule(job('early', 10, runs));
  scheduler.runDue(20, at);
  expect(runs).toEqual([{ name: 'early', at: 10 }]);
  expect(scheduler.nextDueAt).toBe(30);
});

test('equal moments keep the order of planning', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 200 }), (moments) => {
      const runs: Run[] = [];
      const scheduler = new Scheduler();
      moments.forEach((moment, index) => scheduler.schedule(job(String(index), moment, runs)));
      scheduler.runDue(5, at);
      const expected = moments
        .map((moment, index) => ({ name: String(index), at: moment }))
        .sort((a, b) => a.at - b.at || Number(a.name) - Number(b.name));
      expect(runs).toEqual(expected);
      expect(scheduler.isIdle).toBe(true);
    }),
  );
});

test('work that work plans for the same moment runs too', () => {
  const runs: Run[] = [];
  const scheduler = new Scheduler();
  scheduler.schedule(job('first', 1, runs, { then: () => scheduler.schedule(job('second', 1, runs)) }));
  scheduler.runDue(1, at);
  expect(runs.map((run) => run.name)).toEqual(['first', 'second']);
});

test('settling hurries what waits for ever, and what is planned meanwhile', () => {
  const runs: Run[] = [];
  const scheduler = new Scheduler();
  scheduler.schedule(
    job('waiting', Infinity, runs, { then: () => scheduler.schedule(job('planned', Infinity, runs)) }),
  );
  scheduler.settle(7, at);
  expect(runs).toEqual([
    { name: 'waiting', at: 7 },
    { name: 'planned', at: 7 },
  ]);
});

test('settling does not hurry recurring work', () => {
  const runs: Run[] = [];
  const scheduler = new Scheduler();
  scheduler.schedule(job('daily', 100, runs, { isRecurring: true }));
  scheduler.settle(7, at);
  expect(runs).toEqual([]);
  expect(scheduler.pending().map((one) => one.describe())).toEqual(['daily']);
});

test('settling one destination leaves the others', () => {
  const runs: Run[] = [];
  const scheduler = new Scheduler();
  const to = (region: string) => ({ destination: { region, registryId: '111122223333' } });
  scheduler.schedule(job('west', Infinity, runs, to('us-west-2')));
  scheduler.schedule(job('east', Infinity, runs, to('us-east-1')));
  scheduler.settle(7, at, (one) => one.destination?.region === 'us-east-1');
  expect(runs.map((run) => run.name)).toEqual(['east']);
  expect(scheduler.pending().map((one) => one.describe())).toEqual(['west']);
});
