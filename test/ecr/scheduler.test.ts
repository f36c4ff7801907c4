import fc from 'fast-check';
import { type Job, Scheduler } from '../../src/ecr/scheduler.js';
import type { UnitOfWork } from '../../src/world/domain-event.js';

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

const at = (now: number): UnitOfWork => ({ now, emit: () => undefined });

test('runs what is due, at the moment it was due, and leaves the rest', () => {
  const runs: Run[] = [];
  const scheduler = new Scheduler();
  scheduler.schedule(job('late', 30, runs));
  scheduler.schedule(job('early', 10, runs));
  scheduler.runDue(20, at);
  expect(runs).toEqual([{ name: 'early', at: 10 }]);
  expect(scheduler.nextDueAt).toBe(30);
});

test('finished work is not pending, and does not run again', () => {
  const runs: Run[] = [];
  const scheduler = new Scheduler();
  const over = { isOver: false };
  for (const name of ['first', 'second']) {
    const one = job(name, 10, runs);
    scheduler.schedule(
      name === 'first' ? Object.defineProperty(one, 'isOver', { get: () => over.isOver }) : one,
    );
  }
  expect(scheduler.pending().map((one) => one.describe())).toEqual(['first', 'second']);
  over.isOver = true;
  expect(scheduler.pending().map((one) => one.describe())).toEqual(['second']);
  scheduler.runDue(10, at);
  expect(runs).toEqual([{ name: 'second', at: 10 }]);
  expect(scheduler.nextDueAt).toBe(Infinity);
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
      expect(scheduler.nextDueAt).toBe(Infinity);
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

test('an empty scheduler has nothing due', () => {
  const scheduler = new Scheduler();
  expect(scheduler.nextDueAt).toBe(Infinity);
  scheduler.schedule(job('one', 1, []));
  expect(scheduler.nextDueAt).toBe(1);
});

test('work that is due at exactly this moment is due', () => {
  const runs: Run[] = [];
  const scheduler = new Scheduler();
  scheduler.schedule(job('now', 20, runs));
  scheduler.runDue(19, at);
  expect(runs).toEqual([]);
  scheduler.runDue(20, at);
  expect(runs).toEqual([{ name: 'now', at: 20 }]);
});

test('settling runs in order, what was due earlier at its own moment, and keeps the order of the rest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ moment: fc.integer({ min: 0, max: 9 }), isDaily: fc.boolean() }), {
        maxLength: 60,
      }),
      (jobs) => {
        const runs: Run[] = [];
        const scheduler = new Scheduler();
        jobs.forEach(({ moment, isDaily }, index) => {
          scheduler.schedule(job(String(index), moment, runs, { isRecurring: isDaily }));
        });
        const inOrder = jobs
          .map(({ moment, isDaily }, index) => ({ name: String(index), moment, isDaily }))
          .sort((a, b) => a.moment - b.moment || Number(a.name) - Number(b.name));
        expect(scheduler.pending().map((one) => one.describe())).toEqual(inOrder.map((one) => one.name));
        scheduler.settle(5, at);
        scheduler.runDue(9, at);
        const hurried = inOrder.filter((one) => !one.isDaily);
        const daily = inOrder.filter((one) => one.isDaily);
        expect(runs).toEqual([
          ...hurried.map(({ name, moment }) => ({ name, at: Math.min(5, moment) })),
          ...daily.map(({ name, moment }) => ({ name, at: moment })),
        ]);
      },
    ),
  );
});

describe('work that plans itself again for the same moment', () => {
  function endless(dueAt: number, times: number) {
    const runs: Run[] = [];
    const scheduler = new Scheduler();
    const again = () => {
      if (runs.length < times) scheduler.schedule(job('again', dueAt, runs, { then: again }));
    };
    again();
    return { runs, run: () => scheduler.runDue(dueAt, at), settle: () => scheduler.settle(1, at) };
  }

  test('a thousand times over is work, more is a loop', () => {
    const much = endless(1, 1001);
    much.run();
    expect(much.runs).toHaveLength(1001);
    expect(endless(1, 1002).run).toThrow('again goes on without an end');
    expect(endless(Infinity, 1002).settle).toThrow('again goes on without an end');
  });

  test('is counted anew for each moment, and after a job that failed', () => {
    const runs: Run[] = [];
    const scheduler = new Scheduler();
    const step = () => {
      if (runs.length < 3000) scheduler.schedule(job('step', runs.length, runs, { then: step }));
    };
    step();
    scheduler.runDue(3000, at);
    expect(runs).toHaveLength(3000);

    const fails = () => {
      throw new Error('no');
    };
    const messages = Array.from({ length: 1002 }, () => {
      try {
        scheduler.schedule(job('fails', 1, runs, { then: fails }));
        scheduler.runDue(1, at);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(new Set(messages)).toEqual(new Set(['no']));
  });
});
