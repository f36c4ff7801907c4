/** D40: which arrivals at a destination wait for which. */
import type { ECRClient } from '@aws-sdk/client-ecr';
import { SOURCE, push, putRules, removeTag, scene, tagsByDigest, to } from '../../support/scene.js';

const EAST = to(SOURCE, 'us-east-1');
let ecr: ReturnType<typeof scene>;
let client: ECRClient;
let east: ECRClient;

beforeEach(async () => {
  ecr = scene();
  client = ecr.client(SOURCE, 'us-west-2');
  east = ecr.client(SOURCE, 'us-east-1');
  ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  const rule = { destinations: [EAST], deleteReplication: { enabled: true } };
  await putRules(client, [rule]);
});

const slow = () => ecr.delayReplication({ latency: 5000 }).once();
const arrived = () => tagsByDigest(east, 'app');

test('D40 another tag of another image does not wait', async () => {
  slow();
  const first = await push(client, 'app', 'v1', 'first');
  const second = await push(client, 'app', 'v2', 'second');
  expect(await arrived()).toEqual({ [second]: ['v2'] });
  ecr.clock.advance(5000);
  expect(await arrived()).toEqual({ [second]: ['v2'], [first]: ['v1'] });
});

test('D40 the same tag waits, whatever image it is on', async () => {
  slow();
  const first = await push(client, 'app', 'v1', 'first');
  const second = await push(client, 'app', 'v1', 'second');
  expect(await arrived()).toBeUndefined();
  ecr.clock.advance(5000);
  expect(await arrived()).toEqual({ [first]: [], [second]: ['v1'] });
});

test('D40 the same image waits, whatever tag it bears', async () => {
  slow();
  const digest = await push(client, 'app', 'v1', 'same');
  await push(client, 'app', 'v2', 'same');
  expect(await arrived()).toBeUndefined();
  ecr.clock.advance(5000);
  expect(await arrived()).toEqual({ [digest]: ['v1', 'v2'] });
});

test('D7 a deletion waits for all that was under way, and nothing else waits for it', async () => {
  slow();
  const slowest = await push(client, 'app', 'v1', 'first');
  const second = await push(client, 'app', 'v2', 'second');
  await removeTag(client, 'app', 'v2');
  const third = await push(client, 'app', 'v3', 'third');
  expect(await arrived()).toEqual({ [second]: ['v2'], [third]: ['v3'] });
  ecr.clock.advance(5000);
  expect(await arrived()).toEqual({ [third]: ['v3'], [slowest]: ['v1'] });
});

test('D7 an image that is pushed again waits for its deletion', async () => {
  slow();
  const first = await push(client, 'app', 'v1', 'first');
  const second = await push(client, 'app', 'v2', 'second');
  await removeTag(client, 'app', 'v2');
  await push(client, 'app', 'v2', 'second');
  ecr.clock.advance(5000);
  expect(await arrived()).toEqual({ [first]: ['v1'], [second]: ['v2'] });
});

test('with a latency for all, what took long is forgotten once it has arrived', async () => {
  const tags = Array.from({ length: 90 }, (_, index) => `v${index}`);
  ecr.delayReplication({ latency: 5000 }).times(tags.length);
  for (const tag of tags) await push(client, 'app', tag, tag);
  ecr.clock.advance(5000);
  await push(client, 'app', 'v0', 'again');
  expect(
    Object.values((await arrived()) ?? {})
      .flat()
      .sort(),
  ).toEqual([...tags].sort());
});
