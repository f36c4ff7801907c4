import {
  type ECRClient,
  StartImageScanCommand,
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

/** The whole envelope of a replication from the source to the other account. */
function replication(detail: Record<string, unknown>): object {
  return {
    version: '0',
    id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string,
    'detail-type': 'ECR Replication Action',
    source: 'aws.ecr',
    account: OTHER,
    time: '2026-11-24T09:00:00Z',
    region: 'eu-west-1',
    resources: [`arn:aws:ecr:eu-west-1:${OTHER}:repository/app`],
    detail: {
      'repository-name': 'app',
      'source-account': SOURCE,
      'action-type': 'REPLICATE',
      'source-region': 'us-west-2',
      ...detail,
    },
  };
}

test('R77 across accounts it is raised in the destination account, and without a tag its tag is empty', async () => {
  ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(ecr.registry(SOURCE, 'us-west-2'));
  await putRules(client, [{ destinations: [to(OTHER, 'eu-west-1')] }]);
  const tagged = await push(client, 'app', 'v1', 'tagged');
  const untagged = await push(client, 'app', undefined, 'untagged');
  expect(ecr.events.filter((event) => event.account === OTHER)).toEqual([
    replication({ result: 'SUCCESS', 'image-digest': tagged, 'image-tag': 'v1' }),
    replication({ result: 'SUCCESS', 'image-digest': untagged, 'image-tag': '' }),
  ]);
});

test('R77 an index raises one event, and its children none of their own', () => {
  const source = ecr.registry(SOURCE, 'us-west-2').push('app:before', imageIndex());
  source.replicateTo(ecr.registry(SOURCE, 'us-east-1'));
  // The children are there, so that the index alone is pushed.
  source.push('app:v1', imageIndex());
  const there = ecr.events.filter((event) => event.region === 'us-east-1');
  expect(there.map((event) => event.detail['image-tag'])).toEqual(['v1']);
});

test('R78 a failed replication raises the same with result FAILED, and no failure code', async () => {
  await putRules(client, [{ destinations: [to(OTHER, 'eu-west-1')] }]);
  const digest = await push(client, 'app', 'v1');
  expect(ecr.events.at(-1)).toEqual(
    replication({ result: 'FAILED', 'image-digest': digest, 'image-tag': 'v1' }),
  );
});

test('both ways of the storage class, in whole', async () => {
  const digest = await push(client, 'app', 'v1');
  const imageId = { imageTag: 'v1' };
  for (const targetStorageClass of ['ARCHIVE', 'STANDARD'] as const) {
    await client.send(
      new UpdateImageStorageClassCommand({ repositoryName: 'app', imageId, targetStorageClass }),
    );
  }
  ecr.settle();
  const detail = {
    result: 'SUCCESS',
    'repository-name': 'app',
    'image-digest': digest,
    'action-type': 'UPDATE_STORAGE_CLASS',
    'manifest-media-type': 'application/vnd.oci.image.manifest.v1+json',
    'artifact-media-type': 'application/vnd.oci.image.config.v1+json',
  };
  expect(ecr.events.slice(1)).toEqual([
    expect.objectContaining({
      'detail-type': 'ECR Image Action',
      resources: [],
      detail: { ...detail, 'target-storage-class': 'ARCHIVE' },
    }),
    expect.objectContaining({
      'detail-type': 'ECR Image Action',
      resources: [],
      detail: {
        ...detail,
        'target-storage-class': 'STANDARD',
        'last-activated-at': '2026-11-24T09:00:00.000Z',
      },
    }),
  ]);
});

describe('the calls ECR makes at the destination', () => {
  const calls = () =>
    ecr.calls
      .filter((call) => call.accountId === OTHER)
      .map(({ operation, outcome }) => `${operation}: ${outcome}`);
  const dr = () => ecr.registry(OTHER, 'eu-west-1');
  const source = () => ecr.registry(SOURCE, 'us-west-2');

  beforeEach(() => void source().replicateTo(dr()));

  test('are the making of the repository and the replication, by the role of the source', async () => {
    dr().allowReplicationFrom(source());
    const imageDigest = await push(client, 'app', 'v1');
    const call = {
      time: START,
      accountId: OTHER,
      region: 'eu-west-1',
      principal: `arn:aws:iam::${SOURCE}:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication`,
      outcome: 'success',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      sequence: expect.any(Number) as number,
    };
    const repositoryName = 'app';
    expect(ecr.calls.slice(-2)).toEqual([
      { ...call, operation: 'CreateRepository', input: { repositoryName } },
      { ...call, operation: 'ReplicateImage', input: { repositoryName, imageDigest, imageTag: 'v1' } },
    ]);
    await push(client, 'app', 'v2', 'second');
    expect(calls()).toHaveLength(3);
  });

  test('are refused if the policy lets nothing in', async () => {
    await push(client, 'app', 'v1');
    expect(calls()).toEqual(['ReplicateImage: AccessDeniedException']);
  });

  test('are refused if the repository may not be made', async () => {
    dr().allowReplicationFrom(source(), { createRepository: false });
    await push(client, 'app', 'v1');
    expect(calls()).toEqual(['CreateRepository: AccessDeniedException']);
  });

  test('meet quotas', async () => {
    ecr = scene({ limits: { imagesPerRepository: 1 } });
    client = ecr.client(SOURCE, 'us-west-2');
    source().createRepository('app').replicateTo(dr());
    dr().allowReplicationFrom(source()).createRepository('app').push('app:other', image('other'));
    await push(client, 'app', 'v1');
    expect(calls()).toEqual(['ReplicateImage: LimitExceededException']);
  });

  test('are not made in a Region that is not enabled', async () => {
    ecr.account(OTHER).disableRegion('eu-west-1');
    await push(client, 'app', 'v1');
    expect(ecr.events.at(-1)?.detail['result']).toBe('FAILED');
    expect(calls()).toEqual([]);
  });

  test.each([
    ['DESTINATION_REGISTRY_ACCESS_DENIED', 'AccessDeniedException'],
    ['BROKEN', 'ServerException'],
  ])('fail as the test says: %s', async (code, exception) => {
    dr().allowReplicationFrom(source());
    ecr.failReplication({ code }).once();
    await push(client, 'app', 'v1');
    expect(calls()).toEqual([`ReplicateImage: ${exception}`]);
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
    expect(last().detail).toEqual({ ...about, 'action-type': 'PUSH', 'image-tag': '', ...types });
    app().remove(one.digest);
    expect(last()).toEqual({
      ...here,
      'detail-type': 'ECR Image Action',
      detail: { ...about, 'action-type': 'DELETE', 'image-tag': '', ...types },
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
        'image-tag': '',
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

test('a scan that failed, of an image without a tag, has all the members of one that found something', async () => {
  const app = ecr.registry(SOURCE, 'us-west-2').repository('app');
  const one = image('one');
  app.push(undefined, one);
  ecr.failWork('scan').once();
  const imageId = { imageDigest: one.digest };
  await client.send(new StartImageScanCommand({ repositoryName: 'app', imageId }));
  ecr.settle();
  const detail = {
    'repository-name': 'app',
    'finding-severity-counts': {},
    'image-digest': one.digest,
    'image-tags': [],
  };
  expect(ecr.events.at(-1)).toMatchObject({
    'detail-type': 'ECR Image Scan',
    resources: [`arn:aws:ecr:us-west-2:${SOURCE}:repository/app`],
  });
  expect(ecr.events.at(-1)?.detail).toEqual({ ...detail, 'scan-status': 'FAILED' });
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

  test('fail for those who wait even if they failed before', async () => {
    ecr.onEvent(() => Promise.reject(new Error('not today')));
    await push(client, 'app', 'v1');
    await later();
    await later();

    await expect(ecr.eventsDelivered()).rejects.toThrow('not today');

    await ecr.eventsDelivered();
  });

  test('that fail several times are all named', async () => {
    ecr.onEvent((event) => Promise.reject(new Error(`not ${event.detail['image-tag' as never] as string}`)));
    await push(client, 'app', 'v1');
    await later();
    await push(client, 'app', 'v2');

    await expect(ecr.eventsDelivered()).rejects.toThrow('Listeners failed 2 times: not v1; not v2');
  });

  test('receive the events that are due by now', async () => {
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
