/** Destinations that are slow, stuck or down: what arrives when, what pending work is called, and in which order. */
import {
  DescribeReplicationBackfillResultsCommand,
  ECRClient,
  PutImageCommand,
  StartReplicationBackfillCommand,
} from '@aws-sdk/client-ecr';
import { serve } from '../../../src/http.js';
import { type FakeEcrOptions, type RegistryHandle, image } from '../../../src/index.js';
import {
  OTHER,
  SOURCE,
  START,
  images,
  push,
  removeTag,
  scene,
  statuses,
  tagsByDigest,
} from '../../support/scene.js';

let ecr: ReturnType<typeof scene>;
let client: ECRClient;
let prod: RegistryHandle;
let east: RegistryHandle;
let eu: RegistryHandle;

function start(options: FakeEcrOptions = {}): void {
  ecr = scene(options);
  client = ecr.client(SOURCE, 'us-west-2');
  prod = ecr.registry(SOURCE, 'us-west-2').createRepository('app').createRepository('web');
  east = ecr.registry(SOURCE, 'us-east-1');
  eu = ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(prod);
}

beforeEach(() => start());

const tagsAt = ({ accountId, region }: RegistryHandle, name = 'app') =>
  tagsByDigest(ecr.client(accountId, region), name);
const statusesOf = async (tag: string, name = 'app') =>
  (await statuses(client, name, tag))?.map(({ region, status }) => `${region} ${status}`);

describe('a slow destination', () => {
  beforeEach(() => void prod.replicateTo([east, eu]));

  test('takes its time while the others are instant', async () => {
    ecr.delayReplication({ to: eu, latency: 5000 }).always();
    const digest = await push(client, 'app', 'v1');
    expect(await statusesOf('v1')).toEqual(['us-east-1 COMPLETE', 'eu-west-1 IN_PROGRESS']);
    ecr.clock.advance(4999);
    expect(await tagsAt(eu)).toBeUndefined();
    ecr.clock.advance(1);
    expect(await tagsAt(eu)).toEqual({ [digest]: ['v1'] });
    expect((await images(ecr.client(OTHER, 'eu-west-1'), 'app'))?.[0]?.imagePushedAt).toEqual(
      new Date(START + 5000),
    );
  });

  test('can be slow for one repository, and for some of its images', async () => {
    ecr.delayReplication({ to: eu, repository: 'web', latency: 5000 }).times(2);
    for (const [name, tag] of [
      ['app', 'v1'],
      ['web', 'v1'],
      ['web', 'v2'],
    ] as const) {
      await push(client, name, tag, tag);
    }
    expect(await statusesOf('v1')).toContain('eu-west-1 COMPLETE');
    expect(await statusesOf('v1', 'web')).toContain('eu-west-1 IN_PROGRESS');
    expect(await statusesOf('v2', 'web')).toContain('eu-west-1 IN_PROGRESS');
    ecr.clock.advance(5000);
    await push(client, 'web', 'v3', 'v3');
    expect(await statusesOf('v3', 'web')).toContain('eu-west-1 COMPLETE');
  });

  test('a later push does not overtake', async () => {
    ecr.delayReplication({ to: eu, latency: 5000 }).once();
    await push(client, 'app', 'v1', 'first');
    const second = await push(client, 'app', 'v1', 'second');
    expect(await tagsAt(eu)).toBeUndefined();
    ecr.clock.advance(5000);
    expect((await tagsAt(eu))?.[second]).toEqual(['v1']);
  });

  test('once it is settled, later pushes are as fast as ever', async () => {
    ecr.delayReplication({ to: eu, latency: 5000 }).once();
    await push(client, 'app', 'v1');
    ecr.settle({ to: eu });
    expect(await statusesOf('v1')).toContain('eu-west-1 COMPLETE');
    await push(client, 'app', 'v2', 'other');
    expect(await statusesOf('v2')).toContain('eu-west-1 COMPLETE');
  });

  test('the latest word counts, and a reset forgets it', async () => {
    ecr.delayReplication({ latency: 5000 }).always();
    ecr.delayReplication({ to: eu, latency: 0 }).always();
    await push(client, 'app', 'v1');
    expect(await statusesOf('v1')).toEqual(['us-east-1 IN_PROGRESS', 'eu-west-1 COMPLETE']);
    ecr.reset();
    ecr.registry(SOURCE, 'us-west-2').createRepository('app').replicateTo(ecr.registry(SOURCE, 'us-east-1'));
    await push(client, 'app', 'v1');
    expect(await statusesOf('v1')).toEqual(['us-east-1 COMPLETE']);
  });

  test('has its own latency where all others wait for the test', async () => {
    start({ replication: 'manual' });
    prod.replicateTo([east, eu]);
    ecr.delayReplication({ to: eu, latency: 5000 }).always();
    await push(client, 'app', 'v1');
    ecr.clock.advance(5000);
    expect(await statusesOf('v1')).toEqual(['us-east-1 IN_PROGRESS', 'eu-west-1 COMPLETE']);
  });

  test('slows a backfill down, one replication after the other', async () => {
    start();
    prod.push('app:v1', image('1')).push('app:v2', image('2')).replicateTo(eu);
    ecr.delayReplication({ to: eu, latency: 1000 }).always();
    const destination = { registryId: OTHER, region: 'eu-west-1' };
    const { replicationBackfillId } = await client.send(new StartReplicationBackfillCommand({ destination }));
    const course = async () => {
      const answer = await client.send(
        new DescribeReplicationBackfillResultsCommand({ replicationBackfillId }),
      );
      return [answer.status, answer.progress?.completedReplicationCount];
    };
    expect(await course()).toEqual(['IN_PROGRESS', 0]);
    ecr.clock.advance(1000);
    expect(await course()).toEqual(['IN_PROGRESS', 1]);
    ecr.clock.advance(1000);
    expect(await course()).toEqual(['COMPLETE', 2]);
  });
});

