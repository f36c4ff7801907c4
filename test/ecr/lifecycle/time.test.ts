/** Time costs what happens in it: runs that could only find what the one before found are left out, unnoticed. */
import { BatchGetImageCommand, GetLifecyclePolicyCommand } from '@aws-sdk/client-ecr';
import fc from 'fast-check';
import { simulationOf } from '../../../src/fake/simulation-of.js';
import { type FakeEcr, type RegistryHandle, fakeEcr, image, imageIndex } from '../../../src/index.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

const DAY = 24 * 60 * 60 * 1000;
const ACCOUNT = '111122223333';
const worlds: FakeEcr[] = [];

afterEach(() => worlds.splice(0).forEach((ecr) => ecr.restore()));

interface World {
  readonly ecr: FakeEcr;
  readonly prod: RegistryHandle;
}

function world(): World {
  worlds.at(-1)?.restore();
  const ecr = fakeEcr({ now: Date.UTC(2026, 0, 1) });
  worlds.push(ecr);
  return { ecr, prod: ecr.registry(ACCOUNT, 'us-west-2').createRepository('app') };
}

const rule = (rulePriority: number, selection: object, action: object = { type: 'expire' }) => ({
  rulePriority,
  selection,
  action,
});
const days = (countType: string, countNumber: number) => ({ countType, countNumber, countUnit: 'days' });

const POLICIES = [
  [rule(1, { tagStatus: 'untagged', ...days('sinceImagePushed', 3) })],
  [
    rule(1, {
      tagStatus: 'tagged',
      tagPatternList: ['keep*'],
      countType: 'imageCountMoreThan',
      countNumber: 1,
    }),
    rule(2, { tagStatus: 'any', ...days('sinceImagePushed', 5) }),
  ],
  [rule(1, { tagStatus: 'any', ...days('sinceImagePushed', 2) })],
  [
    rule(
      1,
      { tagStatus: 'any', ...days('sinceImagePulled', 4) },
      { type: 'transition', targetStorageClass: 'archive' },
    ),
    rule(2, { tagStatus: 'any', storageClass: 'archive', ...days('sinceImageTransitioned', 90) }),
  ],
  [rule(1, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 2 })],
];

type Step =
  | { readonly type: 'wait'; readonly hours: number }
  | { readonly type: 'push' | 'pull' | 'index' | 'untag' | 'run'; readonly which: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 24 * 40 }) }),
    fc.record({
      type: fc.constantFrom(
        'push' as const,
        'pull' as const,
        'index' as const,
        'untag' as const,
        'run' as const,
      ),
      which: fc.integer({ min: 0, max: 4 }),
    }),
  ),
  { minLength: 5, maxLength: 25 },
);

function attempt(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!/ImageAlreadyExistsException|referenced by manifest list/.test(String(error))) throw error;
  }
}

/** Carries out a history; day by day where every run is to be carried out. */
async function live(history: readonly Step[], policy: number, daily: boolean): Promise<unknown> {
  const { ecr, prod } = world();
  const { service: model } = simulationOf(ecr);
  const client = ecr.client(ACCOUNT, 'us-west-2');
  const repository = prod.repository('app')[INSIDE].repository();
  prod.repository('app').setLifecyclePolicy({ rules: POLICIES[policy] });
  const tags = ['keep1', 'keep2', 'drop1', 'drop2', 'drop3'];
  for (const step of history) {
    if (step.type === 'wait') {
      const hours = daily ? Array<number>(step.hours).fill(1) : [step.hours];
      for (const some of hours) {
        if (daily)
          model.engines.lifecycle.react(
            { type: 'images-seeded', repository },
            model.unitAt(model.clock.now()),
          );
        ecr.clock.advance(some * 60 * 60 * 1000);
      }
      continue;
    }
    const tag = tags[step.which] as string;
    // Pushed a second time it is there already.
    if (step.type === 'push') attempt(() => prod.push(`app:${tag}`, image(tag)));
    else if (step.type === 'index')
      attempt(() => prod.push('app:list', imageIndex({ images: [image(tag)] })));
    else if (step.type === 'run') ecr.runLifecycle();
    else if (step.type === 'untag') {
      if (repository.tag(tag) !== undefined) attempt(() => prod.repository('app').remove(tag));
    } else {
      await client.send(new BatchGetImageCommand({ repositoryName: 'app', imageIds: [{ imageTag: tag }] }));
    }
  }
  const { lastEvaluatedAt } = await client.send(new GetLifecyclePolicyCommand({ repositoryName: 'app' }));
  const runs = prod.repository('app').lifecycleRuns;
  return { snapshot: ecr.snapshot(), lastEvaluatedAt, runs };
}

test('D18 a history comes to the same whether all its runs are carried out or only those that matter', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 0, max: POLICIES.length - 1 }), async (history, policy) => {
      expect(await live(history, policy, false)).toEqual(await live(history, policy, true));
    }),
    { numRuns: 60, seed: 7 },
  );
}, 60_000);

test('ten years of two hundred repositories, and ten thousand of one, plan a handful of runs', () => {
  const { ecr, prod } = world();
  const names = Array.from({ length: 200 }, (_, index) => `many/${index}`);
  for (const name of names) {
    prod.createRepository(name).push(`${name}:v1`);
    prod.repository(name).setLifecyclePolicy({ rules: POLICIES[0] });
  }
  const planned = jest.spyOn(simulationOf(ecr).service.engines.scheduler, 'schedule');
  ecr.clock.advance(10 * 365 * DAY);
  ecr.clock.advance(10_000 * 365 * DAY);
  expect(planned.mock.calls.length).toBeLessThan(names.length * 3);
  expect(prod.repository('many/7').images).toHaveLength(1);
});

test('a run that is refused every day is recorded each time, and the last 20 are kept', async () => {
  const { ecr, prod } = world();
  const child = image('child');
  prod.push('app:list', imageIndex({ images: [child] }));
  prod.repository('app').setLifecyclePolicy({
    rules: [
      rule(1, {
        tagStatus: 'tagged',
        tagPatternList: ['list'],
        countType: 'imageCountMoreThan',
        countNumber: 5,
      }),
      rule(2, { tagStatus: 'any', ...days('sinceImagePushed', 2) }),
    ],
  });
  const start = ecr.clock.now().getTime();
  ecr.clock.advance(100 * DAY + 5);
  const runs = prod.repository('app').lifecycleRuns;
  expect(runs.map(({ at }) => (at - start) / DAY)).toEqual(
    Array.from({ length: 20 }, (_, index) => 81 + index),
  );
  expect(runs.every(({ failures }) => failures[0]?.digest === child.digest)).toBe(true);
  const client = ecr.client(ACCOUNT, 'us-west-2');
  const answer = await client.send(new GetLifecyclePolicyCommand({ repositoryName: 'app' }));
  expect(answer.lastEvaluatedAt).toEqual(new Date(start + 100 * DAY));
});

test('an image pushed after a long pause is judged the day after', () => {
  const { ecr, prod } = world();
  prod.repository('app').setLifecyclePolicy({ rules: POLICIES[4] });
  ecr.clock.advance(100 * DAY);
  for (const tag of ['a', 'b', 'c']) prod.push(`app:${tag}`, image(tag));
  ecr.clock.advance(DAY);
  expect(prod.repository('app').images).toHaveLength(2);
});
