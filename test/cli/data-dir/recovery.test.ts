/** A world that is kept in a folder is the same after its process has ended, however that ended. */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { controlOf } from '../../../src/fake/control-of.js';
import type { Keeper } from '../../../src/cli/data-dir/keeper.js';
import { type Opening, openDataDir } from '../../../src/cli/data-dir/open-data-dir.js';
import { simulationOf } from '../../../src/fake/simulation-of.js';
import { commandOf, history } from '../../properties/histories.js';
import { worldProblems } from '../../support/invariants.js';
import { START } from '../../support/start.js';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 40);

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'fake-ecr-data-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const notes: string[] = [];
beforeEach(() => notes.splice(0));

/** The time passes from step to step, and not while two worlds are compared. */
let time = 0;
beforeEach(() => {
  time = START;
  jest.spyOn(Date, 'now').mockImplementation(() => time);
});
afterEach(() => jest.restoreAllMocks());

function opening(options: Partial<Opening['options']> = {}): Opening {
  return {
    options: { layers: 'assumed', replication: 'instant', ...options },
    version: '0.1.0',
    note: (line) => void notes.push(line),
  };
}

/** What a process leaves behind that is killed now: the files as they are. */
let copies = 0;
function killed(folder: string): string {
  const copy = join(parent, `copy-${(copies += 1)}`);
  cpSync(folder, copy, { recursive: true });
  rmSync(join(copy, 'lock'), { force: true });
  return copy;
}

function call({ world }: Keeper, at: string, operation: string, input: object): void {
  const { service, callers } = simulationOf(world);
  const [account = '', region = ''] = at.split('/');
  service.dispatch(operation, input, { caller: callers.administrator(account), region });
}

/** The world without its clock, which goes on while nobody looks. */
function stateOf({ world }: Keeper): object {
  const { now: _, ...state } = world.snapshot();
  return state;
}

const ACTIONS = fc.constantFrom('settle', 'advance', 'reset', 'read', 'compact', 'outage', 'calm', 'restart');

test.each(['instant', 'manual', { latency: 20 }] as const)(
  'with replication %j every history is there again after the process was killed',
  async (replication) => {
    await fc.assert(
      fc.asyncProperty(history(30), fc.array(ACTIONS, { maxLength: 12 }), async (steps, actions) => {
        notes.splice(0);
        const folder = join(parent, `world-${(copies += 1)}`);
        let keeper = await openDataDir(folder, opening({ replication }));
        for (const [index, step] of steps.entries()) {
          const { operation, input } = commandOf(step);
          call(keeper, step.at, operation, input);
          time += 7;
          const action = index % 3 === 0 ? actions[index / 3] : undefined;
          if (action === 'restart') {
            keeper.leave();
            keeper = await openDataDir(killed(folder), opening({ replication }));
          } else if (action !== undefined) act(keeper, action);
        }
        const again = await openDataDir(killed(keeper.folder), opening({ replication }));
        act(keeper, 'calm');
        for (const one of [keeper, again]) one.world.settle();
        expect(notes).toEqual([]);
        expect(stateOf(again)).toEqual(stateOf(keeper));
        expect(worldProblems(simulationOf(again.world).service.world)).toEqual([]);
        keeper.close();
        again.close();
      }),
      { numRuns: RUNS },
    );
  },
  120_000,
);

function act(keeper: Keeper, action: string): void {
  const control = keeper.keep(controlOf(keeper.world, simulationOf(keeper.world)));
  switch (action) {
    case 'settle':
      return control.settle();
    case 'advance':
      return control.advance(90_000_000);
    case 'reset':
      return control.reset();
    case 'read':
      return void control.inspect();
    case 'compact':
      return void keeper.compact();
    case 'outage':
      return control.outage('eu-west-1', false);
    default:
      if (simulationOf(keeper.world).service.faults.lasting.regionsDown.length > 0) {
        control.outage('eu-west-1', true);
      }
  }
}

test('a journal that is cut anywhere in its last line has the state before it', async () => {
  const folder = join(parent, 'world');
  const keeper = await openDataDir(folder, opening());
  call(keeper, '111122223333/us-east-1', 'CreateRepository', { repositoryName: 'app' });
  const before = stateOf(keeper);
  const journal = join(folder, readdirSync(folder).find((name) => name.startsWith('journal')) as string);
  const start = readFileSync(journal).length;
  call(keeper, '111122223333/us-east-1', 'CreateRepository', { repositoryName: 'apple' });
  const end = readFileSync(journal).length;
  keeper.leave();
  expect(end).toBeGreaterThan(start + 100);
  for (let size = start; size < end; size += 7) {
    const copy = killed(folder);
    truncateSync(join(copy, journal.slice(folder.length + 1)), size);
    const again = await openDataDir(copy, opening());
    expect(stateOf(again)).toEqual(before);
    again.close();
  }
  expect(notes).toEqual([]);
});

