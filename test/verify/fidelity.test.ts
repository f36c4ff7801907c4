import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOperationName } from '../../src/api/facts.js';
import type { FakeWorld } from '../../src/fake/fake-world.js';
import { FIDELITY_OPERATIONS, SETTINGS_OPERATIONS } from '../../src/verify/fidelity/operations.js';
import { known, type Probe } from '../../src/verify/fidelity/probe.js';
import { PROBES } from '../../src/verify/fidelity/probes/index.js';
import type { Run } from '../../src/verify/fidelity/run.js';
import { readGrades } from '../../tools/fidelity.js';
import { type Answer, HOME, OTHER, PREFIX, RealRegistries } from './real-registries.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

// All statements in two worlds, through the whole of the SDK.
jest.setTimeout(180_000);

const ROOT = join(__dirname, '../..');
let real: RealRegistries;
afterEach(() => real.close());

const outcomes = ({ shown }: Run) => Object.fromEntries(shown.map(({ id, outcome }) => [id, outcome]));
const probe = (id: string): Probe => PROBES.find((one) => one.id === id) as Probe;

/** Registry-wide settings that are somebody else's. */
function furnish(world: FakeWorld): void {
  world.seed({
    registries: {
      [`${HOME.account}/${HOME.region}`]: {
        policy: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'Theirs',
              Effect: 'Allow',
              Principal: { AWS: OTHER.account },
              Action: ['ecr:ReplicateImage'],
              Resource: '*',
            },
          ],
        },
        replication: [{ to: [`${OTHER.account}/eu-central-1`], prefix: ['theirs'] }],
        scanning: {
          scanType: 'BASIC',
          rules: [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: ['theirs'] }],
        },
        repositories: { theirs: { images: ['v1'] } },
      },
    },
  });
}

/** What there is in all registries, histories aside. */
function contentsOf(world: FakeWorld) {
  const places = [HOME, OTHER].flatMap(({ account }) =>
    ['us-west-2', 'eu-west-1', 'eu-central-1'].map(
      (region) => world.registry(account, region)[INSIDE].registry,
    ),
  );
  return places.map((registry) => ({
    key: registry.key,
    repositories: [...registry.repositories()].map(({ name, imageCount }) => [name, imageCount]),
    templates: registry.templates.size,
    pullThrough: registry.pullThrough.size,
    replication: registry.replication.rules,
    policy: registry.policyText,
    scanning: [registry.scanning.scanType, registry.scanning.rules],
  }));
}

describe('against registries that answer as the fake does', () => {
  test('all statements agree, and nothing is left or changed', async () => {
    real = new RealRegistries();
    furnish(real.world);
    const before = contentsOf(real.world);
    const run = await real.run(PROBES);
    expect(run.shown.filter(({ outcome }) => outcome !== 'agrees')).toEqual([]);
    expect(run.shown).toHaveLength(PROBES.length);
    expect(run).toMatchObject({ isComplete: true, leftovers: [], unrestored: [] });
    expect(contentsOf(real.world)).toEqual(before);
  });

  test('nothing that is sent in tells whose registries they are', async () => {
    real = new RealRegistries();
    furnish(real.world);
    const text = JSON.stringify(await real.run(PROBES));
    expect(text).not.toContain(HOME.account);
    expect(text).not.toContain(OTHER.account);
    expect(text).not.toMatch(/(?<![0-9a-f])\d{12}(?![0-9a-f])/);
    expect(text).not.toContain(PREFIX);
    expect(text).not.toMatch(/user\/|AKIA|X-Amz-/);
  });

  test('every call is allowed by the policies of the documentation, which have no others', async () => {
    real = new RealRegistries();
    furnish(real.world);
    await real.run(PROBES);
    // A policy where there was none is taken away again.
    const policyText = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:ReplicateImage', Resource: '*' }],
    });
    const putting = known(
      'I999',
      'puts a policy',
      (bench) => bench.call('PutRegistryPolicy', { policyText }),
      'registry settings',
    );
    const bare = new RealRegistries();
    await bare.run([putting]);
    bare.close();
    const calls = [...real.world.calls, ...bare.world.calls];
    // What replication does of its own accord is in the log of the destination.
    const called = [...new Set(calls.map(({ operation }) => operation))]
      .filter((name) => isOperationName(name))
      .sort();
    expect(called).toEqual([...FIDELITY_OPERATIONS, ...SETTINGS_OPERATIONS].sort());
    const text = readFileSync(join(ROOT, 'docs/verify.md'), 'utf8');
    const [, policy = ''] =
      /## Permissions to show statements[\s\S]*?```json\n([\s\S]*?)```/.exec(text) ?? [];
    const { Statement } = JSON.parse(policy) as { Statement: { Action: string | string[] }[] };
    const actions = Statement.flatMap((one) => one.Action).filter((one) => one.startsWith('ecr:'));
    expect(actions.sort()).toEqual(called.map((name) => `ecr:${name}`));
  });
});

