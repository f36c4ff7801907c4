import type { FakeWorldOptions } from '../../../src/fake/options.js';
import { image } from '../../../src/index.js';
import { ACCOUNT, REGION, RegistryClient, openRegistry } from '../../support/registry-client.js';
import { START } from '../../support/start.js';

const OTHER = '222222222222';

/** A registry whose trace is read, as `serve --verbose` prints it. */
async function traced(world: FakeWorldOptions = {}) {
  const lines: string[] = [];
  const client = await openRegistry({ world: { debug: (line) => lines.push(line), ...world } });
  const here = client.ecr.registry(ACCOUNT, REGION);
  const there = client.ecr.registry(OTHER, 'eu-west-1');
  lines.length = 0;
  return { client, here, there, lines, of: (word: RegExp) => lines.filter((line) => word.test(line)) };
}

test('V104 the log says with a push which statement its replica lacks', async () => {
  const { client, here, there, of } = await traced();
  here.replicateTo(there);
  await client.image('app', 'v1');
  const lacks =
    /PutImage app:v1 .* to 222222222222\/eu-west-1: DENIED ecr:ReplicateImage, no statement for repository\/app/;
  expect(of(lacks)).toHaveLength(1);
  expect(of(/request PUT \/v2\/app\/manifests\/v1 201/)).toHaveLength(1);
  there.allowReplicationFrom(here);
  await client.image('app', 'v2', { content: 'two' });
  expect(of(/PutImage app:v2 .* to 222222222222\/eu-west-1: COMPLETE/)).toHaveLength(1);
});

test('V104 a late replica that is refused shows in the log when it was due', async () => {
  const { client, here, there, of } = await traced({ now: START, replication: { latency: 1000 } });
  here.replicateTo(there);
  await client.image('app', 'v1');
  expect(of(/DENIED ecr:ReplicateImage/)).toEqual([]);
  client.ecr.clock.advance(1000);
  const reader = await new RegistryClient(client.server, OTHER, 'eu-west-1').logIn();
  expect((await reader.get('/v2/app/manifests/v1')).status).toBe(404);
  expect(of(/replication .*app:v1.*DENIED ecr:ReplicateImage, no statement/)).toHaveLength(1);
});

test('V104 a pull that is denied shows the statement that came nearest', async () => {
  const { client, here, of } = await traced();
  await client.image('app', 'v1');
  here.repository('app').setPolicy({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Partners', Effect: 'Allow', Principal: { AWS: '333333333333' }, Action: 'ecr:BatchGetImage' },
    ],
  });
  const stranger = await new RegistryClient(client.server, OTHER, REGION).logIn();
  const answer = await stranger.get('/v2/app/manifests/v1', { host: client.host });
  expect(answer.status).toBe(403);
  const denied =
    /access .*ecr:BatchGetImage on arn:aws:ecr:us-east-1:111111111111:repository\/app -> DENIED.*statement "Partners": Principal is/;
  expect(of(denied)).toHaveLength(1);
  expect(answer.text).not.toContain('Partners');
});

test('V128 the log says that a layer has no bytes', async () => {
  const { client, here, of } = await traced();
  const seeded = image('seeded');
  here.push('app:v1', seeded);
  const digest = seeded.blobs[1]?.digest ?? '';
  await client.head(`/v2/app/blobs/${digest}`);
  await client.follow(await client.get(`/v2/app/blobs/${digest}`));
  expect(of(/404 .*came without bytes/)).toHaveLength(2);
  await client.head(`/v2/app/blobs/sha256:${'0'.repeat(64)}`);
  expect(of(/came without bytes/)).toHaveLength(2);
});
