import { type ECRClient, UpdateImageStorageClassCommand } from '@aws-sdk/client-ecr';
import { type EcrEvent, image, imageIndex } from '../../../src/index.js';
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
function replication(detail: Record<string, unknown>): EcrEvent {
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

test('R77 across accounts it is raised in the destination account, and without a tag it names none', async () => {
  ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(ecr.registry(SOURCE, 'us-west-2'));
  await putRules(client, [{ destinations: [to(OTHER, 'eu-west-1')] }]);
  const tagged = await push(client, 'app', 'v1', 'tagged');
  const untagged = await push(client, 'app', undefined, 'untagged');
  expect(ecr.events.filter((event) => event.account === OTHER)).toEqual([
    replication({ result: 'SUCCESS', 'image-digest': tagged, 'image-tag': 'v1' }),
    replication({ result: 'SUCCESS', 'image-digest': untagged }),
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

  test('are refused where the policy lets nothing in', async () => {
    await push(client, 'app', 'v1');
    expect(calls()).toEqual(['ReplicateImage: AccessDeniedException']);
  });

  test('are refused where the repository may not be made', async () => {
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
