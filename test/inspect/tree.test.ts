import { CreatePullThroughCacheRuleCommand } from '@aws-sdk/client-ecr';
import { artifact, image, imageIndex } from '../../src/index.js';
import { OTHER, SOURCE, scene } from '../support/scene.js';

/** A tree as it stands, whatever the margin of the snapshot. */
const shown = (tree: string) => `\n${tree}\n`;

test('an empty world', () => {
  expect(scene().inspect()).toBe('nothing here yet');
});

test('a registry that was only named is not shown', () => {
  const ecr = scene();
  ecr.registry(SOURCE, 'us-west-2');
  expect(ecr.inspect()).toBe('nothing here yet');
});

test('accounts, registries, rules, policies, repositories, images and their replicas', () => {
  const ecr = scene({ replication: { latency: 5000 } });
  const prod = ecr.registry(SOURCE, 'us-west-2');
  const dr = ecr.registry(OTHER, 'eu-west-1');
  prod
    .createRepository('payments', { imageTagMutability: 'IMMUTABLE', scanOnPush: true })
    .createRepository('empty')
    .replicateTo([dr, ecr.registry('777788889999', 'us-east-1')], { prefix: ['pay', 'orders/'] });
  dr.allowReplicationFrom(prod);
  const v1 = image('v1');
  prod.push('payments:v1', v1).push('payments:v2', imageIndex('v2'));
  prod.push('payments', artifact({ subject: v1, artifactType: 'application/spdx+json' }));
  ecr.clock.advance(5000);
  prod.push('payments:v3');
  prod.repository('payments').archive('v1');
  ecr.account(OTHER).disableRegion('me-central-1');
  expect(shown(ecr.inspect())).toMatchInlineSnapshot(`
   "
   account 111122223333
   └─ us-west-2  2 repositories, 6 images, 1 replication rule, no registry policy
      ├─ rule 1: prefix 'pay', prefix 'orders/' -> 444455556666/eu-west-1, 777788889999/us-east-1
      ├─ empty  MUTABLE, AES256, 0 images, 0 tags
      └─ payments  IMMUTABLE, AES256, 6 images, 3 tags, scan on push
         ├─ sha256:48c27b8ea4c9  v3  201 B  ACTIVE  pushed 2026-11-24 09:00:05Z  -> 444455556666/eu-west-1 IN_PROGRESS, 777788889999/us-east-1 IN_PROGRESS
         ├─ sha256:d929e8cf93bd  untagged  21 B  ACTIVE  pushed 2026-11-24 09:00:00Z  application/spdx+json  -> 444455556666/eu-west-1 COMPLETE, 777788889999/us-east-1 FAILED (DESTINATION_REGISTRY_ACCESS_DENIED)
         ├─ sha256:b7c8c033c08f  v2  192 B  ACTIVE  pushed 2026-11-24 09:00:00Z  index of 2  -> 444455556666/eu-west-1 COMPLETE, 777788889999/us-east-1 FAILED (DESTINATION_REGISTRY_ACCESS_DENIED)
         ├─ sha256:cd117c5b2adf  untagged  192 B  ACTIVE  pushed 2026-11-24 09:00:00Z  -> 444455556666/eu-west-1 COMPLETE, 777788889999/us-east-1 FAILED (DESTINATION_REGISTRY_ACCESS_DENIED)
         ├─ sha256:e07e17b7ae20  untagged  192 B  ACTIVE  pushed 2026-11-24 09:00:00Z  -> 444455556666/eu-west-1 COMPLETE, 777788889999/us-east-1 FAILED (DESTINATION_REGISTRY_ACCESS_DENIED)
         └─ sha256:7e6b07456ddb  v1  192 B  ARCHIVED  pushed 2026-11-24 09:00:00Z  -> 444455556666/eu-west-1 COMPLETE, 777788889999/us-east-1 FAILED (DESTINATION_REGISTRY_ACCESS_DENIED)
   account 444455556666
   └─ eu-west-1  1 repository, 5 images, registry policy
      ├─ registry policy: 1 statement
      └─ payments  MUTABLE, AES256, 5 images, 2 tags
         ├─ sha256:d929e8cf93bd  untagged  21 B  ACTIVE  pushed 2026-11-24 09:00:05Z  application/spdx+json by replication
         ├─ sha256:b7c8c033c08f  v2  192 B  ACTIVE  pushed 2026-11-24 09:00:05Z  index of 2 by replication
         ├─ sha256:cd117c5b2adf  untagged  192 B  ACTIVE  pushed 2026-11-24 09:00:05Z  by replication
         ├─ sha256:e07e17b7ae20  untagged  192 B  ACTIVE  pushed 2026-11-24 09:00:05Z  by replication
         └─ sha256:7e6b07456ddb  v1  192 B  ACTIVE  pushed 2026-11-24 09:00:05Z  by replication
   account 777788889999
   └─ us-east-1  0 repositories, 0 images, no registry policy
   "
  `);
});

