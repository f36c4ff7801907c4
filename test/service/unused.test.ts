/** What was declared and never used is named, with its line and with what came nearest. */
import {
  DescribeRepositoriesCommand,
  type ECRClient,
  ListImagesCommand,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import { type FakeEcr, image } from '../../src/index.js';
import { OTHER, SOURCE, push, scene } from '../support/scene.js';

let ecr: FakeEcr;
let client: ECRClient;

beforeEach(() => {
  ecr = scene({ onUnused: 'ignore' });
  client = ecr.client(SOURCE, 'us-west-2');
  prod().createRepository('payments').createRepository('orders');
});

const prod = () => ecr.registry(SOURCE, 'us-west-2');
const dr = () => ecr.registry(OTHER, 'eu-west-1');
const replicating = () => prod().replicateTo(dr());
const nearest = () => ecr.unused().map((one) => one.nearest);

/** The line of this file that called it. */
function here(): string {
  const [, , frame = ''] = (new Error().stack ?? '').split('\n');
  return `test/service/unused.test.ts:${/:(\d+):\d+\)?$/.exec(frame)?.[1]}`;
}

describe('how often', () => {
  test('once is used when it was met; before that it is unused, and where it was written is known', async () => {
    const fault = { repository: 'payments' };
    // prettier-ignore
    const line = (ecr.fail('PutImage', fault).with('ServerException').once(), here());
    expect(ecr.unused()).toEqual([
      {
        kind: 'fail',
        declared: "ecr.fail('PutImage', { repository: 'payments' }).with('ServerException').once()",
        at: line,
        met: 0,
        times: 1,
        nearest: 'nothing was called since; methods of handles, such as registry.push(), are not calls',
      },
    ]);
    await push(client, 'payments', 'v1').catch(() => undefined);
    expect(ecr.unused()).toEqual([]);
  });

  test('a fault for several calls is used when it was met that often', async () => {
    ecr.fail('DescribeRepositories').with('ThrottlingException').times(2);
    const ask = () => client.send(new DescribeRepositoriesCommand({})).catch(() => undefined);
    await ask();
    const told = 'DescribeRepositories was called once, and not more often';
    expect(ecr.unused()).toMatchObject([{ met: 1, times: 2, nearest: told }]);
    await ask();
    expect(ecr.unused()).toEqual([]);
  });

  test('a fault that was ended does not apply any more, and is used when it was met once before', async () => {
    const ask = () => client.send(new DescribeRepositoriesCommand({}));
    const never = ecr.fail('DescribeRepositories').with('ServerException').times(2);
    never.end();
    await ask();
    expect(ecr.unused()).toMatchObject([{ met: 0, times: Infinity }]);
    const once = ecr.fail('DescribeRepositories').with('ThrottlingException').always();
    await expect(ask()).rejects.toMatchObject({ name: 'ThrottlingException' });
    once.end();
    once.end();
    await ask();
    expect(ecr.unused()).toHaveLength(1);
    const spent = ecr.delay('DescribeRepositories', 5).once();
    await ask();
    spent.end();
    expect(ecr.unused()).toHaveLength(1);
  });

  test('always is used when it was met once', async () => {
    ecr.fail('DescribeRepositories').with('ThrottlingException').always();
    expect(ecr.unused()).toMatchObject([{ met: 0, times: Infinity }]);
    await client.send(new DescribeRepositoriesCommand({})).catch(() => undefined);
    expect(ecr.unused()).toEqual([]);
  });

  test('an incomplete fault is never used', () => {
    ecr.fail('PutImage');
    ecr.delay('PutImage', 5);
    expect(nearest()).toEqual([
      "ecr.fail('PutImage') does not say with what, nor how often, so it never applies",
      "ecr.delay('PutImage') does not say how often, so it never applies",
    ]);
  });
});

describe('a fault of calls', () => {
  test('names the repositories, accounts and Regions that were called instead', async () => {
    ecr.fail('PutImage', { repository: 'invoices' }).with('ServerException').once();
    ecr.fail('PutImage', { account: OTHER, region: 'eu-west-1' }).with('ServerException').once();
    ecr.delay('PutImage', 5, { region: 'eu-west-1' }).once();
    for (const tag of ['v1', 'v2']) await push(client, 'payments', tag, tag);
    await push(client, 'orders', 'v1');
    expect(nearest()).toEqual([
      "PutImage was called 3 times, but never on repository 'invoices' (it was on repository 'payments', on repository 'orders')",
      `PutImage was called 3 times, but never by account ${OTHER} and in eu-west-1 (it was by account ${SOURCE}, in us-west-2)`,
      'PutImage was called 3 times, but never in eu-west-1 (it was in us-west-2)',
    ]);
  });

  test('tells what is there one by one, and not at once', async () => {
    ecr.fail('PutImage', { account: OTHER, repository: 'payments' }).with('ServerException').once();
    await push(client, 'payments', 'v1');
    dr().createRepository('orders');
    await push(ecr.client(OTHER, 'eu-west-1'), 'orders', 'v1');
    expect(nearest()).toEqual([
      `PutImage was called 2 times, but never by account ${OTHER} and on repository 'payments' at once`,
    ]);
  });

  test('tells that other operations were called, or that it was too late', async () => {
    await push(client, 'payments', 'v1');
    ecr.fail('PutImage').with('ServerException').once();
    await client.send(new ListImagesCommand({ repositoryName: 'payments' }));
    ecr.fail('GetAuthorizationToken').with('ServerException').once();
    await client.send(new DescribeRepositoriesCommand({}));
    expect(nearest()).toEqual([
      'PutImage was called once before that, and never since',
      'GetAuthorizationToken was never called; called were DescribeRepositories',
    ]);
  });

  test('tells that an earlier one answered', async () => {
    ecr.fail('PutImage').with('ThrottlingException').always();
    ecr.fail('PutImage').with('ServerException').once();
    await push(client, 'payments', 'v1').catch(() => undefined);
    expect(nearest()).toEqual(['PutImage was called once, an earlier fault or an outage answered']);
  });

  test('is not met by the calls that ECR makes itself', () => {
    replicating();
    dr().allowReplicationFrom(prod());
    ecr.fail('CreateRepository', { repository: 'payments' }).with('ServerException').once();
    prod().push('payments:v1');
    expect(nearest()).toEqual([
      'nothing was called since; methods of handles, such as registry.push(), are not calls',
    ]);
  });
});

describe('faults of replications', () => {
  test('name where replications went instead, and why they failed by themselves', () => {
    replicating();
    ecr.failReplication({ to: ecr.registry(OTHER, 'eu-central-1'), code: 'TOLD' }).once();
    ecr.failReplication({ to: dr() }).once();
    ecr.delayReplication({ repository: 'orders', latency: 5 }).once();
    ecr.stallReplication({ repository: 'orders' });
    prod().push('payments:v1');
    expect(ecr.unused().map(({ declared }) => declared)).toEqual([
      `ecr.failReplication({ code: 'TOLD', to: ${OTHER}/eu-central-1 }).once()`,
      `ecr.failReplication({ to: ${OTHER}/eu-west-1 }).once()`,
      "ecr.delayReplication({ repository: 'orders', latency: 5 }).once()",
      "ecr.stallReplication({ repository: 'orders' })",
    ]);
    expect(nearest()).toEqual([
      `1 replication ended, but never to ${OTHER}/eu-central-1 (it was to ${OTHER}/eu-west-1)`,
      '1 replication ended, and those that it is for had failed (by themselves: DESTINATION_REGISTRY_ACCESS_DENIED)',
      "1 replication ended, but never of repository 'orders' (it was of repository 'payments')",
      "1 replication ended, but never of repository 'orders' (it was of repository 'payments')",
    ]);
  });

  test('tell what is under way', () => {
    ecr = scene({ onUnused: 'ignore', replication: 'manual' });
    prod().createRepository('payments');
    replicating();
    dr().allowReplicationFrom(prod());
    ecr.failReplication().once();
    prod().push('payments:v1');
    expect(nearest()[0]).toMatch(/^no replication ended since; under way: replication of payments:v1 from /);
    ecr.settle();
    expect(ecr.unused()).toEqual([]);
  });

  test('are used by what they delay, hold back or fail', () => {
    replicating();
    dr().allowReplicationFrom(prod());
    ecr.delayReplication({ latency: 1000 }).once();
    prod().push('payments:v1');
    const stall = ecr.stallReplication({ to: dr() });
    ecr.clock.advance(1000);
    stall.end();
    ecr.failReplication({ repository: 'orders' }).once();
    prod().push('orders:v1');
    expect(ecr.unused()).toEqual([]);
  });
});

describe('an outage', () => {
  test('is used by a call or by a replication that waits', async () => {
    replicating();
    dr().allowReplicationFrom(prod());
    ecr.outage('eu-west-1').end();
    const met = ecr.outage('eu-west-1');
    prod().push('payments:v1');
    met.end();
    ecr.outage('us-west-2');
    await push(client, 'payments', 'v2').catch(() => undefined);
    expect(ecr.unused()).toMatchObject([{ kind: 'outage', declared: "ecr.outage('eu-west-1')", met: 0 }]);
  });

  test('names the Regions that were called instead', async () => {
    ecr.outage('eu-west-1');
    await push(client, 'payments', 'v1');
    expect(nearest()).toEqual([
      'no call was made in eu-west-1 since, and no replication was due there; calls were made in us-west-2',
    ]);
  });
});

describe('work that is to fail', () => {
  const scan = (repositoryName: string) =>
    client.send(new StartImageScanCommand({ repositoryName, imageId: { imageTag: 'v1' } }));

  test('names the work that ended, and that which has not', async () => {
    ecr = scene({ onUnused: 'ignore', durations: { scan: 1000 } });
    client = ecr.client(SOURCE, 'us-west-2');
    prod().createRepository('payments').push('payments:v1', image('one'));
    ecr.failWork('scan', { repository: 'invoices', code: 'FAILED' }).once();
    ecr.failWork('signing').once();
    await scan('payments');
    expect(ecr.unused()[0]?.declared).toBe(
      "ecr.failWork('scan', { code: 'FAILED', repository: 'invoices' }).once()",
    );
    expect(nearest()[0]).toMatch(/^no scan ended since; under way: .*payments.* brings it to its end\)$/);
    ecr.settle();
    expect(nearest()).toEqual([
      "scan ended once, but never of repository 'invoices' (it was of repository 'payments')",
      'no signing ended since',
    ]);
  });
});
