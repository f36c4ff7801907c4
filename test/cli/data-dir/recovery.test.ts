/** A world that is kept in a folder is the same after its process has ended, however that ended. */
import { readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { openDataDir } from '../../../src/cli/data-dir/open-data-dir.js';
import { simulationOf } from '../../../src/fake/simulation-of.js';
import { commandOf, history } from '../../properties/histories.js';
import { worldProblems } from '../../support/invariants.js';
import { KeptWorld, newFolder } from '../../support/kept-world.js';
import { START } from '../../support/start.js';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 40);
const HERE = '111122223333/us-east-1';

/** The time passes from step to step, and not while two worlds are compared. */
let time = START;
beforeEach(() => {
  time = START;
  jest.spyOn(Date, 'now').mockImplementation(() => time);
});

const create = (world: KeptWorld, repositoryName: string) =>
  world.call(HERE, 'CreateRepository', { repositoryName });

/** The journal of a folder in which something has happened. */
function journalOf(folder: string): string {
  return join(folder, readdirSync(folder).find((name) => name.startsWith('journal')) as string);
}

const ACTIONS = fc.constantFrom('settle', 'advance', 'reset', 'read', 'compact', 'outage', 'calm', 'restart');

test.each(['instant', 'manual', { latency: 20 }] as const)(
  'with replication %j every history is there again after the process was killed',
  async (replication) => {
    await fc.assert(
      fc.asyncProperty(history(30), fc.array(ACTIONS, { maxLength: 12 }), async (steps, actions) => {
        let world = await KeptWorld.open(newFolder(), { replication });
        for (const [index, step] of steps.entries()) {
          const { operation, input } = commandOf(step);
          world.call(step.at, operation, input);
          time += 7;
          const action = index % 3 === 0 ? actions[index / 3] : undefined;
          if (action === 'restart') world = await world.afterCrash();
          else if (action !== undefined) act(world, action);
        }
        const again = await world.afterCrash();
        act(world, 'calm');
        for (const one of [world, again]) one.ecr.settle();
        expect([again.notes, again.state()]).toEqual([[], world.state()]);
        expect(worldProblems(simulationOf(again.ecr).service.world)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  },
  120_000,
);

function act({ control, keeper, ecr }: KeptWorld, action: string): void {
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
      if (simulationOf(ecr).service.faults.lasting.regionsDown.length > 0) {
        control.outage('eu-west-1', true);
      }
  }
}

test('a journal that is cut anywhere in its last line has the state before it', async () => {
  const folder = newFolder();
  const world = await KeptWorld.open(folder);
  create(world, 'app');
  const before = world.state();
  const start = readFileSync(journalOf(folder)).length;
  create(world, 'apple');
  const line = readFileSync(journalOf(folder)).subarray(start);
  expect(line.length).toBeGreaterThan(100);
  for (let size = 0; size < line.length; size += 1) {
    // From the last to the first byte, in the folder itself: a start after a crash writes a new journal.
    truncateSync(journalOf(folder), start + line.length - 1 - size);
    const again = await world.afterCrash();
    expect([again.notes, again.state()]).toEqual([[], before]);
    again.keeper.close();
  }
});

test('a damaged line that others follow is refused, with its number', async () => {
  const folder = newFolder();
  const world = await KeptWorld.open(folder);
  create(world, 'app');
  create(world, 'apple');
  const journal = journalOf(folder);
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"app"', '"axx"'));
  await expect(world.afterCrash()).rejects.toThrow(/^\[fake-ecr\] Line 1 of .*\.ndjson is damaged\./);
});

test('credentials and tokens of the process before are recognised, also after its end', async () => {
  const folder = newFolder();
  const world = await KeptWorld.open(folder);
  const { callers } = simulationOf(world.ecr);
  const session = {
    accountId: '111122223333',
    arn: 'arn:aws:sts::111122223333:assumed-role/ci/build',
    roleArn: 'arn:aws:iam::111122223333:role/ci',
    expiresAt: time + 3_600_000,
  };
  const issued = callers.issue(session);
  world.call(HERE, 'GetAuthorizationToken', {}, { caller: session });
  const afterCrash = await world.afterCrash();
  world.keeper.close();
  for (const again of [afterCrash, await KeptWorld.open(folder)]) {
    const simulation = simulationOf(again.ecr);
    expect(simulation.callers.bySigner(issued.accessKeyId, issued.sessionToken)).toEqual(session);
    expect(simulation.callers.bySigner(issued.accessKeyId, 'another')).toBeUndefined();
    expect(simulation.service.lasting.bearers.find(session.arn, session.expiresAt)).toEqual(session);
    expect(simulation.callers.issue(session)).not.toEqual(issued);
  }
});

test('a reset returns to what the seed did, in a later process as well', async () => {
  const folder = newFolder();
  const seeded = await openDataDir(folder, {
    options: { layers: 'assumed', replication: 'instant' },
    version: '0.1.0',
    note: () => undefined,
    fill: (world) => {
      world.registry('111122223333', 'us-east-1').createRepository('seeded');
      return Promise.resolve();
    },
  });
  seeded.close();
  const world = await KeptWorld.open(folder);
  create(world, 'later');
  world.keeper.close();
  const notes: string[] = [];
  const again = await openDataDir(folder, {
    options: { layers: 'assumed', replication: 'instant' },
    version: '0.1.0',
    note: (line) => void notes.push(line),
    fill: () => Promise.reject(new Error('not again')),
  });
  expect(notes).toEqual([`${folder} holds a world already: the seed is not loaded.`]);
  expect(again.world.inspect()).toContain('later');
  again.close();
  const later = await KeptWorld.open(folder);
  act(later, 'reset');
  expect(later.ecr.inspect()).not.toContain('later');
  expect(later.ecr.inspect()).toContain('seeded');
});

test('work that was due when somebody looked has given the same events, with their ids', async () => {
  const world = await KeptWorld.open(newFolder(), { replication: { latency: 20 } });
  world.call(HERE, 'PutReplicationConfiguration', {
    replicationConfiguration: {
      rules: [{ destinations: [{ region: 'eu-west-1', registryId: '111122223333' }] }],
    },
  });
  create(world, 'app');
  world.call(HERE, 'PutImage', { repositoryName: 'app', imageTag: 'v1', imageManifest: MANIFEST });
  time += 50;
  const { events } = world.ecr;
  expect(events).toHaveLength(2);
  // Identifiers that are drawn afterwards are others.
  world.call(HERE, 'DescribeRepositories', {});
  create(world, 'apple');
  expect((await world.afterCrash()).ecr.events).toEqual(events);
});

test('pending work goes on after a restart', async () => {
  const folder = newFolder();
  const manual = { replication: 'manual' } as const;
  const world = await KeptWorld.open(folder, manual);
  world.call(HERE, 'PutReplicationConfiguration', {
    replicationConfiguration: {
      rules: [{ destinations: [{ region: 'eu-west-1', registryId: '111122223333' }] }],
    },
  });
  create(world, 'app');
  world.call(HERE, 'DescribeRepositories', {});
  world.call(HERE, 'PutImage', { repositoryName: 'app', imageTag: 'v1', imageManifest: MANIFEST });
  expect(world.ecr.pending()).toHaveLength(1);
  const { events } = world.ecr;
  expect(events).toHaveLength(1);
  world.keeper.close();
  const again = await KeptWorld.open(folder, manual);
  expect(again.ecr.pending()).toHaveLength(1);
  // With their ids, though ids were drawn for calls that change nothing as well.
  expect(again.ecr.events).toEqual(events);
  await expect(KeptWorld.open(folder)).rejects.toThrow('is in use by process');
  again.keeper.close();
  await expect(KeptWorld.open(folder)).rejects.toThrow('has work pending, and was served with other options');
  const settled = await KeptWorld.open(folder, manual);
  act(settled, 'settle');
  settled.keeper.close();
  const other = await KeptWorld.open(folder);
  expect(other.ecr.registry('111122223333', 'eu-west-1').repository('app').images).toHaveLength(1);
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