describe('a stuck destination', () => {
  beforeEach(() => void prod.replicateTo([east, eu]));

  test('stays IN_PROGRESS at any time and even after settle(), until the stall ends', async () => {
    const stall = ecr.stallReplication({ to: eu });
    const digest = await push(client, 'app', 'v1');
    ecr.clock.advance(86_400_000);
    ecr.settle();
    expect(await statusesOf('v1')).toEqual(['us-east-1 COMPLETE', 'eu-west-1 IN_PROGRESS']);
    expect(ecr.pending()).toEqual([
      `replication of app:v1 from ${prod.key} to ${eu.key}, held back by ecr.stallReplication()`,
    ]);
    stall.end();
    stall.end();
    expect(await tagsAt(eu)).toEqual({ [digest]: ['v1'] });
    expect(ecr.pending()).toEqual([]);
    expect(ecr.explain('app:v1', eu).reasons[0]?.decidedBy.moment).toBe('2026-11-25T09:00:00.000Z');
  });

  test('can be stuck for one repository only', async () => {
    ecr.stallReplication({ repository: 'web' });
    await push(client, 'app', 'v1');
    await push(client, 'web', 'v1');
    expect(await statusesOf('v1')).toEqual(['us-east-1 COMPLETE', 'eu-west-1 COMPLETE']);
    expect(await statusesOf('v1', 'web')).toEqual(['us-east-1 IN_PROGRESS', 'eu-west-1 IN_PROGRESS']);
  });

  test('is named by the verdict', async () => {
    ecr.stallReplication({ to: eu });
    await push(client, 'app', 'v1');
    const { outcome, text } = ecr.explain('app:v1', eu);
    expect(outcome).toBe('pending');
    expect(text).toContain('held back by ecr.stallReplication(), until the test calls end() on that');
  });

  test('two stalls hold until both have ended', async () => {
    const [all, one] = [ecr.stallReplication(), ecr.stallReplication({ to: eu })];
    await push(client, 'app', 'v1');
    all.end();
    expect(await statusesOf('v1')).toEqual(['us-east-1 COMPLETE', 'eu-west-1 IN_PROGRESS']);
    one.end();
    expect(await statusesOf('v1')).toEqual(['us-east-1 COMPLETE', 'eu-west-1 COMPLETE']);
  });
});

