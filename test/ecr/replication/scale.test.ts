/**
 * Many destinations, long chains, many images. Replicas that wrongly went further would come back for ever, so
 * the clock is moved by one latency only: what is pending then is what must not be.
 */
import {
  DescribeReplicationBackfillResultsCommand,
  type ECRClient,
  ListImagesCommand,
  StartReplicationBackfillCommand,
} from '@aws-sdk/client-ecr';
import { image } from '../../../src/index.js';
import { OTHER, SOURCE, images, push, putRules, scene, statuses, to } from '../../support/scene.js';

const LATENCY = 1000;

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
  for (const account of accounts) {
    expect(await images(ecr.client(account, 'eu-west-1'), 'app')).toHaveLength(1);
  }
});

test('R27 a chain of 100 registries does not cascade', async () => {
  const ecr = scene({ replication: { latency: LATENCY } });
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
  expect(ecr.pending()).toHaveLength(1);
  ecr.clock.advance(LATENCY);
  expect(ecr.pending()).toEqual([]);
  const reached: number[] = [];
  for (const [index, client] of clients.entries()) {
    if ((await images(client, 'app')) !== undefined) reached.push(index);
  }
  expect(reached).toEqual([0, 1]);
});

test('R28 registries that all replicate to one another make one copy each', () => {
  const ecr = scene({ replication: { latency: LATENCY } });
  const regions = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'eu-west-1'];
  const handles = regions.map((region) => ecr.registry(OTHER, region));
  for (const handle of handles) handle.replicateTo(handles.filter((one) => one !== handle));
  handles[0]?.createRepository('app').push('app:v1');
  expect(ecr.pending()).toHaveLength(4);
  ecr.clock.advance(LATENCY);
  expect(ecr.pending()).toEqual([]);
  const arrivals = ecr.events.filter((event) => event['detail-type'] === 'ECR Replication Action');
  expect(arrivals.map((event) => event.region).sort()).toEqual([...regions.slice(1)].sort());
});

test('R76 a backfill copies 5000 images, and is read by 100 results a page', async () => {
  const ecr = scene();
  const client = ecr.client(SOURCE, 'us-west-2');
  const source = ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  const { manifest } = image('shape');
  for (let number = 0; number < 5000; number += 1) {
    const numbered = `${manifest.slice(0, -1)},"annotations":{"number":"${number}"}}`;
    source.push(`app:v${number}`, { ...image('shape'), manifest: numbered, blobs: [] });
  }
  await putRules(client, [{ destinations: [to(SOURCE, 'us-east-1')] }]);
  const { replicationBackfillId } = await client.send(
    new StartReplicationBackfillCommand({ destination: to(SOURCE, 'us-east-1') }),
  );
  const { status, progress, results, nextToken } = await client.send(
    new DescribeReplicationBackfillResultsCommand({ replicationBackfillId }),
  );
  expect(status).toBe('COMPLETE');
  expect(progress).toMatchObject({ completedReplicationCount: 5000, failedReplicationCount: 0 });
  expect(results?.map((one) => one.imageId?.imageTag)).toEqual(
    Array.from({ length: 100 }, (_, index) => `v${index}`),
  );
  expect(nextToken).toBeDefined();
  const page = { repositoryName: 'app', maxResults: 1000 };
  let token: string | undefined;
  let arrived = 0;
  do {
    const answer = await ecr
      .client(SOURCE, 'us-east-1')
      .send(new ListImagesCommand({ ...page, ...(token === undefined ? {} : { nextToken: token }) }));
    arrived += answer.imageIds?.length ?? 0;
    token = answer.nextToken;
  } while (token !== undefined);
  expect(arrived).toBe(5000);
});