/** A difference of a registry: which statement it is to be found by, and in which answer it is. */
type Planted = readonly [id: string, operation: string, change: (answer: Answer) => void];

const text = (answer: Answer) => {
  answer.body['message'] = `${String(answer.body['message'])}!`;
};
const code = (name: string) => (answer: Answer) => {
  answer.body['__type'] = name;
};
/** What is refused by the fake is accepted. */
const accepted = (answer: Answer) => {
  answer.statusCode = 200;
  answer.body = {};
};
const refused = (name: string) => (answer: Answer) => {
  answer.statusCode = 400;
  answer.body = { __type: name, message: 'No.' };
};
const without = (member: string) => (answer: Answer) => {
  delete answer.body[member];
};
const inside =
  (member: string, change: (value: never) => unknown) =>
  (answer: Answer): void => {
    if (answer.body[member] !== undefined) answer.body[member] = change(answer.body[member] as never);
  };

const PLANTED: readonly Planted[] = [
  ['I1', 'CreateRepository', inside('repository', (one: object) => ({ ...one, repositoryUri: 'elsewhere' }))],
  [
    'I2',
    'CreateRepository',
    inside('repository', (one: object) => ({ ...one, imageTagMutability: 'IMMUTABLE' })),
  ],
  [
    'I3',
    'CreateRepository',
    inside('repository', ({ createdAt: _, ...rest }: { createdAt: unknown }) => rest),
  ],
  ['I8', 'CreateRepository', text],
  ['I10', 'CreateRepository', code('ValidationException')],
  ['I15', 'DescribeRepositories', accepted],
  ['U22', 'DeleteRepository', without('repository')],
  ['U29', 'CreateRepository', text],
  ['I26', 'PutImageTagMutability', without('registryId')],
  ['U9', 'PutImageTagMutability', accepted],
  ['I65', 'PutImage', code('ImageAlreadyExistsException')],
  ['U13', 'PutImage', accepted],
  ['I48', 'PutImage', inside('image', (one: object) => ({ ...one, imageManifest: '{}' }))],
  ['I56', 'PutImage', text],
  ['U14', 'PutImage', text],
  [
    'U18',
    'DescribeImages',
    (answer) => {
      const [detail] = answer.body['imageDetails'] as { imagePushedAt: number; imageTags: string[] }[];
      if (detail !== undefined && detail.imageTags.length > 1) detail.imagePushedAt += 2;
    },
  ],
  ['U21', 'DescribeImages', inside('imageDetails', ([one]: [object]) => [{ ...one, imageSizeInBytes: 1 }])],
  ['U28', 'PutImage', refused('InvalidParameterException')],
  ['I73', 'BatchGetImage', inside('images', ([one]: [object]) => [one])],
  ['I74', 'BatchGetImage', inside('failures', ([one]: [object]) => [{ ...one, failureReason: 'Gone' }])],
  ['U7', 'BatchGetImage', refused('InvalidParameterException')],
  ['U15', 'DescribeImages', inside('imageDetails', () => [])],
  ['U16', 'BatchDeleteImage', inside('imageIds', (ids: object[]) => [...ids, ...ids])],
  ['I93', 'DescribeImages', inside('imageDetails', ([one]: [object]) => [{ ...one, imageTags: ['v1'] }])],
  ['U12', 'DescribeImages', inside('imageDetails', ([one]: [object]) => [one])],
  ['U2', 'ListImages', accepted],
  ['I102', 'InitiateLayerUpload', inside('partSize', () => 20_971_520)],
  ['I104', 'UploadLayerPart', text],
  ['U4', 'CompleteLayerUpload', text],
  ['I116', 'GetDownloadUrlForLayer', accepted],
  ['L18', 'PutLifecyclePolicy', accepted],
  ['C1', 'GetLifecyclePolicy', inside('lifecyclePolicyText', (one: string) => `${one} `)],
  ['P11', 'GetLifecyclePolicy', inside('lastEvaluatedAt', () => 86_400)],
  ['P7', 'GetLifecyclePolicyPreview', inside('summary', () => ({ expiringImageTotalCount: 2 }))],
  ['I35', 'SetRepositoryPolicy', inside('policyText', (one: string) => one.replace(/\s/g, ''))],
  ['U1', 'SetRepositoryPolicy', accepted],
  ['U3', 'TagResource', text],
  ['U25', 'ListTagsForResource', code('RepositoryNotFoundException')],
  ['C2', 'CreateRepositoryCreationTemplate', text],
  ['T3', 'CreatePullThroughCacheRule', text],
  ['S9', 'BatchGetRepositoryScanningConfiguration', inside('failures', () => [])],
  [
    'U8',
    'BatchGetImage',
    inside('failures', ([one]: [object]) => [{ ...one, failureCode: 'ImageArchived' }]),
  ],
  ['R10', 'PutReplicationConfiguration', text],
  [
    'R49',
    'DescribeImageReplicationStatus',
    inside('replicationStatuses', ([one]: [object]) => [{ ...one, failureCode: 'OTHER' }]),
  ],
];

