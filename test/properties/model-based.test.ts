/** Random histories over several accounts and Regions, against a naive model, and the laws they have to keep. */
import fc from 'fast-check';
import { isFailure } from '../../src/aws/failure.js';
import { image } from '../../src/index.js';
import { simulationOf } from '../../src/fake/simulation-of.js';
import { worldProblems } from '../support/invariants.js';
import { History, REGISTRIES, history } from './histories.js';
import { ReferenceModel, type Step } from './reference-model.js';

const [SOURCE, EU, , OTHER_EU] = REGISTRIES;
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 200);

/** The one permission across accounts that these worlds have. */
function withGrant(options: ConstructorParameters<typeof History>[0] = {}): History {
  const world = new History(options);
  const handle = (key: string) => {
    const [account = '', region = ''] = key.split('/');
    return world.ecr.registry(account, region);
  };
  handle(OTHER_EU).allowReplicationFrom(handle(SOURCE));
  return world;
}
// A grant is to an account, so it is good for all its Regions.
const GRANTS = new Set([`${SOURCE} ${OTHER_EU}`, `${EU} ${OTHER_EU}`]);

test('every history does to the model what it does to plain records', () => {
  fc.assert(
    fc.property(history(), (steps) => {
      const [model, reference] = [withGrant(), new ReferenceModel(GRANTS)];
      for (const step of steps) expect([step, model.step(step)]).toEqual([step, reference.step(step)]);
      expect(model.state()).toEqual(reference.state());
      expect(worldProblems(simulationOf(model.ecr).service.world)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test('replication that waits ends where replication at once ends, if nobody touches the destinations', () => {
  const pushes = history().map((steps) =>
    steps.filter(
      (step) => step.at === SOURCE && (step.do === 'create' || step.do === 'push' || step.do === 'rules'),
    ),
  );
  fc.assert(
    fc.property(pushes, (steps) => {
      const [now, later] = [withGrant(), withGrant({ replication: 'manual' })];
      for (const step of steps) expect(later.step(step)).toBe(now.step(step));
      later.ecr.settle();
      expect(later.state()).toEqual(now.state());
      expect(later.ecr.pending()).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test('a destination holds nothing that was not pushed to its source, and nothing goes two hops', () => {
  fc.assert(
    fc.property(history(), (steps) => {
      const world = new History();
      const rules: Step[] = [
        { do: 'rules', at: SOURCE, rules: [{ to: [EU], prefix: '' }] },
        { do: 'rules', at: EU, rules: [{ to: [SOURCE], prefix: '' }] },
      ];
      for (const rule of rules) world.step(rule);
      const pushed = new Set<string>();
      for (const step of steps.filter((one) => one.at === SOURCE && one.do !== 'rules')) {
        if (world.step(step) === 'ok' && step.do === 'push') pushed.add(`${step.name} ${step.digest}`);
      }
      for (const [name, images] of Object.entries(world.state()[EU] ?? {})) {
        for (const digest of Object.keys(images)) expect(pushed).toContain(`${name} ${digest}`);
      }
      const calls = world.ecr.calls.filter((call) => call.operation === 'ReplicateImage');
      expect(calls.every((call) => call.region === 'eu-west-1')).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

test('independent pushes may come in any order', () => {
  const independent = fc.uniqueArray(
    fc.record({
      do: fc.constant('push' as const),
      at: fc.constant(SOURCE),
      name: fc.constantFrom('app', 'apple', 'team/app'),
      digest: fc.constantFrom(image('one').digest, image('two').digest, image('three').digest),
      tag: fc.constantFrom('v1', 'v2', 'latest'),
    }),
    { selector: ({ name, tag }) => `${name}:${tag}` },
  );
  fc.assert(
    fc.property(
      independent.chain((steps) =>
        fc.tuple(fc.constant(steps), fc.shuffledSubarray(steps, { minLength: steps.length })),
      ),
      ([steps, shuffled]) => {
        const states = [steps, shuffled].map((order) => {
          const world = withGrant();
          for (const name of ['app', 'apple', 'team/app'])
            world.step({ do: 'create', at: SOURCE, name, mutable: true });
          world.step({ do: 'rules', at: SOURCE, rules: [{ to: [EU, OTHER_EU], prefix: '' }] });
          for (const step of order) world.step(step);
          return world.state();
        });
        expect(states[1]).toEqual(states[0]);
      },
    ),
    { numRuns: RUNS },
  );
});

test('the same history twice gives the same bytes, ids and events included', () => {
  fc.assert(
    fc.property(history(), fc.integer(), (steps, seed) => {
      const run = () => {
        const world = withGrant({ seed });
        const answers = steps.map((step) => world.step(step));
        return JSON.stringify([answers, world.ecr.events, world.ecr.calls, world.ecr.snapshot()]);
      };
      expect(run()).toBe(run());
    }),
    { numRuns: RUNS / 2 },
  );
});

test('events are the same whether somebody reads them as they come or in the end', () => {
  fc.assert(
    fc.property(history(), (steps) => {
      const [read, left] = [withGrant(), withGrant()];
      for (const step of steps) {
        read.step(step);
        void read.ecr.events;
        left.step(step);
      }
      expect(left.ecr.events).toEqual(read.ecr.events);
    }),
    { numRuns: RUNS / 4 },
  );
});

test('a loaded world goes on as the one it was taken from', () => {
  fc.assert(
    fc.property(history(25), history(15), (before, after) => {
      const original = withGrant();
      for (const step of before) original.step(step);
      const copy = new History();
      copy.ecr.load(original.ecr.snapshot());
      expect(copy.state()).toEqual(original.state());
      for (const step of after) expect(copy.step(step)).toBe(original.step(step));
      expect(copy.ecr.snapshot()).toEqual(original.ecr.snapshot());
      expect(worldProblems(simulationOf(copy.ecr).service.world)).toEqual([]);
    }),
    { numRuns: RUNS / 2 },
  );
});

describe('paging', () => {
  const pagesOf = (
    world: History,
    operation: 'ListImages' | 'DescribeImages' | 'DescribeRepositories',
    maxResults: number,
    between: () => void = () => undefined,
  ) => {
    const rows: object[] = [];
    let nextToken: string | undefined;
    do {
      const repositoryName = operation === 'DescribeRepositories' ? undefined : 'app';
      const { outcome } = world.call(SOURCE, operation, { repositoryName, maxResults, nextToken });
      if (isFailure(outcome)) throw new Error(outcome.message);
      const answer = outcome as Record<string, object[]> & { nextToken?: string };
      rows.push(...(answer['imageIds'] ?? answer['imageDetails'] ?? answer['repositories'] ?? []));
      nextToken = answer.nextToken;
      between();
    } while (nextToken !== undefined);
    return rows;
  };
  const begin = (steps: readonly Step[], listOrder: 'insertion' | 'shuffled') => {
    const world = new History({ listOrder });
    world.step({ do: 'create', at: SOURCE, name: 'app', mutable: true });
    for (const step of steps) world.step({ ...step, at: SOURCE });
    world.step({ do: 'create', at: SOURCE, name: 'app', mutable: true });
    return world;
  };

  test('pages together are the whole, whatever their size and order', () => {
    fc.assert(
      fc.property(
        history(),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('insertion' as const, 'shuffled' as const),
        (steps, size, listOrder) => {
          const world = begin(steps, listOrder);
          for (const operation of ['ListImages', 'DescribeImages', 'DescribeRepositories'] as const) {
            expect(pagesOf(world, operation, size)).toEqual(pagesOf(world, operation, 1000));
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('an image that is there all the time is listed exactly once, whatever comes and goes meanwhile', () => {
    fc.assert(
      fc.property(history(), history(10), fc.integer({ min: 1, max: 3 }), (steps, changes, size) => {
        const world = begin(steps, 'insertion');
        const key = (row: object) => JSON.stringify(row);
        const before = pagesOf(world, 'ListImages', 1000).map(key);
        const left = changes.filter((step) => step.do !== 'delete');
        const touched = new Set<string>();
        const seen = pagesOf(world, 'ListImages', size, () => {
          const change = left.shift();
          if (change === undefined || change.do === 'rules') return;
          const held = new Set(pagesOf(world, 'ListImages', 1000).map(key));
          world.step({ ...change, at: SOURCE, name: 'app' });
          const now = new Set(pagesOf(world, 'ListImages', 1000).map(key));
          for (const row of [...held, ...now]) if (!held.has(row) || !now.has(row)) touched.add(row);
        }).map(key);
        for (const row of before.filter((one) => !touched.has(one))) {
          expect([row, seen.filter((one) => one === row).length]).toEqual([row, 1]);
        }
        expect(new Set(seen).size).toBe(seen.length);
      }),
      { numRuns: RUNS },
    );
  });
});

test('changing answers and inputs afterwards changes nothing', () => {
  fc.assert(
    fc.property(history(20), (steps) => {
      const world = withGrant();
      for (const step of steps) world.step(step);
      const before = JSON.stringify(world.ecr.snapshot());
      for (const [operation, input] of [
        ['DescribeRepositories', {}],
        ['DescribeImages', { repositoryName: 'app' }],
        ['DescribeRegistry', {}],
      ] as const) {
        const { outcome } = world.call(SOURCE, operation, input);
        if (!isFailure(outcome)) spoil(outcome);
      }
      expect(JSON.stringify(world.ecr.snapshot())).toBe(before);
    }),
    { numRuns: RUNS / 2 },
  );
});

/** Takes everything out of an answer, as deep as it goes. */
function spoil(value: unknown): void {
  if (Array.isArray(value)) {
    value.forEach(spoil);
    value.length = 0;
  } else if (value instanceof Date) {
    value.setTime(0);
  } else if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(spoil);
    for (const key of Object.keys(value)) delete (value as Record<string, unknown>)[key];
  }
}
