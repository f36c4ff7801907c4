import {
  BatchDeleteImageCommand,
  DeleteRepositoryCommand,
  DescribeReplicationBackfillResultsCommand,
  type DescribeReplicationBackfillResultsRequest,
  type ECRClient,
  ListReplicationBackfillsCommand,
  StartReplicationBackfillCommand,
  StopReplicationBackfillCommand,
  UpdateImageStorageClassCommand,
  paginateDescribeReplicationBackfillResults,
  paginateListReplicationBackfills,
} from '@aws-sdk/client-ecr';
import { artifact, image, imageIndex } from '../../../src/index.js';
import { body, refusal } from '../../support/refusal.js';
import {
  OTHER,
  START,
  grant,
  images,
  prefix,
  putPolicy,
  putRules,
  scene,
  statuses,
  tagsByDigest,
  to,
} from '../../support/scene.js';

const OWN = '111122223333';
const DAY = 86_400_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const WEST = to(OWN, 'us-west-2');
let ecr: ReturnType<typeof scene>;
let client: ECRClient;
let west: ECRClient;

function begin(options: Parameters<typeof scene>[0] = {}): void {
  ecr = scene(options);
  client = ecr.client(OWN, 'us-east-1');
  west = ecr.client(OWN, 'us-west-2');
}

beforeEach(() => begin());

const source = () => ecr.registry(OWN, 'us-east-1');
const start = (destination = WEST) => client.send(new StartReplicationBackfillCommand({ destination }));
const stop = (replicationBackfillId: string) =>
  client.send(new StopReplicationBackfillCommand({ replicationBackfillId }));
const list = async () => (await client.send(new ListReplicationBackfillsCommand({}))).backfills ?? [];
const results = (
  replicationBackfillId: string,
  input: Partial<DescribeReplicationBackfillResultsRequest> = {},
) => client.send(new DescribeReplicationBackfillResultsCommand({ replicationBackfillId, ...input }));
const started = async (destination = WEST) => (await start(destination)).replicationBackfillId as string;

/** Images in a repository, one for each number, then a rule to the west. */
async function filled(count: number, name = 'app'): Promise<void> {
  const registry = source().createRepository(name);
  for (let index = 0; index < count; index += 1)
    registry.push(`${name}:v${index}`, image(`${name} ${index}`));
  await putRules(client, [{ destinations: [WEST] }]);
}

