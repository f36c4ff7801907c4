import { type ECRClient } from '@aws-sdk/client-ecr';
import { OTHER, SOURCE, images, push, putRules, scene, statuses, to } from '../support/scene.js';

test('one push reaches 25 destinations', async () => {
  const ecr = scene();
  const client = ecr.client(SOURCE, 'us-west-2');
  ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  const accounts = Array.from({ length: 25 }, (_, index) => String(200_000_000_000 + index));
  for (const account of accounts) {
    ecr.registry(account, 'eu-west-1').allowReplicationFrom(ecr.registry(SOURCE, 'us-west-2'));
  }
  await putRules(client, [{ destinations: accounts.map((account) => to(account, 'eu-west-1')) }]);
  await push(client, 'app', 'v1');
  const ended = (await statuses(client, 'app', 'v1')) ?? [];
  expect(ended.map((one) => one.status)).toEqual(Array.from({ length: 25 }, () => 'COMPLETE'));
});

test('a chain of 100 registries does not cascade', async () => {
  const ecr = scene();
  const at = (index: number) => String(200_000_000_000 + index);
  const clients: ECRClient[] = [];
  for (let index = 0; index < 100; index += 1) {
    const registry = ecr.registry(at(index), 'us-west-2');
    clients.push(ecr.client(at(index), 'us-west-2'));
    if (index > 0) registry.allowReplicationFrom(ecr.registry(at(index - 1), 'us-west-2'));
    if (index < 99) registry.replicateTo(ecr.registry(at(index + 1), 'us-west-2'));
  }
  ecr.registry(at(0), 'us-west-2').createRepository('app');
  await push(clients[0] as ECRClient, 'app', 'v1');
  const reached: number[] = [];
  for (const [index, client] of clients.entries()) {
    if ((await images(client, 'app')) !== undefined) reached.push(index);
  }
  expect(reached).toEqual([0, 1]);
});

test('registries that all replicate to one another make one copy each', () => {
  const ecr = scene();
  const regions = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'eu-west-1'];
  const handles = regions.map((region) => ecr.registry(OTHER, region));
  for (const handle of handles) handle.replicateTo(handles.filter((one) => one !== handle));
  handles[0]?.createRepository('app').push('app:v1');
  const arrivals = ecr.events.filter((event) => event['detail-type'] === 'ECR Replication Action');
  expect(arrivals.map((event) => event.region).sort()).toEqual([...regions.slice(1)].sort());
});
