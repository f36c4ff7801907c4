/** Which images a backfill takes, and how it stops. */
import {
  DescribeReplicationBackfillResultsCommand,
  type ECRClient,
  type ReplicationRule,
  StartReplicationBackfillCommand,
  StopReplicationBackfillCommand,
} from '@aws-sdk/client-ecr';
import { image } from '../../../src/index.js';
import { OTHER, SOURCE, START, prefix, putRules, scene, to } from '../../support/scene.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

const EAST = to(SOURCE, 'us-east-1');
let ecr: ReturnType<typeof scene>;
let client: ECRClient;
let prod: ReturnType<typeof ecr.registry>;

function begin(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  client = ecr.client(SOURCE, 'us-west-2');
  prod = ecr.registry(SOURCE, 'us-west-2');
  for (const name of ['app', 'web', 'db']) prod.createRepository(name).push(`${name}:v1`, image(name));
}

beforeEach(() => begin());

const start = async (destination = EAST) =>
  (await client.send(new StartReplicationBackfillCommand({ destination }))).replicationBackfillId as string;
const describe_ = (replicationBackfillId: string) =>
  client.send(new DescribeReplicationBackfillResultsCommand({ replicationBackfillId }));
const copied = (account = SOURCE) =>
  [...ecr.registry(account, 'us-east-1')[INSIDE].registry.repositories()].map(
    (repository) => repository.name,
  );
const rule = (name: string, ...destinations: (typeof EAST)[]): ReplicationRule => ({
  destinations,
  repositoryFilters: [prefix(name)],
});

test('the filters that count are those of rules to the very destination', async () => {
  await putRules(client, [
    rule('app', EAST, to(SOURCE, 'eu-west-1')),
    rule('web', to(OTHER, 'us-east-1')),
    rule('db', to(SOURCE, 'eu-west-1')),
  ]);
  await start();
  expect(copied()).toEqual(['app']);
});

test('any rule to the destination suffices', async () => {
  await putRules(client, [rule('app', EAST), rule('web', EAST)]);
  await start();
  expect(copied()).toEqual(['app', 'web']);
});

describe('a stop', () => {
  beforeEach(async () => {
    begin({ replication: { latency: 1000 } });
    await putRules(client, [{ destinations: [EAST] }]);
  });

  const stop = (replicationBackfillId: string) =>
    client.send(new StopReplicationBackfillCommand({ replicationBackfillId }));

  test('while it is prepared ends it at once', async () => {
    const id = await start();
    expect(ecr.pending()).toEqual([
      `replication backfill ${id} from ${SOURCE}/us-west-2 to ${SOURCE}/us-east-1`,
    ]);
    ecr.clock.advance(500);
    await stop(id);
    const [backfill] = [...prod[INSIDE].registry.backfills.all()];
    expect(backfill).toMatchObject({ status: 'STOPPED', endedAt: START + 500 });
    // Nothing is to come of it, so nothing keeps a snapshot from being taken.
    expect(ecr.pending()).toEqual([]);
    expect(ecr.pendingReplications()).toEqual([]);
    expect(() => ecr.snapshot()).not.toThrow();
    ecr.clock.advance(60_000);
    expect(copied()).toEqual([]);
  });

  test('while it is in progress lets what is under way finish, and ends it then', async () => {
    const id = await start();
    ecr.clock.advance(1500);
    await stop(id);
    const [backfill] = [...prod[INSIDE].registry.backfills.all()];
    expect(backfill).toMatchObject({ status: 'STOPPING', endedAt: undefined });
    ecr.clock.advance(500);
    expect(backfill).toMatchObject({ status: 'STOPPED', endedAt: START + 2000 });
    ecr.clock.advance(60_000);
    expect(copied()).toEqual(['app']);
    const { progress } = await describe_(id);
    expect(progress).toMatchObject({ totalReplicationCount: 3, completedReplicationCount: 1 });
  });
});
