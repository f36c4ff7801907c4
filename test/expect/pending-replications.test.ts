import '../../src/jest.js';
import { StartReplicationBackfillCommand, StopReplicationBackfillCommand } from '@aws-sdk/client-ecr';
import { expectNoPendingReplications } from '../../src/index.js';
import { keep } from '../ecr/lifecycle/policies.js';
import { SOURCE, scene } from '../support/scene.js';

test('other work that is planned is not a pending replication', () => {
  const ecr = scene();
  ecr.registry(SOURCE, 'us-west-2').createRepository('app', { lifecyclePolicy: { rules: [keep(1, 5)] } });
  expectNoPendingReplications(ecr);
  expect(ecr).not.toHavePendingReplications();
});

test('a deletion that has not arrived is pending, and settled like a push', () => {
  const ecr = scene({ replication: 'manual' });
  const west = ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  const east = ecr.registry(SOURCE, 'us-east-1');
  const north = ecr.registry(SOURCE, 'eu-north-1');
  west.replicateTo(east, { deleteReplication: true }).push('app:v1');
  ecr.settle();
  expectNoPendingReplications(ecr);

  west.repository('app').remove('v1');
  expect(ecr).toHavePendingReplications({ to: east, count: 1 });
  expect(ecr).not.toHavePendingReplications({ to: north });
  expect(() => expectNoPendingReplications(ecr)).toThrow(
    /deletion of app@sha256:\w+ from 111122223333\/us-west-2 at 111122223333\/us-east-1/,
  );

  ecr.settle();
  expectNoPendingReplications(ecr);
  expect(east.repository('app').tags).toEqual([]);
});

describe('a backfill', () => {
  const backfill = async () => {
    const ecr = scene({ replication: 'manual' });
    const west = ecr.registry(SOURCE, 'us-west-2').createRepository('app').push('app:v1');
    const east = ecr.registry(SOURCE, 'us-east-1');
    west.replicateTo(east);
    const client = ecr.client(SOURCE, 'us-west-2');
    const { replicationBackfillId } = await client.send(
      new StartReplicationBackfillCommand({ destination: { registryId: SOURCE, region: 'us-east-1' } }),
    );
    return { ecr, east, client, replicationBackfillId };
  };

  test('that has not ended is pending', async () => {
    const { ecr, east } = await backfill();
    expect(ecr).toHavePendingReplications({ to: east, count: 1 });
    expect(() => expectNoPendingReplications(ecr)).toThrow(
      /replication backfill [\w-]+ from 111122223333\/us-west-2 to 111122223333\/us-east-1/,
    );
    ecr.settle();
    expectNoPendingReplications(ecr);
    expect(east.repository('app').tags).toEqual(['v1']);
  });

  test('that an outage holds up is pending until it is over', async () => {
    const { ecr, east } = await backfill();
    const outage = ecr.outage('us-east-1');
    ecr.settle();
    expect(ecr).toHavePendingReplications({ to: east, count: 1 });
    outage.end();
    expectNoPendingReplications(ecr);
    expect(east.repository('app').tags).toEqual(['v1']);
  });

  test('that was stopped before it began is not', async () => {
    const { ecr, east, client, replicationBackfillId } = await backfill();
    await client.send(new StopReplicationBackfillCommand({ replicationBackfillId }));
    expectNoPendingReplications(ecr);
    ecr.settle();
    expect(east.repository('app').exists).toBe(false);
  });
});