describe('against registries that answer otherwise', () => {
  test('each of the planted differences is found, and no other', async () => {
    expect(PLANTED.length).toBeGreaterThanOrEqual(30);
    const met = new Set<string>();
    real = new RealRegistries((operation, answer, input) => {
      const sent = JSON.stringify(input);
      for (const [id, where, change] of PLANTED) {
        if (where !== operation || !sent.includes(`/${id.toLowerCase()}/`)) continue;
        met.add(id);
        change(answer);
      }
    });
    const run = await real.run(PROBES);
    const found = run.shown.filter(({ outcome }) => outcome === 'differs').map(({ id }) => id);
    expect(found.sort()).toEqual(PLANTED.map(([id]) => id).sort());
    expect(Object.values(outcomes(run)).filter((one) => one === 'failed')).toEqual([]);
    expect(run.leftovers).toEqual([]);
    expect(met.size).toBe(PLANTED.length);
  });

  test('results of both sides are in the recording', async () => {
    real = new RealRegistries((operation, answer) => {
      if (operation === 'PutImageTagMutability') text(answer);
    });
    const { shown } = await real.run([probe('U9')]);
    expect(shown).toMatchObject([
      {
        id: 'U9',
        grade: 'known',
        outcome: 'differs',
        fake: { refused: 'InvalidParameterException', message: expect.stringMatching(/MUTABLE'$/) as string },
        ecr: { refused: 'InvalidParameterException', message: expect.stringMatching(/MUTABLE'!$/) as string },
        calls: [
          { operation: 'CreateRepository', outcome: 'answered' },
          { operation: 'PutImageTagMutability', outcome: 'InvalidParameterException' },
        ],
      },
    ]);
  });

  test('a permission that is missing is not a difference', async () => {
    real = new RealRegistries((operation, answer) => {
      if (operation === 'PutImageTagMutability') refused('AccessDeniedException')(answer);
    });
    const { shown, leftovers } = await real.run([probe('U9'), probe('I26')]);
    expect(shown.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['failed', 'ecr:PutImageTagMutability is not allowed: No.'],
      ['failed', 'ecr:PutImageTagMutability is not allowed: No.'],
    ]);
    expect(leftovers).toEqual([]);
  });
});

test('an answer that is not a refusal of ECR is not a difference', async () => {
  real = new RealRegistries((operation, answer) => {
    if (operation !== 'PutImageTagMutability') return;
    answer.statusCode = 500;
    answer.body = { __type: 'ServerException', message: 'Try again.' };
  });
  const { shown } = await real.run([probe('U9')]);
  expect(shown.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['failed', 'ServerException: Try again.'],
  ]);
});

describe('repositories that a run may touch', () => {
  const touching = (what: string, run: Probe['observe']) => [what, known('I999', what, run)] as const;

  test.each([
    touching('a repository of somebody else', (bench) =>
      bench.call('DeleteRepository', { repositoryName: 'theirs', force: true }),
    ),
    touching('a name that only begins alike', (bench) =>
      bench.call('CreateRepository', { repositoryName: `${PREFIX}x` }),
    ),
    touching('a tag of somebody else', (bench) =>
      bench.call('TagResource', { resourceArn: bench.arn('theirs'), tags: [] }),
    ),
    touching('a setting of the registry, of which its needs say nothing', (bench) =>
      bench.call('DeleteRegistryPolicy', {}),
    ),
  ])('is not %s', async (_what, wrong) => {
    real = new RealRegistries();
    furnish(real.world);
    const before = JSON.stringify(real.world.snapshot());
    const { shown } = await real.run([wrong]);
    expect(shown[0]?.outcome).toBe('failed');
    expect(shown[0]?.reason).toContain('That is not of this run: nothing was sent.');
    expect(JSON.stringify(real.world.snapshot())).toBe(before);
    expect(real.world.calls).toEqual([]);
  });

  test('statements that change settings are left out unless that is allowed', async () => {
    real = new RealRegistries();
    const { shown } = await real.run([probe('R8'), probe('U9')], { allowsRegistrySettings: false });
    expect(shown.map(({ id, outcome, reason }) => [id, outcome, reason])).toEqual([
      ['R8', 'skipped', 'it changes settings of the registry for a while: --allow-registry-settings'],
      ['U9', 'agrees', undefined],
    ]);
    expect(real.world.calls.map((one) => one.operation)).not.toContain('PutReplicationConfiguration');
  });

  test('statements about two accounts or Regions are left out if there is one', async () => {
    real = new RealRegistries();
    const { home } = real.places;
    const { shown } = await real.run([probe('R22'), probe('I118')], { places: { home } });
    expect(shown.map(({ id, reason }) => [id, reason])).toEqual([
      ['R22', 'it needs the same account in another Region: --second-region'],
      ['I118', 'it needs another account: --second-profile'],
    ]);
  });

  test('settings that ECR takes though the fake refuses them are put back', async () => {
    real = new RealRegistries();
    furnish(real.world);
    const registry = real.world.registry(HOME.account, HOME.region)[INSIDE].registry;
    const before = JSON.stringify([registry.replication.rules, registry.policyText, registry.scanning.rules]);
    const taking = known(
      'I999',
      'takes all there is',
      async (bench) => {
        await bench.addRules({ destinations: [{ region: 'eu-west-1', registryId: bench.account }] });
        await bench.call('DeleteRegistryPolicy', {});
        await bench.call('PutRegistryScanningConfiguration', { scanType: 'BASIC', rules: [] });
        expect(JSON.stringify([registry.replication.rules, registry.policyText])).not.toBe(before);
      },
      'registry settings',
    );
    const { shown, unrestored } = await real.run([taking]);
    expect(shown[0]).toMatchObject({ outcome: 'agrees' });
    expect(unrestored).toEqual([]);
    expect(JSON.stringify([registry.replication.rules, registry.policyText, registry.scanning.rules])).toBe(
      before,
    );
  });

  test('a replica that comes late is removed at the end', async () => {
    real = new RealRegistries();
    const repositoryName = `${PREFIX}/i999/late`;
    const elsewhere = real.world.registry(HOME.account, 'eu-west-1');
    const late = known('I999', 'does not wait', (bench) => {
      bench.expectRepository(repositoryName, 'elsewhere');
      return Promise.resolve();
    });
    await real.run([late, probe('U9')], {
      onStart: ({ id }) => {
        if (id === 'U9') elsewhere.createRepository(repositoryName);
      },
    });
    expect(elsewhere[INSIDE].registry.repositoryCount).toBe(0);
  });

  test('a leftover that can not be removed is reported', async () => {
    real = new RealRegistries((operation, answer) => {
      if (operation === 'DeleteRepository') refused('ServerException')(answer);
    });
    const { leftovers } = await real.run([probe('U9')]);
    expect(leftovers).toEqual([
      { kind: 'repository', place: 'home', name: `${PREFIX}/u9/a`, problem: 'ServerException: No.' },
    ]);
  });
});

describe('a run that is ended', () => {
  const three = ['U9', 'I26', 'I32'].map(probe);

  test('removes what it made, and goes on with the rest', async () => {
    let calls = 0;
    real = new RealRegistries(() => (calls += 1));
    // In the middle of the second statement: its repository is there by then.
    const first = await real.run(three, { isStopped: () => calls >= 4 });
    expect(first).toMatchObject({ isComplete: false, leftovers: [] });
    expect(outcomes(first)).toEqual({ U9: 'agrees' });
    expect(real.world.registry(HOME.account, HOME.region)[INSIDE].registry.repositoryCount).toBe(0);
    const failed = { id: 'I32', title: '', grade: 'known', outcome: 'failed' } as const;
    const shown = [...first.shown, failed];
    const second = await real.run(three, { earlier: { made: [], saved: {}, shown } });
    expect(outcomes(second)).toEqual({ U9: 'agrees', I26: 'agrees', I32: 'agrees' });
  });

  test('without a word leaves a state by which the next one cleans up', async () => {
    real = new RealRegistries();
    furnish(real.world);
    const registry = real.world.registry(HOME.account, HOME.region)[INSIDE].registry;
    const before = JSON.stringify(registry.replication.rules);
    let state:
      Parameters<NonNullable<Parameters<RealRegistries['run']>[1]>['onState'] & object>[0] | undefined;
    const dying = known(
      'I999',
      'dies',
      async (bench) => {
        await bench.repository();
        await bench.addRules({ destinations: [{ region: 'eu-west-1', registryId: bench.account }] });
        state = JSON.parse(JSON.stringify(last)) as typeof state;
        // As a process that is killed: neither refusal nor clean-up.
        await new Promise(() => undefined);
      },
      'registry settings',
    );
    let last: typeof state;
    void real.run([dying], { onState: (now) => (last = now) });
    while (state === undefined) await new Promise((resolve) => setImmediate(resolve));
    expect(state.made).toEqual([{ kind: 'repository', place: 'home', name: `${PREFIX}/i999/a` }]);
    expect(JSON.stringify(registry.replication.rules)).not.toBe(before);
    await real.run([probe('U9')], { earlier: state });
    expect(JSON.stringify(registry.replication.rules)).toBe(before);
    expect([...registry.repositories()].map(({ name }) => name)).toEqual(['theirs']);
  });
});

describe('the list of statements', () => {
  test('has at least forty, each once, assumed ones first', () => {
    expect(PROBES.length).toBeGreaterThanOrEqual(40);
    expect(new Set(PROBES.map(({ id }) => id)).size).toBe(PROBES.length);
    const firstKnown = PROBES.findIndex(({ grade }) => grade === 'known');
    expect(PROBES.slice(firstKnown).every(({ grade }) => grade === 'known')).toBe(true);
  });

  test('speaks of statements and choices that docs/fidelity.md has', () => {
    const numbers = new Set(Object.keys(readGrades(ROOT)));
    const choices = readFileSync(join(ROOT, 'tools/fidelity-choices.md'), 'utf8');
    const strangers = PROBES.filter(({ id, choice }) =>
      choice === undefined
        ? !numbers.has(id) && !choices.includes(`| ${id} `)
        : !choices.includes(`| ${choice}`),
    );
    expect(strangers.map(({ id }) => id)).toEqual([]);
  });

  test('calls an assumption what is graded as one', () => {
    const grades = readGrades(ROOT);
    const wrong = PROBES.filter(({ id, grade }) => {
      const letters = grades[id];
      return (
        letters !== undefined && /^[CLDU]\b|[ /](C|L|D|U)\b|[CLDU]\)/.test(letters) !== (grade === 'assumed')
      );
    });
    expect(wrong.map(({ id }) => `${id} ${grades[id]}`)).toEqual([]);
  });
});
