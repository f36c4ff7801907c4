import { DescribeRegistryCommand, DescribeRepositoriesCommand, type ECRClient } from '@aws-sdk/client-ecr';
import { expectUnused, image } from '../../src/index.js';
import {
  OTHER,
  SOURCE,
  START,
  images,
  push,
  putRules,
  removeTag,
  scene,
  statuses,
  to,
} from '../support/scene.js';

let ecr: ReturnType<typeof scene>;
let client: ECRClient;

beforeEach(() => {
  ecr = scene();
  client = ecr.client(SOURCE, 'us-west-2');
  ecr.registry(SOURCE, 'us-west-2').createRepository('app').createRepository('web');
});

const describe_ = (caller = client) => caller.send(new DescribeRegistryCommand({}));

test('a call fails once, with the usual text, and then works', async () => {
  ecr.fail('DescribeRegistry').with('ThrottlingException').once();
  await expect(describe_()).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
  await expect(describe_()).resolves.toBeDefined();
});

test('a modelled exception is an instance of its class, with the text given', async () => {
  ecr.fail('PutImage').with('LimitExceededException', 'too much').times(2);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await expect(push(client, 'app', 'v1')).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'too much',
      $fault: 'client',
    });
  }
  await expect(push(client, 'app', 'v1')).resolves.toMatch(/^sha256:/);
});

test('a failed call changes nothing and stands in the call log', async () => {
  ecr.fail('PutImage').with('ServerException').once();
  await expect(push(client, 'app', 'v1')).rejects.toMatchObject({ $fault: 'server' });
  expect(await images(client, 'app')).toEqual([]);
  expect(ecr.calls[0]).toMatchObject({ operation: 'PutImage', outcome: 'ServerException' });
});

test('faults apply by repository, Region and account', async () => {
  ecr.fail('PutImage', { repository: 'web' }).with('ThrottlingException').always();
  ecr.fail('*', { account: OTHER, region: 'us-west-2' }).with('ThrottlingException').always();
  await expect(push(client, 'app', 'v1')).resolves.toBeDefined();
  await expect(push(client, 'web', 'v1')).rejects.toMatchObject({ name: 'ThrottlingException' });
  await expect(describe_(ecr.client(OTHER, 'us-west-2'))).rejects.toMatchObject({
    name: 'ThrottlingException',
  });
  await expect(describe_(ecr.client(OTHER, 'us-east-1'))).resolves.toBeDefined();
});

test('a slow call lets time pass on the clock', async () => {
  ecr.delay('DescribeRepositories', 1500).once();
  await client.send(new DescribeRepositoriesCommand({}));
  expect(ecr.clock.now().getTime()).toBe(START + 1500);
});

test.each(['PutImages', 'putImage', ''])('%j is not an operation that could fail', (name) => {
  expect(() => ecr.fail(name as 'PutImage')).toThrow(/^\[fake-ecr\] ecr.fail\(\) was given/);
  expect(() => ecr.delay(name as 'PutImage', 5)).toThrow(/^\[fake-ecr\] ecr.delay\(\) was given/);
});

test('a reset forgets faults', async () => {
  ecr.fail('*').with('ThrottlingException').always();
  expectUnused(ecr);
  ecr.reset();
  await expect(describe_()).resolves.toBeDefined();
});

test('a replication fails as told, and the reason is named', async () => {
  const east = ecr.registry(SOURCE, 'us-east-1');
  ecr.failReplication({ to: east, repository: 'app', code: 'BROKEN' }).once();
  await putRules(client, [{ destinations: [to(SOURCE, 'us-east-1'), to(SOURCE, 'eu-west-1')] }]);
  await push(client, 'app', 'v1');
  expect(await statuses(client, 'app', 'v1')).toEqual([
    { ...to(SOURCE, 'us-east-1'), status: 'FAILED', failureCode: 'BROKEN' },
    { ...to(SOURCE, 'eu-west-1'), status: 'COMPLETE' },
  ]);
  expect(ecr.explain('app:v1', east).reasons[0]?.code).toBe('failure-injected');
  await push(client, 'app', 'v2');
  expect((await statuses(client, 'app', 'v2'))?.[0]).toEqual({
    ...to(SOURCE, 'us-east-1'),
    status: 'COMPLETE',
  });
});

