import type { ECRClient } from '@aws-sdk/client-ecr';
import type { EcrEvent } from '../../../src/index.js';
import { OTHER, SOURCE, START, push, putRules, removeTag, scene, to } from '../../support/scene.js';

let ecr: ReturnType<typeof scene>;
let client: ECRClient;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(SOURCE, 'us-west-2');
  ecr.registry(SOURCE, 'us-west-2').createRepository('app');
});

test('a push is an image action in its own registry', async () => {
  const digest = await push(client, 'app', 'v1');
  expect(ecr.events).toEqual([
    {
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      'detail-type': 'ECR Image Action',
      source: 'aws.ecr',
      account: SOURCE,
      time: '2026-11-24T09:00:00Z',
      region: 'us-west-2',
      resources: [],
      detail: {
        result: 'SUCCESS',
        'repository-name': 'app',
        'image-digest': digest,
        'action-type': 'PUSH',
        'image-tag': 'v1',
        'manifest-media-type': 'application/vnd.oci.image.manifest.v1+json',
        'artifact-media-type': 'application/vnd.oci.image.config.v1+json',
      },
    },
  ]);
});

test('R77 a replica raises a replication event in the destination Region, and no push there', async () => {
  await putRules(client, [{ destinations: [to(SOURCE, 'us-east-1')] }]);
  const digest = await push(client, 'app', 'v1');
  const there = ecr.events.filter((event) => event.region === 'us-east-1');
  expect(there).toEqual([
    expect.objectContaining({
      'detail-type': 'ECR Replication Action',
      account: SOURCE,
      resources: [`arn:aws:ecr:us-east-1:${SOURCE}:repository/app`],
      detail: {
        result: 'SUCCESS',
        'repository-name': 'app',
        'image-digest': digest,
        'source-account': SOURCE,
        'action-type': 'REPLICATE',
        'source-region': 'us-west-2',
        'image-tag': 'v1',
      },
    }),
  ]);
});

test('R78 a failed replication raises the same with result FAILED', async () => {
  await putRules(client, [{ destinations: [to(OTHER, 'eu-west-1')] }]);
  await push(client, 'app', 'v1');
  expect(ecr.events.at(-1)).toMatchObject({
    'detail-type': 'ECR Replication Action',
    account: OTHER,
    region: 'eu-west-1',
    detail: { result: 'FAILED', 'action-type': 'REPLICATE' },
  });
});

test('a deletion is an image action for each tag', async () => {
  await push(client, 'app', 'v1');
  await removeTag(client, 'app', 'v1');
  expect(ecr.events.at(-1)).toMatchObject({ detail: { 'action-type': 'DELETE', 'image-tag': 'v1' } });
});

test('an event bears the moment its cause was due', async () => {
  const later = scene({ replication: { latency: 5000 } });
  const pusher = later.client(SOURCE, 'us-west-2');
  later.registry(SOURCE, 'us-west-2').createRepository('app');
  await putRules(pusher, [{ destinations: [to(SOURCE, 'us-east-1')] }]);
  await push(pusher, 'app', 'v1');
  later.clock.advance(3_600_000);
  expect(Date.parse(later.events.at(-1)?.time as string)).toBe(START + 5000);
});

test('a listener hears each event, until it leaves or the fake is reset', async () => {
  const heard: EcrEvent[] = [];
  const leave = ecr.onEvent((event) => heard.push(event));
  await push(client, 'app', 'v1');
  await Promise.resolve();
  expect(heard).toEqual(ecr.events);
  leave();
  await push(client, 'app', 'v2');
  await Promise.resolve();
  expect(heard).toHaveLength(1);
});

test('changing an event changes nothing', async () => {
  await push(client, 'app', 'v1');
  const [event] = ecr.events as [EcrEvent & { region: string }];
  event.region = 'elsewhere';
  expect(ecr.events[0]?.region).toBe('us-west-2');
});

describe('asynchronous listeners', () => {
  const later = () => new Promise<void>((resolve) => setImmediate(resolve));

  test('can be waited for, with all that they bring about', async () => {
    const heard: string[] = [];
    ecr.onEvent(async (event) => {
      await later();
      if (event['detail-type'] !== 'ECR Image Action') return;
      heard.push(event.detail['image-tag'] ?? '');
      if (event.detail['image-tag'] === 'v1') await push(client, 'app', 'v2');
    });
    await push(client, 'app', 'v1');
    expect(heard).toEqual([]);

    await ecr.eventsDelivered();

    expect(heard).toEqual(['v1', 'v2']);
  });

  test('fail for those who wait, once', async () => {
    ecr.onEvent(() => Promise.reject(new Error('not today')));
    await push(client, 'app', 'v1');

    await expect(ecr.eventsDelivered()).rejects.toThrow('not today');

    await ecr.eventsDelivered();
  });

  test('are told of what is due by now', async () => {
    ecr = scene({ replication: { latency: 1000 } });
    client = ecr.client(SOURCE, 'us-west-2');
    ecr.registry(SOURCE, 'us-west-2').createRepository('app');
    await putRules(client, [{ destinations: [to(SOURCE, 'us-east-1')] }]);
    const heard: string[] = [];
    ecr.onEvent((event) => heard.push(event['detail-type']));
    await push(client, 'app', 'v1');
    ecr.clock.advance(1000);

    await ecr.eventsDelivered();

    expect(heard).toEqual(['ECR Image Action', 'ECR Replication Action']);
  });

  test('may be typed as handlers of one kind of event', async () => {
    const handler = async (event: {
      'detail-type': 'ECR Replication Action';
      resources: string[];
      detail: { 'source-region': string; 'image-tag'?: string };
    }): Promise<string> => Promise.resolve(event.detail['source-region']);
    const results: string[] = [];
    ecr.onEvent(async (event) => {
      if (event['detail-type'] === 'ECR Replication Action') results.push(await handler(event));
    });
    await putRules(client, [{ destinations: [to(SOURCE, 'us-east-1')] }]);
    await push(client, 'app', 'v1');

    await ecr.eventsDelivered();

    expect(results).toEqual(['us-west-2']);
  });
});