describe('shape', () => {
  test('R67 D8 Start answers an id, PREPARING and its moment; a destination without a rule is refused', async () => {
    await filled(1);
    expect(body(await start())).toEqual({
      replicationBackfillId: expect.stringMatching(UUID) as string,
      registryId: OWN,
      destination: WEST,
      status: 'PREPARING',
      startedAt: new Date(START),
    });
    const elsewhere = start(to(OWN, 'eu-west-1'));
    expect(await refusal(elsewhere)).toMatchObject({
      name: 'InvalidParameterException',
      message:
        "Invalid parameter at 'destination' failed to satisfy constraint: 'Destination must be part of the replication configuration of the registry'",
    });
    expect((await refusal(start(to(OTHER, 'us-west-2')))).name).toBe('InvalidParameterException');
  });

  test('R71 no progress while PREPARING; results and an end only at the end', async () => {
    begin({ replication: { latency: 1000 } });
    await filled(2);
    const id = await started();
    const preparing = await results(id);
    expect(Object.keys(body(preparing)).sort()).toEqual(
      ['destination', 'registryId', 'replicationBackfillId', 'startedAt', 'status'].sort(),
    );
    ecr.clock.advance(2000);
    const running = await results(id);
    expect(running).toMatchObject({
      status: 'IN_PROGRESS',
      progress: {
        totalReplicationCount: 2,
        completedReplicationCount: 1,
        failedReplicationCount: 0,
        failureCodes: [],
      },
    });
    expect('results' in running).toBe(false);
    expect('endedAt' in running).toBe(false);
    ecr.clock.advance(1000);
    expect(body(await results(id))).toEqual({
      replicationBackfillId: id,
      registryId: OWN,
      destination: WEST,
      status: 'COMPLETE',
      startedAt: new Date(START),
      endedAt: new Date(START + 3000),
      progress: {
        totalReplicationCount: 2,
        completedReplicationCount: 2,
        failedReplicationCount: 0,
        failureCodes: [],
      },
      results: ['app 0', 'app 1'].map((name, index) => ({
        repositoryName: 'app',
        imageId: { imageDigest: image(name).digest, imageTag: `v${index}` },
        status: 'COMPLETE',
      })),
    });
  });

  test('R76 List and Describe go page by page, and results can be filtered', async () => {
    await filled(3);
    ecr.failReplication({ repository: 'app', code: 'X' }).once();
    const ids: string[] = [];
    for (let index = 0; index < 30; index += 1) {
      ids.push(await started());
      await list();
    }
    const pages: number[] = [];
    const seen: (string | undefined)[] = [];
    for await (const page of paginateListReplicationBackfills({ client }, {})) {
      pages.push(page.backfills?.length ?? 0);
      seen.push(...(page.backfills ?? []).map((one) => one.replicationBackfillId));
    }
    expect(pages).toEqual([25, 5]);
    expect(seen).toEqual(ids);
    const [first = ''] = ids;
    const rows: (string | undefined)[] = [];
    const input = { replicationBackfillId: first };
    for await (const page of paginateDescribeReplicationBackfillResults({ client, pageSize: 2 }, input)) {
      rows.push(...(page.results ?? []).map((one) => one.imageId?.imageTag));
    }
    expect(rows).toEqual(['v0', 'v1', 'v2']);
    expect((await results(first, { resultStatusFilter: 'FAILED' })).results).toEqual([
      {
        repositoryName: 'app',
        imageId: { imageDigest: image('app 0').digest, imageTag: 'v0' },
        status: 'FAILED',
        failureCode: 'X',
      },
    ]);
    expect((await results(first, { resultStatusFilter: 'COMPLETE' })).results).toHaveLength(2);
  });

  test('a token serves one filter of one backfill only, page after page', async () => {
    await filled(3);
    const [first, second] = [await started(), await started()];
    const complete = { resultStatusFilter: 'COMPLETE' as const };
    const { nextToken = '', results: shown } = await results(first, { ...complete, maxResults: 1 });
    expect(shown).toMatchObject([{ imageId: { imageTag: 'v0' } }]);
    expect((await results(first, { ...complete, nextToken })).results).toMatchObject([
      { imageId: { imageTag: 'v1' } },
      { imageId: { imageTag: 'v2' } },
    ]);
    for (const elsewhere of [results(first, { nextToken }), results(second, { ...complete, nextToken })]) {
      expect((await refusal(elsewhere)).name).toBe('InvalidParameterException');
    }
  });
});

describe('rules', () => {
  test('R76 pages have at most 50 backfills and 1000 results', async () => {
    await filled(1);
    const id = await started();
    const call = client.send(new ListReplicationBackfillsCommand({ maxResults: 51 }));
    expect((await refusal(call)).name).toBe('InvalidParameterException');
    expect((await refusal(results(id, { maxResults: 1001 }))).name).toBe('InvalidParameterException');
  });

  test('R68 one at a time for a Region, whatever the account', async () => {
    begin({ replication: 'manual' });
    await putRules(client, [{ destinations: [WEST, to(OTHER, 'us-west-2'), to(OTHER, 'eu-west-1')] }]);
    await start();
    expect(await refusal(start())).toMatchObject({
      name: 'ReplicationBackfillInProgressException',
      message: 'A replication backfill is already in progress for the specified destination Region.',
    });
    expect((await refusal(start(to(OTHER, 'us-west-2')))).name).toBe(
      'ReplicationBackfillInProgressException',
    );
    expect((await start(to(OTHER, 'eu-west-1'))).status).toBe('PREPARING');
    ecr.settle();
    expect((await start(to(OTHER, 'us-west-2'))).status).toBe('PREPARING');
  });

  test('R69 D9 at most ten at a time; the Region is asked about first', async () => {
    begin({ replication: 'manual' });
    const regions = [
      'us-east-2 us-west-1 us-west-2 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3',
      'ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1',
    ]
      .join(' ')
      .split(' ');
    await putRules(client, [{ destinations: regions.map((region) => to(OWN, region)) }]);
    for (const region of regions.slice(0, 10)) await start(to(OWN, region));
    expect(await refusal(start(to(OWN, 'eu-central-1')))).toMatchObject({
      name: 'LimitExceededException',
      message: `The registry with id '${OWN}' already has the maximum allowed number of replication backfills in progress which is '10'`,
    });
    expect((await refusal(start(to(OWN, 'us-west-2')))).name).toBe('ReplicationBackfillInProgressException');
  });

  test('R73 an id that was not issued', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    expect((await refusal(stop(id))).name).toBe('ReplicationBackfillNotFoundException');
    expect((await refusal(results(id))).name).toBe('ReplicationBackfillNotFoundException');
    expect((await refusal(results('not-a-uuid'))).name).toBe('InvalidParameterException');
  });

  test('R72 Stop while PREPARING, in progress, stopping and at the end', async () => {
    begin({ replication: { latency: 1000 } });
    await filled(3);
    const first = await started();
    expect((await stop(first)).status).toBe('STOPPED');
    expect('progress' in (await results(first))).toBe(false);
    expect(await refusal(stop(first))).toMatchObject({
      name: 'ReplicationBackfillInvalidStatusException',
      message: `The replication backfill with id '${first}' can't be stopped because its status is STOPPED`,
    });

    const second = await started();
    ecr.clock.advance(2000);
    expect((await stop(second)).status).toBe('STOPPING');
    expect((await refusal(stop(second))).name).toBe('ReplicationBackfillInvalidStatusException');
    ecr.clock.advance(1000);
    // What was under way has finished, the rest was not begun.
    expect(await results(second)).toMatchObject({
      status: 'STOPPED',
      progress: { totalReplicationCount: 3, completedReplicationCount: 2 },
    });
    expect(await images(west, 'app')).toHaveLength(2);
  });

  test('a backfill of another account is out of reach', async () => {
    await filled(1);
    const stranger = ecr.client(OTHER, 'us-east-1');
    const call = stranger.send(new StartReplicationBackfillCommand({ registryId: OWN, destination: WEST }));
    expect((await refusal(call)).name).toBe('AccessDeniedException');
  });
});

