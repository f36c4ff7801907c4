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