describe('a Region that is down', () => {
  test('D7 a deletion waits behind the push it follows', async () => {
    prod.replicateTo(east, { deleteReplication: true });
    const outage = ecr.outage('us-east-1');
    const kept = await push(client, 'app', 'kept', 'kept');
    await push(client, 'app', 'gone', 'gone');
    await removeTag(client, 'app', 'gone');
    expect(ecr.pending()).toHaveLength(3);
    expect(ecr.pending()[2]).toContain(`deletion of app@${image('gone').digest} from ${prod.key}`);
    outage.end();
    expect(await tagsAt(east)).toEqual({ [kept]: ['kept'] });
  });

  test('a backfill goes on when it is over, and counts nothing before it has arrived', async () => {
    prod.push('app:v1', image('1')).push('app:v2', image('2')).replicateTo(east);
    const outage = ecr.outage('us-east-1');
    const destination = { registryId: SOURCE, region: 'us-east-1' };
    const { replicationBackfillId } = await client.send(new StartReplicationBackfillCommand({ destination }));
    const describe_ = () =>
      client.send(new DescribeReplicationBackfillResultsCommand({ replicationBackfillId }));
    ecr.settle();
    expect(await describe_()).toMatchObject({
      status: 'IN_PROGRESS',
      progress: { totalReplicationCount: 2, completedReplicationCount: 0 },
    });
    expect(ecr.pending()).toEqual([
      `replication backfill ${replicationBackfillId} from ${prod.key} to ${east.key}, held back by an outage of us-east-1`,
    ]);
    outage.end();
    expect(await describe_()).toMatchObject({
      status: 'COMPLETE',
      progress: { completedReplicationCount: 2 },
    });
    expect(Object.keys((await tagsAt(east)) ?? {})).toHaveLength(2);
  });
});

describe('overlapping outages and stalls end when the last one ends', () => {
  beforeEach(() => void prod.replicateTo([east, eu]));

  test('two outages of one Region', async () => {
    const first = ecr.outage('eu-west-1');
    const second = ecr.outage('eu-west-1');
    await push(client, 'app', 'v1');
    first.end();
    first.end();
    expect(await statusesOf('v1')).toEqual(['us-east-1 COMPLETE', 'eu-west-1 IN_PROGRESS']);
    await expect(tagsAt(eu)).rejects.toMatchObject({ name: 'ServiceUnavailableException' });
    second.end();
    expect(await statusesOf('v1')).toEqual(['us-east-1 COMPLETE', 'eu-west-1 COMPLETE']);
    expect(Object.values((await tagsAt(eu)) ?? {})).toEqual([['v1']]);
  });

  test.each([
    ['two stalls', () => ecr.stallReplication({ to: eu })],
    [
      'a stall of the destination and one of the repository',
      () => ecr.stallReplication({ repository: 'app' }),
    ],
    ['a stall and an outage', () => ecr.outage('eu-west-1')],
  ])('%s', async (_, begin) => {
    const first = ecr.stallReplication({ to: eu });
    const second = begin();
    await push(client, 'app', 'v1');
    second.end();
    expect(await statusesOf('v1')).toContain('eu-west-1 IN_PROGRESS');
    first.end();
    expect(await statusesOf('v1')).toContain('eu-west-1 COMPLETE');
  });
});