describe('effects', () => {
  test('R70 images from before the rule are copied, in matching repositories only', async () => {
    const registry = source().createRepository('app').createRepository('other');
    const twice = image('twice');
    registry.push('app:v1', twice).push('app:v2', twice).push('app:w', image('single')).push('other:v1');
    await putRules(client, [{ destinations: [WEST], repositoryFilters: [prefix('ap')] }]);
    expect(await images(west, 'app')).toBeUndefined();
    const id = await started();
    expect((await results(id)).progress?.totalReplicationCount).toBe(3);
    expect(await tagsByDigest(west, 'app')).toEqual({
      [twice.digest]: ['v1', 'v2'],
      [image('single').digest]: ['w'],
    });
    expect(await images(west, 'other')).toBeUndefined();
    expect(await statuses(client, 'app', 'v1')).toMatchObject([{ status: 'COMPLETE' }]);
  });

  test('D9 untagged images count once, children go with their index, referrers count one, archived ones are skipped', async () => {
    const subject = image('subject');
    source()
      .createRepository('app')
      .push('app', image('untagged'))
      .push('app:index', imageIndex())
      .push('app:subject', subject)
      .push('app', artifact({ subject }))
      .push('app:archived', image('archived'));
    await client.send(
      new UpdateImageStorageClassCommand({
        repositoryName: 'app',
        imageId: { imageTag: 'archived' },
        targetStorageClass: 'ARCHIVE',
      }),
    );
    await putRules(client, [{ destinations: [WEST] }]);
    const id = await started();
    expect((await results(id)).progress?.totalReplicationCount).toBe(4);
    expect(await images(west, 'app')).toHaveLength(6);
  });

  test('D8 repositories by creation, images by push, tags by putting', async () => {
    const registry = source().createRepository('bb').createRepository('aa');
    registry.push('aa:one', image('a1')).push('bb:one', image('b1')).push('bb:two', image('b2'));
    registry.push('bb:zz', image('b1')).push('bb:aa', image('b1'));
    await putRules(client, [{ destinations: [WEST] }]);
    const rows = (await results(await started())).results ?? [];
    expect(rows.map((row) => `${row.repositoryName}:${row.imageId?.imageTag}`)).toEqual([
      'bb:one',
      'bb:zz',
      'bb:aa',
      'bb:two',
      'aa:one',
    ]);
  });

  test('D8 manual: PREPARING until settle(), then at its end', async () => {
    begin({ replication: 'manual' });
    await filled(3);
    const id = await started();
    ecr.clock.advance(10 * DAY);
    expect((await results(id)).status).toBe('PREPARING');
    expect(ecr.pending()).toEqual([`replication backfill ${id} from ${OWN}/us-east-1 to ${OWN}/us-west-2`]);
    ecr.settle({ to: ecr.registry(OWN, 'us-west-2') });
    expect((await results(id)).status).toBe('COMPLETE');
    expect(await images(west, 'app')).toHaveLength(3);
  });

  test('settle() ends a backfill that takes its time', async () => {
    begin({ replication: { latency: 60_000 } });
    await filled(5);
    const id = await started();
    ecr.settle();
    expect((await results(id)).status).toBe('COMPLETE');
  });

  test('R74 D9 judged once 100 are processed: half of them failed, and no further one is attempted', async () => {
    await filled(120);
    ecr.failReplication({ code: 'X' }).times(50);
    const answer = await results(await started(), { maxResults: 1000 });
    expect(answer).toMatchObject({
      status: 'FAILED',
      progress: { totalReplicationCount: 120, completedReplicationCount: 50, failedReplicationCount: 50 },
    });
    expect(answer.failureCode).toBeDefined();
    expect(answer.results).toHaveLength(100);
  });

  test('R74 49 of 100 are not half, and 99 are not judged', async () => {
    await filled(120);
    ecr.failReplication({ code: 'X' }).times(49);
    expect(await results(await started())).toMatchObject({
      status: 'COMPLETE',
      progress: { completedReplicationCount: 71, failedReplicationCount: 49, failureCodes: ['X'] },
    });
    begin();
    await filled(99);
    ecr.failReplication({ code: 'X' }).always();
    expect(await results(await started())).toMatchObject({
      status: 'COMPLETE',
      progress: { failedReplicationCount: 99 },
    });
  });

  test('R75 90 days after its end it is gone', async () => {
    await filled(1);
    const id = await started();
    expect(await list()).toHaveLength(1);
    ecr.clock.advance(90 * DAY - 1);
    expect(await list()).toHaveLength(1);
    ecr.clock.advance(1);
    expect(await list()).toEqual([]);
    expect((await refusal(results(id))).name).toBe('ReplicationBackfillNotFoundException');
  });

  test('an image or repository that goes in the meantime is shown FAILED', async () => {
    begin({ replication: 'manual' });
    source().createRepository('app').createRepository('gone');
    source().push('app:v1', image('a')).push('app:v2', image('b')).push('gone:v1');
    await putRules(client, [{ destinations: [WEST] }]);
    const id = await started();
    const imageIds = [{ imageTag: 'v1' }];
    await client.send(new BatchDeleteImageCommand({ repositoryName: 'app', imageIds }));
    await client.send(new DeleteRepositoryCommand({ repositoryName: 'gone', force: true }));
    ecr.settle();
    const rows = (await results(id)).results ?? [];
    expect(rows.map((row) => row.status)).toEqual(['FAILED', 'COMPLETE', 'FAILED']);
  });

  test('permission is judged as for any replication; a failed index names the codes of its images', async () => {
    const eu = to(OTHER, 'eu-west-1');
    source().createRepository('app').push('app:v1', imageIndex());
    await putRules(client, [{ destinations: [eu] }]);
    const denied = await results(await started(eu));
    expect(denied).toMatchObject({
      status: 'COMPLETE',
      results: [
        {
          status: 'FAILED',
          failureCode: 'DESTINATION_REGISTRY_ACCESS_DENIED',
          subImageFailureCodes: ['DESTINATION_REGISTRY_ACCESS_DENIED'],
        },
      ],
    });
    const other = ecr.client(OTHER, 'eu-west-1');
    await putPolicy(other, grant({ account: OTHER, region: 'eu-west-1' }));
    expect((await results(await started(eu))).results).toMatchObject([{ status: 'COMPLETE' }]);
    expect(await images(other, 'app')).toHaveLength(3);
  });

  test('a second backfill finds everything there, and is COMPLETE', async () => {
    await filled(2);
    await results(await started());
    const again = await results(await started());
    expect(again).toMatchObject({ status: 'COMPLETE', progress: { completedReplicationCount: 2 } });
    expect(await images(west, 'app')).toHaveLength(2);
  });

  test('an image that came by a backfill is not replicated further', async () => {
    await filled(1);
    await putRules(west, [{ destinations: [to(OWN, 'eu-west-1')] }]);
    await results(await started());
    expect(await images(west, 'app')).toHaveLength(1);
    expect(await images(ecr.client(OWN, 'eu-west-1'), 'app')).toBeUndefined();
  });

  test('its end raises an event', async () => {
    await filled(1);
    const id = await started();
    await list();
    const [event] = ecr.events.filter((one) => one['detail-type'] === 'ECR Replication Backfill Action');
    expect(event).toMatchObject({ account: OWN, region: 'us-east-1', detail: { 'backfill-id': id } });
  });

  test('a backfill without images is COMPLETE', async () => {
    await putRules(client, [{ destinations: [WEST] }]);
    expect(await results(await started())).toMatchObject({
      status: 'COMPLETE',
      progress: { totalReplicationCount: 0 },
      results: [],
    });
  });
});