describe('failReplication().once() waits for a replication that would have succeeded', () => {
  const east = () => ecr.registry(SOURCE, 'us-east-1');
  const codeOf = async (tag: string) => (await statuses(client, 'app', tag))?.[0]?.failureCode;

  test('one that is denied keeps its own code, and the failure is still to come', async () => {
    const denied = ecr.registry(OTHER, 'eu-west-1');
    ecr.failReplication({ code: 'BROKEN' }).once();
    await putRules(client, [{ destinations: [to(OTHER, 'eu-west-1')] }]);
    await push(client, 'app', 'v1', '1');
    expect(await codeOf('v1')).toBe('DESTINATION_REGISTRY_ACCESS_DENIED');
    denied.allowReplicationFrom(ecr.registry(SOURCE, 'us-west-2'));
    await push(client, 'app', 'v2', '2');
    expect(await codeOf('v2')).toBe('BROKEN');
    await push(client, 'app', 'v3', '3');
    expect(await codeOf('v3')).toBeUndefined();
  });

  test('so does one whose repository may not be made', async () => {
    const denied = ecr.registry(OTHER, 'eu-west-1');
    denied.allowReplicationFrom(ecr.registry(SOURCE, 'us-west-2'), { createRepository: false });
    ecr.failReplication({ code: 'BROKEN' }).once();
    await putRules(client, [{ destinations: [to(OTHER, 'eu-west-1')] }]);
    await push(client, 'app', 'v1', '1');
    expect(await codeOf('v1')).toBe('DESTINATION_REGISTRY_ACCESS_DENIED');
    denied.createRepository('app');
    await push(client, 'app', 'v2', '2');
    expect(await codeOf('v2')).toBe('BROKEN');
  });

  test.each([
    ['tags', { tagsPerImage: 1 }, 'same', 'same'],
    ['images', { imagesPerRepository: 1 }, 'one', 'two'],
  ])('so does one that meets the quota of %s', async (_, limits, first, second) => {
    ecr.restore();
    ecr = scene({ limits, layers: 'assumed' });
    client = ecr.client(SOURCE, 'us-west-2');
    const west = ecr.registry(SOURCE, 'us-west-2').createRepository('app').createRepository('web');
    await putRules(client, [{ destinations: [to(SOURCE, 'us-east-1')] }]);
    await push(client, 'app', 'v1', first);
    ecr.failReplication({ code: 'BROKEN' }).once();
    await removeTag(client, 'app', 'v1');
    await push(client, 'app', 'v2', second);
    expect(await codeOf('v2')).toBe('DESTINATION_LIMIT_EXCEEDED');
    west.push('web:v1', image('other'));
    expect((await statuses(client, 'web', 'v1'))?.[0]?.failureCode).toBe('BROKEN');
  });

  test('an injected failure leaves no repository behind', async () => {
    ecr.failReplication().once();
    await putRules(client, [{ destinations: [to(SOURCE, 'us-east-1')] }]);
    await push(client, 'app', 'v1');
    expect(await codeOf('v1')).toBe('REPLICATION_FAILURE_INJECTED');
    expect(east().repository('app').exists).toBe(false);
  });
});

test.each([0, -1, 1.5, NaN])('times(%p) is refused with advice', (count) => {
  expect(() => ecr.fail('*').with('ServerException').times(count)).toThrow(/^\[fake-ecr\] times/);
});

describe('an incomplete fault would never apply', () => {
  const halves: readonly (readonly [string, () => unknown, string])[] = [
    ['fail', () => ecr.fail('PutImage'), "ecr.fail('PutImage') does not say with what, nor how often"],
    [
      'fail with',
      () => ecr.fail('*').with('ServerException'),
      "ecr.fail('*').with('ServerException') does not say how often",
    ],
    ['delay', () => ecr.delay('PutImage', 5), "ecr.delay('PutImage') does not say how often"],
    ['failReplication', () => ecr.failReplication(), 'ecr.failReplication() does not say how often'],
    [
      'delayReplication',
      () => ecr.delayReplication({ latency: 5 }),
      'ecr.delayReplication() does not say how often',
    ],
    ['failWork', () => ecr.failWork('scan'), "ecr.failWork('scan') does not say how often"],
  ];

  test.each(halves)('%s: the next call says so, once', async (_, say, what) => {
    say();
    const text = `[fake-ecr] ${what}, so it never applies.`;
    await expect(describe_()).rejects.toThrow(text);
    await expect(describe_()).resolves.toBeDefined();
  });

  test('a count that was refused leaves it open', async () => {
    const fault = ecr.fail('DescribeRegistry').with('ThrottlingException');
    expect(() => fault.times(0)).toThrow('[fake-ecr] times(0) was called.');
    await expect(describe_()).rejects.toThrow('End it with .once(), .times(2) or .always().');
  });

  test('a reset forgets it', async () => {
    ecr.fail('PutImage');
    expectUnused(ecr);
    ecr.reset();
    await expect(describe_()).resolves.toBeDefined();
  });
});

test.each([
  [{ repositoryName: 'app' }, "ecr.fail() was given the option 'repositoryName'"],
  [{ account: '1234' }, "'1234' is not an account id"],
  [{ region: 'virginia' }, "'virginia' is not a Region"],
  [{ repository: 'App' }, "ecr.fail() was given the repository 'App'"],
])('no call can be in the scope %j', (scope, text) => {
  expect(() => ecr.fail('PutImage', scope as object)).toThrow(`[fake-ecr] ${text}`);
});

test('a call takes no time that is not a number', () => {
  expect(() => ecr.delay('PutImage', -1)).toThrow('[fake-ecr] The time of ecr.delay() is -1.');
  expect(() => ecr.delay('PutImage', 1, { region: 'x' })).toThrow("[fake-ecr] 'x' is not a Region.");
});

test('work fails in repositories that can be', () => {
  expect(() => ecr.failWork('scan', { repository: 'App' })).toThrow(
    "[fake-ecr] failWork() was given the repository 'App'.",
  );
});