test('a damaged line that others follow is refused, with its number', async () => {
  const folder = join(parent, 'world');
  const keeper = await openDataDir(folder, opening());
  for (const repositoryName of ['app', 'apple']) {
    call(keeper, '111122223333/us-east-1', 'CreateRepository', { repositoryName });
  }
  const copy = killed(folder);
  keeper.close();
  const journal = join(copy, readdirSync(copy).find((name) => name.startsWith('journal')) as string);
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"app"', '"axx"'));
  await expect(openDataDir(copy, opening())).rejects.toThrow(`[fake-ecr] Line 1 of ${journal} is damaged.`);
});

test('credentials and tokens of the process before are recognised, also after its end', async () => {
  const folder = join(parent, 'world');
  const keeper = await openDataDir(folder, opening());
  const { callers, service } = simulationOf(keeper.world);
  const session = {
    accountId: '111122223333',
    arn: 'arn:aws:sts::111122223333:assumed-role/ci/build',
    roleArn: 'arn:aws:iam::111122223333:role/ci',
    expiresAt: Date.now() + 3_600_000,
  };
  const issued = callers.issue(session);
  service.dispatch('GetAuthorizationToken', {}, { caller: session, region: 'us-east-1' });
  for (const folderNow of [killed(folder), (keeper.close(), folder)]) {
    const again = await openDataDir(folderNow, opening());
    const simulation = simulationOf(again.world);
    expect(simulation.callers.bySigner(issued.accessKeyId, issued.sessionToken)).toEqual(session);
    expect(simulation.callers.bySigner(issued.accessKeyId, 'another')).toBeUndefined();
    expect(simulation.service.lasting.bearers.find(session.arn, session.expiresAt)).toEqual(session);
    expect(simulation.callers.issue(session)).not.toEqual(issued);
    again.close();
  }
});

test('a reset returns to what the seed did, in a later process as well', async () => {
  const folder = join(parent, 'world');
  const fill = (world: Keeper['world']) => {
    world.registry('111122223333', 'us-east-1').createRepository('seeded');
    return Promise.resolve();
  };
  const keeper = await openDataDir(folder, { ...opening(), fill });
  call(keeper, '111122223333/us-east-1', 'CreateRepository', { repositoryName: 'later' });
  keeper.close();
  const again = await openDataDir(folder, {
    ...opening(),
    fill: () => Promise.reject(new Error('not again')),
  });
  expect(notes).toEqual([`${folder} holds a world already: the seed is not loaded.`]);
  expect(again.world.inspect()).toContain('later');
  act(again, 'reset');
  expect(again.world.inspect()).not.toContain('later');
  expect(again.world.inspect()).toContain('seeded');
  again.close();
});

test('what pending work does goes on after a restart', async () => {
  const folder = join(parent, 'world');
  const keeper = await openDataDir(folder, opening({ replication: 'manual' }));
  const source = keeper.world.registry('111122223333', 'us-east-1');
  expect(source).toBeDefined();
  call(keeper, '111122223333/us-east-1', 'PutReplicationConfiguration', {
    replicationConfiguration: {
      rules: [{ destinations: [{ region: 'eu-west-1', registryId: '111122223333' }] }],
    },
  });
  call(keeper, '111122223333/us-east-1', 'CreateRepository', { repositoryName: 'app' });
  call(keeper, '111122223333/us-east-1', 'DescribeRepositories', {});
  call(keeper, '111122223333/us-east-1', 'PutImage', {
    repositoryName: 'app',
    imageTag: 'v1',
    imageManifest: MANIFEST,
  });
  expect(keeper.world.pending()).toHaveLength(1);
  const { events } = keeper.world;
  expect(events).toHaveLength(1);
  keeper.close();
  const again = await openDataDir(folder, opening({ replication: 'manual' }));
  expect(again.world.pending()).toHaveLength(1);
  // With their ids, though ids were drawn for calls that change nothing as well.
  expect(again.world.events).toEqual(events);
  await expect(openDataDir(folder, opening())).rejects.toThrow('is in use by process');
  again.close();
  await expect(openDataDir(folder, opening())).rejects.toThrow(
    'has work pending, and was served with other options',
  );
  const settled = await openDataDir(folder, opening({ replication: 'manual' }));
  act(settled, 'settle');
  settled.close();
  const other = await openDataDir(folder, opening());
  expect(other.world.registry('111122223333', 'eu-west-1').repository('app').images).toHaveLength(1);
  other.close();
});

const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
  config: {
    mediaType: 'application/vnd.docker.container.image.v1+json',
    size: 2,
    digest: `sha256:${'a'.repeat(64)}`,
  },
  layers: [
    {
      mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
      size: 3,
      digest: `sha256:${'b'.repeat(64)}`,
    },
  ],
});
