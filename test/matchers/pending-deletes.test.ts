import { expectNoPendingReplications } from '../../src/index.js';
import '../../src/jest.js';
import { keep } from '../engines/lifecycle/policies.js';
import { SOURCE, scene } from '../support/scene.js';

test('other work that is planned is no pending replication', () => {
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