test('shows as much as is asked for, and counts the rest', () => {
  const ecr = scene();
  for (const region of ['us-west-2', 'eu-west-1', 'us-east-1']) {
    const registry = ecr.registry(SOURCE, region);
    for (const name of ['aa', 'bb', 'cc']) registry.createRepository(name);
  }
  const registry = ecr.registry(SOURCE, 'eu-west-1');
  for (let index = 0; index < 4; index += 1) registry.push(`aa:v${index}`, image(`v${index}`));
  for (const tag of ['x', 'y', 'z']) registry.push(`aa:${tag}`, image('v3'));
  expect(shown(ecr.inspect({ registries: 2, repositories: 1, images: 2, tags: 2 }))).toMatchInlineSnapshot(`
   "
   account 111122223333
   ├─ eu-west-1  3 repositories, 4 images, no registry policy
   │  ├─ aa  MUTABLE, AES256, 4 images, 7 tags
   │  │  ├─ sha256:073cc029e207  v3, x, … 2 more  192 B  ACTIVE  pushed 2026-11-24 09:00:00Z
   │  │  ├─ sha256:e07e17b7ae20  v2  192 B  ACTIVE  pushed 2026-11-24 09:00:00Z
   │  │  └─ … 2 more images
   │  └─ … 2 more repositories
   └─ us-east-1  3 repositories, 0 images, no registry policy
      ├─ aa  MUTABLE, AES256, 0 images, 0 tags
      └─ … 2 more repositories
   … 1 more registry
   "
  `);
  expect(shown(ecr.inspect({ registries: 0 }))).toBe('\n… 3 more registries\n');
});

test('is of bounded size by default, however large the world', () => {
  const ecr = scene();
  for (let account = 0; account < 60; account += 1) {
    const registry = ecr.registry(String(100_000_000_000 + account), 'us-west-2');
    for (let index = 0; index < 30; index += 1) registry.createRepository(`app-${index}`);
  }
  const first = ecr.registry('100000000000', 'us-west-2');
  for (let index = 0; index < 500; index += 1) first.push(`app-0:v${index}`, image(`v${index % 100}`));
  const lines = ecr.inspect().split('\n');
  expect(lines.length).toBeLessThan(50 * 24);
  expect(lines).toContain('… 10 more registries');
  expect(lines.filter((line) => line.includes('… 10 more repositories'))).toHaveLength(50);
  expect(lines.some((line) => line.includes('… 90 more images'))).toBe(true);
});

test('colours only if they are asked for', () => {
  const ecr = scene();
  ecr.registry(SOURCE, 'us-west-2').createRepository('payments').push('payments:v1');
  expect(ecr.inspect()).not.toContain('\u001b');
  const colored = ecr.inspect({ colors: true });
  expect(colored).toContain('\u001b[1mpayments\u001b[22m');
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(ecr.inspect());
});

test('no text of the world reaches a terminal as a command, or breaks a line', () => {
  const ecr = scene();
  const registry = ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  const subject = image('v1');
  registry.push('app:v1', subject);
  registry.push('app', artifact({ subject, artifactType: 'x\u001b[2J\ny\u202ez' }));
  expect(ecr.inspect()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  expect(ecr.inspect()).toContain('x�[2J y�z');
});

test.each([{ images: -1 }, { tags: 1.5 }, { repositories: NaN }, { registries: '3' as never }])(
  'a limit that is none is refused: %p',
  (options) => {
    expect(() => scene().inspect(options)).toThrow(
      /^\[fake-ecr\] The tree cannot show .* Give a whole number\./,
    );
  },
);

test('a destination is shown before anything arrived, whatever else was looked at before', () => {
  const ecr = scene();
  ecr.registry(SOURCE, 'us-west-2').replicateTo(ecr.registry(OTHER, 'eu-west-1'));
  const before = ecr.inspect();
  expect(before).toContain(`account ${OTHER}\n└─ eu-west-1  0 repositories, 0 images`);
  String(ecr.topology());
  expect(ecr.inspect()).toBe(before);
});

test('looking changes nothing', () => {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments').push('payments:v1');
  prod.replicateTo(ecr.registry(OTHER, 'eu-west-1'));
  const before = JSON.stringify(ecr.snapshot());
  ecr.inspect();
  ecr.report();
  String(ecr.topology());
  String(ecr.timeline());
  expect(JSON.stringify(ecr.snapshot())).toBe(before);
});

test('caches, policies of one statement, and rules that take deletions along', async () => {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').replicateTo(ecr.registry(SOURCE, 'eu-west-1'), {
    deleteReplication: true,
  });
  await ecr
    .client(SOURCE, 'us-west-2')
    .send(
      new CreatePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' }),
    );
  const Principal = { AWS: `arn:aws:iam::${OTHER}:root` };
  prod.setPolicy({
    Version: '2012-10-17',
    Statement: { Sid: 'one', Effect: 'Allow', Principal, Action: 'ecr:ReplicateImage', Resource: '*' },
  });
  expect(shown(ecr.inspect())).toMatchInlineSnapshot(`
   "
   account 111122223333
   ├─ eu-west-1  0 repositories, 0 images, no registry policy
   └─ us-west-2  0 repositories, 0 images, 1 replication rule, registry policy, 1 pull-through rule
      ├─ rule 1: all repositories -> 111122223333/eu-west-1, deletions too
      ├─ registry policy: 1 statement
      └─ pull through quay <- quay.io
   "
  `);
});

test.each([
  [999, '999 B'],
  [1000, '1.0 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [12_345_678, '12.3 MB'],
  [5_000_000_000, '5.0 GB'],
  [7_500_000_000_000_000, '7500.0 TB'],
])('an image of %d bytes is %s', (bytes, text) => {
  const ecr = scene();
  const config = image({ layers: [0] }).blobs[0]?.size as number;
  const sized = image({ layers: [bytes - config] });
  ecr.registry(SOURCE, 'us-west-2').createRepository('app').push('app:v1', sized);
  expect(ecr.inspect()).toContain(`  v1  ${text}  ACTIVE`);
});