describe('the same in every door', () => {
  type Door = (run: (client: ECRClient) => Promise<void>) => Promise<void>;
  const settings = {
    region: 'us-west-2',
    credentials: { accessKeyId: SOURCE, secretAccessKey: 'x' },
    maxAttempts: 1,
  };
  const doors: [string, Door][] = [
    ['client mock', (run) => run(ecr.client(SOURCE, 'us-west-2'))],
    ['request handler', (run) => throughHandler(run)],
    ['HTTP', (run) => throughHttp(run)],
  ];

  async function throughHandler(run: (client: ECRClient) => Promise<void>): Promise<void> {
    const requestHandler = ecr.requestHandler();
    ecr.restore();
    await run(new ECRClient({ ...settings, requestHandler }));
  }

  async function throughHttp(run: (client: ECRClient) => Promise<void>): Promise<void> {
    ecr.restore();
    const server = await serve(ecr);
    const through = new ECRClient({ ...settings, endpoint: server.url });
    try {
      await run(through);
    } finally {
      through.destroy();
      await server.close();
    }
  }

  test.each(doors)('%s: failures, latencies, stalls, outages and refused calls', async (_name, door) => {
    prod.replicateTo([east, eu]);
    await door(async (through) => {
      const state = async (imageTag: string) => {
        await through.send(
          new PutImageCommand({ repositoryName: 'app', imageTag, imageManifest: image(imageTag).manifest }),
        );
        return (await statuses(through, 'app', imageTag))?.map((one) => one.failureCode ?? one.status);
      };
      ecr.failReplication({ to: eu, code: 'BROKEN' }).once();
      expect(await state('failed')).toEqual(['COMPLETE', 'BROKEN']);
      ecr.delayReplication({ to: eu, latency: 1000 }).once();
      expect(await state('slow')).toEqual(['COMPLETE', 'IN_PROGRESS']);
      ecr.clock.advance(1000);
      const stall = ecr.stallReplication({ to: eu });
      expect(await state('stuck')).toEqual(['COMPLETE', 'IN_PROGRESS']);
      stall.end();
      const outage = ecr.outage('us-east-1');
      expect(await state('down')).toEqual(['IN_PROGRESS', 'COMPLETE']);
      outage.end();
      ecr.fail('PutImage').with('ThrottlingException').once();
      await expect(state('throttled')).rejects.toMatchObject({ name: 'ThrottlingException' });
      expect(ecr.pending()).toEqual([]);
    });
  });
});

describe('a selection that can match nothing is refused with advice', () => {
  test.each([
    ['a latency below 0', () => ecr.delayReplication({ latency: -1 }), 'at least 0'],
    ['no latency', () => ecr.delayReplication({} as never), 'The latency of delayReplication() is undefined'],
    ['a latency of text', () => ecr.delayReplication({ latency: '5' as never }), "is '5'"],
    ['a Region for a registry', () => ecr.stallReplication({ to: 'eu-west-1' as never }), 'registry handle'],
    ['a key for a registry', () => ecr.failReplication({ to: eu.key as never }), 'failReplication({ to })'],
    ['a registry to settle', () => ecr.settle({ to: {} as never }), 'settle({ to })'],
    ['no repository', () => ecr.failReplication({ repository: 'App:v1' }), "'payments'"],
  ])('%s', (_what, misuse, advice) => {
    expect(misuse).toThrow(/^\[fake-ecr\] /);
    expect(misuse).toThrow(advice);
  });

  test.each([
    ['immediately', "'instant', 'manual' or { latency }"],
    [{ latency: -5 }, 'at least 0'],
    [{ latency: NaN }, 'at least 0'],
    [{ latency: '5' }, "'instant', 'manual' or { latency }"],
    [{}, "'instant', 'manual' or { latency }"],
    [42, 'replication: 42 is not a schedule'],
    [() => 5, 'replication: a function is not a schedule'],
  ])('the schedule %j', (replication, advice) => {
    ecr.restore();
    expect(() => scene({ replication: replication as never })).toThrow(advice);
  });

  test('an invalid latency of a destination', async () => {
    start({ replication: { latency: () => undefined as never } });
    prod.replicateTo(east);
    await expect(push(client, 'app', 'v1')).rejects.toThrow(`{ latency } for ${east.key} is undefined`);
  });
});
