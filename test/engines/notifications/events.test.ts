import {
  type ECRClient,
  StartReplicationBackfillCommand,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr';
import { type EcrEvent, artifact, image, imageIndex } from '../../../src/index.js';
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

describe('the whole of an event', () => {
  const last = () => {
    const { id: _, version: __, source: ___, ...event } = ecr.events.at(-1) as EcrEvent;
    return event;
  };
  const here = { account: SOURCE, region: 'us-west-2', time: '2026-11-24T09:00:00Z', resources: [] };
  const types = {
    'manifest-media-type': 'application/vnd.oci.image.manifest.v1+json',
    'artifact-media-type': 'application/vnd.oci.image.config.v1+json',
  };
  const app = () => ecr.registry(SOURCE, 'us-west-2').repository('app');
  const one = image('one');
  const about = { result: 'SUCCESS', 'repository-name': 'app', 'image-digest': one.digest };

  test('of a deletion, for an image with tags and for one without', () => {
    app().push('v1', one).push('v2', one).remove(one.digest);
    expect(ecr.events.slice(-2).map((event) => event.detail)).toEqual([
      { ...about, 'action-type': 'DELETE', 'image-tag': 'v1', ...types },
      { ...about, 'action-type': 'DELETE', 'image-tag': 'v2', ...types },
    ]);
    app().push(undefined, one);
    expect(last().detail).toEqual({ ...about, 'action-type': 'PUSH', ...types });
    app().remove(one.digest);
    expect(last()).toEqual({
      ...here,
      'detail-type': 'ECR Image Action',
      detail: { ...about, 'action-type': 'DELETE', ...types },
    });
  });

  test('of a tag that goes from an image that stays', () => {
    app().push('v1', one).push('v2', one).remove('v1');
    expect(last().detail).toEqual({ ...about, 'action-type': 'DELETE', 'image-tag': 'v1', ...types });
  });

  test('of a change of storage class, there and back', () => {
    app().push('v1', one).archive('v1');
    expect(last()).toEqual({
      ...here,
      'detail-type': 'ECR Image Action',
      detail: {
        ...about,
        'action-type': 'UPDATE_STORAGE_CLASS',
        'target-storage-class': 'ARCHIVE',
        ...types,
      },
    });
    ecr.clock.advance(1500);
    app().push('v1', one);
    const restored = ecr.events.filter((event) => event.detail['target-storage-class'] === 'STANDARD');
    expect(restored).toHaveLength(1);
    expect(restored[0]).toMatchObject({
      time: '2026-11-24T09:00:01Z',
      detail: {
        ...about,
        'action-type': 'UPDATE_STORAGE_CLASS',
        'target-storage-class': 'STANDARD',
        'last-activated-at': '2026-11-24T09:00:01.500Z',
        ...types,
      },
    });
  });

  test('of an image that refers to another, and of an index, which has no type of artifact', () => {
    const subject = image('subject');
    const sbom = artifact({ subject });
    app().push('v1', subject).push(undefined, sbom);
    expect(last()).toMatchObject({
      'detail-type': 'ECR Referrer Action',
      detail: { 'image-digest': sbom.digest, 'artifact-media-type': 'application/vnd.oci.empty.v1+json' },
    });
    app().push('all', imageIndex({ images: [subject] }));
    expect(last()['detail-type']).toBe('ECR Image Action');
    expect(last().detail).not.toHaveProperty('artifact-media-type');
  });

  test('of a replication without a tag', () => {
    const registry = ecr.registry(SOURCE, 'us-west-2');
    registry.replicateTo(ecr.registry(SOURCE, 'us-east-1'));
    app().push(undefined, one);
    expect(last()).toEqual({
      ...here,
      region: 'us-east-1',
      'detail-type': 'ECR Replication Action',
      resources: [`arn:aws:ecr:us-east-1:${SOURCE}:repository/app`],
      detail: {
        ...about,
        'source-account': SOURCE,
        'action-type': 'REPLICATE',
        'source-region': 'us-west-2',
      },
    });
  });

  test('of a backfill', async () => {
    app().push('v1', one).push('v2', image('two'));
    await putRules(client, [{ destinations: [to(SOURCE, 'us-east-1'), to(OTHER, 'eu-west-1')] }]);
    const fill = (registryId: string, region: string) =>
      client.send(new StartReplicationBackfillCommand({ destination: { registryId, region } }));
    await fill(SOURCE, 'us-east-1');
    expect(last()).toEqual({
      ...here,
      'detail-type': 'ECR Replication Backfill Action',
      detail: {
        result: 'SUCCESS',
        'backfill-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        'backfill-status': 'COMPLETE',
        'destination-account': SOURCE,
        'destination-region': 'us-east-1',
        'completed-replication-count': 2,
        'failed-replication-count': 0,
      },
    });
    await fill(OTHER, 'eu-west-1');
    expect(last().detail).toMatchObject({
      result: 'SUCCESS',
      'completed-replication-count': 0,
      'failed-replication-count': 2,
    });
    expect(ecr.events.filter((event) => event.detail['action-type'] === 'PUSH')).toHaveLength(2);
  });

  test('of a backfill that failed', async () => {
    for (let count = 0; count < 100; count += 1) app().push(`v${count}`, one);
    await putRules(client, [{ destinations: [to(OTHER, 'eu-west-1')] }]);
    const destination = to(OTHER, 'eu-west-1');
    await client.send(new StartReplicationBackfillCommand({ destination }));
    expect(last().detail).toMatchObject({ result: 'FAILED', 'backfill-status': 'FAILED' });
  });

  test('of a restore: its storage class, and no push', async () => {
    app().push('v1', one).archive('v1');
    const update = { repositoryName: 'app', imageId: { imageTag: 'v1' } };
    await client.send(new UpdateImageStorageClassCommand({ ...update, targetStorageClass: 'STANDARD' }));
    ecr.settle();
    expect(ecr.events.map((event) => event.detail['action-type'])).toEqual([
      'PUSH',
      'UPDATE_STORAGE_CLASS',
      'UPDATE_STORAGE_CLASS',
    ]);
  });

  test('of a deletion that is replicated: an image action there', async () => {
    const rule = { destinations: [to(SOURCE, 'us-east-1')], deleteReplication: { enabled: true } };
    await putRules(client, [rule]);
    app().push('v1', one).remove('v1');
    expect(last()).toMatchObject({
      'detail-type': 'ECR Image Action',
      region: 'us-east-1',
      detail: { 'action-type': 'DELETE', 'image-tag': 'v1' },
    });
    expect(ecr.events.filter((event) => event.detail['action-type'] === 'REPLICATE')).toHaveLength(1);
  });
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
