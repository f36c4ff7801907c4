import {
  BatchDeleteImageCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
  PutImageCommand,
  StartReplicationBackfillCommand,
} from '@aws-sdk/client-ecr';
import { type Timeline, image } from '../../src/index.js';
import { OTHER, SOURCE, START, push, scene } from '../support/scene.js';

const shown = (timeline: Timeline) => `\n${String(timeline)}\n`;

function twoRegistries(replication: 'instant' | 'manual' | { latency: number } = 'instant') {
  const ecr = scene({ replication });
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  const dr = ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(prod);
  prod.replicateTo(dr);
  return { ecr, prod, dr, client: ecr.client(SOURCE, 'us-west-2') };
}

test('nothing happened', () => {
  const timeline = scene().timeline();
  expect(timeline.entries).toEqual([]);
  expect(timeline.length).toBe(0);
  expect(timeline.latest(5)).toEqual([]);
  expect(String(timeline)).toBe('nothing happened yet');
});

test('at one moment, causes come before what they bring about, push after push', async () => {
  const { ecr, client } = twoRegistries();
  await push(client, 'payments', 'v1', 'one');
  await push(client, 'payments', 'v2', 'two');
  expect(shown(ecr.timeline())).toMatchInlineSnapshot(`
   "
   2026-11-24 09:00:00.000Z  call         111122223333/us-west-2  PutImage payments:v1 by user/fake-ecr
   2026-11-24 09:00:00.000Z  event        111122223333/us-west-2  ECR Image Action PUSH payments:v1 SUCCESS
   2026-11-24 09:00:00.000Z  call         444455556666/eu-west-1  CreateRepository payments by AWSServiceRoleForECRReplication
   2026-11-24 09:00:00.000Z  call         444455556666/eu-west-1  ReplicateImage payments:v1 by AWSServiceRoleForECRReplication
   2026-11-24 09:00:00.000Z  replication  111122223333/us-west-2  payments:v1 -> 444455556666/eu-west-1 COMPLETE
   2026-11-24 09:00:00.000Z  event        444455556666/eu-west-1  ECR Replication Action REPLICATE payments:v1 SUCCESS
   2026-11-24 09:00:00.000Z  call         111122223333/us-west-2  PutImage payments:v2 by user/fake-ecr
   2026-11-24 09:00:00.000Z  event        111122223333/us-west-2  ECR Image Action PUSH payments:v2 SUCCESS
   2026-11-24 09:00:00.000Z  call         444455556666/eu-west-1  ReplicateImage payments:v2 by AWSServiceRoleForECRReplication
   2026-11-24 09:00:00.000Z  replication  111122223333/us-west-2  payments:v2 -> 444455556666/eu-west-1 COMPLETE
   2026-11-24 09:00:00.000Z  event        444455556666/eu-west-1  ECR Replication Action REPLICATE payments:v2 SUCCESS
   "
  `);
});

test('a refusal, and who asked', async () => {
  const { ecr, client } = twoRegistries();
  const ada = ecr.principal(`arn:aws:iam::${SOURCE}:user/ada`, { policies: [] }).client('us-west-2');
  const digest = `sha256:${'0'.repeat(64)}`;
  await client.send(new DescribeImagesCommand({ repositoryName: 'nope' })).catch(() => undefined);
  await ada.send(new GetAuthorizationTokenCommand({})).catch(() => undefined);
  await client
    .send(new DescribeRepositoriesCommand({ repositoryNames: ['aa', 'bb'] }))
    .catch(() => undefined);
  await client.send(
    new BatchDeleteImageCommand({ repositoryName: 'payments', imageIds: [{ imageDigest: digest }] }),
  );
  await client.send(
    new BatchDeleteImageCommand({
      repositoryName: 'payments',
      imageIds: [{ imageTag: 'a' }, { imageTag: 'b' }],
    }),
  );
  await client
    .send(new DescribeImagesCommand({ registryId: OTHER, repositoryName: 'payments' }))
    .catch(() => undefined);
  expect(shown(ecr.timeline())).toMatchInlineSnapshot(`
   "
   2026-11-24 09:00:00.000Z  call         111122223333/us-west-2  DescribeImages nope by user/fake-ecr -> RepositoryNotFoundException: The repository with name 'nope' does not exist in the registry with id '111122223333'
   2026-11-24 09:00:00.000Z  call         111122223333/us-west-2  GetAuthorizationToken by user/ada -> AccessDeniedException: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action
   2026-11-24 09:00:00.000Z  call         111122223333/us-west-2  DescribeRepositories aa, bb by user/fake-ecr -> RepositoryNotFoundException: The repository with name 'aa' does not exist in the registry with id '111122223333'
   2026-11-24 09:00:00.000Z  call         111122223333/us-west-2  BatchDeleteImage payments@sha256:000000000000 by user/fake-ecr
   2026-11-24 09:00:00.000Z  call         111122223333/us-west-2  BatchDeleteImage payments (2 images) by user/fake-ecr
   2026-11-24 09:00:00.000Z  call         444455556666/us-west-2  DescribeImages payments by user/fake-ecr -> AccessDeniedException: User: arn:aws:iam::111122223333:user/fake-ecr is not authorized to perform: ecr:DescribeImages on resource: arn:aws:ecr:us-west-2:444455556666:repository/payments because no resource-based policy all…
   "
  `);
});

test('a replication stands where it ended; one under way where it began', () => {
  const { ecr, prod } = twoRegistries({ latency: 5000 });
  prod.push('payments:v1', image('one'));
  ecr.clock.advance(4000);
  prod.push('payments:v2', image('two'));
  ecr.clock.advance(3000);
  expect(shown(ecr.timeline())).toMatchInlineSnapshot(`
   "
   2026-11-24 09:00:00.000Z  event        111122223333/us-west-2  ECR Image Action PUSH payments:v1 SUCCESS
   2026-11-24 09:00:04.000Z  event        111122223333/us-west-2  ECR Image Action PUSH payments:v2 SUCCESS
   2026-11-24 09:00:04.000Z  replication  111122223333/us-west-2  payments:v2 -> 444455556666/eu-west-1 started, under way
   2026-11-24 09:00:05.000Z  call         444455556666/eu-west-1  CreateRepository payments by AWSServiceRoleForECRReplication
   2026-11-24 09:00:05.000Z  call         444455556666/eu-west-1  ReplicateImage payments:v1 by AWSServiceRoleForECRReplication
   2026-11-24 09:00:05.000Z  replication  111122223333/us-west-2  payments:v1 -> 444455556666/eu-west-1 COMPLETE after 5000 ms
   2026-11-24 09:00:05.000Z  event        444455556666/eu-west-1  ECR Replication Action REPLICATE payments:v1 SUCCESS
   "
  `);
});

test('a replication that fails says with which code, one that leaves its tag behind where the tag is', () => {
  const { ecr, prod, dr } = twoRegistries();
  dr.createRepository('payments', { imageTagMutability: 'IMMUTABLE' }).push('payments:v1', image('theirs'));
  prod.replicateTo(ecr.registry('777788889999', 'us-east-1'));
  prod.push('payments:v1', image('ours'));
  const replications = ecr.timeline().entries.filter(({ kind }) => kind === 'replication');
  expect(replications.map(({ text, failed }) => [text, failed])).toEqual([
    [
      `payments:v1 -> ${OTHER}/eu-west-1 COMPLETE, tag withheld: it is at ${image('theirs').digest.slice(0, 19)}`,
      false,
    ],
    ['payments:v1 -> 777788889999/us-east-1 FAILED (DESTINATION_REGISTRY_ACCESS_DENIED)', true],
  ]);
});

test('entries are plain objects, and the latest of them the last', async () => {
  const { ecr, client } = twoRegistries();
  await push(client, 'payments', 'v1');
  const timeline = ecr.timeline();
  expect(timeline.entries[0]).toEqual({
    at: START,
    kind: 'call',
    where: `${SOURCE}/us-west-2`,
    text: 'PutImage payments:v1 by user/fake-ecr',
    failed: false,
  });
  expect(timeline.latest(2)).toEqual(timeline.entries.slice(-2));
  expect(timeline).toHaveLength(timeline.entries.length);
});

test('removed images stay in the timeline until a reset', async () => {
  const { ecr, client } = twoRegistries();
  await push(client, 'payments', 'v1');
  await client.send(
    new BatchDeleteImageCommand({ repositoryName: 'payments', imageIds: [{ imageTag: 'v1' }] }),
  );
  expect(String(ecr.timeline())).toContain(`payments:v1 -> ${OTHER}/eu-west-1 COMPLETE`);
  expect(String(ecr.timeline())).toContain('ECR Image Action DELETE payments:v1 SUCCESS');
  ecr.reset();
  expect(ecr.timeline()).toHaveLength(0);
});

test('a world that was loaded has no past', async () => {
  const { ecr, client } = twoRegistries();
  await push(client, 'payments', 'v1');
  ecr.load(ecr.snapshot());
  expect(ecr.timeline()).toHaveLength(0);
});

test('an entry is one line, whatever was called for', async () => {
  const { ecr, client } = twoRegistries();
  const imageTag = 'a\nb\u001b[2J';
  await client
    .send(new PutImageCommand({ repositoryName: 'payments', imageTag, imageManifest: '{}' }))
    .catch(() => undefined);
  const text = String(ecr.timeline());
  expect(text.split('\n')).toHaveLength(1);
  expect(text).toContain('payments:a b�[2J');
});

test('a long past has a line for each entry', () => {
  const { ecr, prod } = twoRegistries();
  for (let index = 0; index < 3000; index += 1) prod.push('payments:v1', image(`v${index % 2}`));
  const timeline = ecr.timeline();
  // Each push, the call at the destination, the replication and its event; and the first made a repository.
  expect(timeline).toHaveLength(3000 * 4 + 1);
  expect(String(timeline).split('\n')).toHaveLength(timeline.length);
});

test('the latest none are none', async () => {
  const { ecr, client } = twoRegistries();
  await push(client, 'payments', 'v1');
  expect(ecr.timeline().latest(0)).toEqual([]);
  expect(() => ecr.timeline().latest(-1)).toThrow('[fake-ecr] The count of latest() is -1.');
});

test('a call for many repositories counts them', async () => {
  const { ecr, client } = twoRegistries();
  for (const repositoryNames of [
    ['aa', 'bb', 'cc'],
    ['aa', 'bb', 'cc', 'dd'],
  ]) {
    await client.send(new DescribeRepositoriesCommand({ repositoryNames })).catch(() => undefined);
  }
  const texts = ecr.timeline().entries.map(({ text }) => text.replace(/ by .*/, ''));
  expect(texts).toEqual(['DescribeRepositories aa, bb, cc', 'DescribeRepositories 4 repositories']);
});

test('an event that is about no one repository has none', async () => {
  const { ecr, client } = twoRegistries();
  const destination = { registryId: OTHER, region: 'eu-west-1' };
  await client.send(new StartReplicationBackfillCommand({ destination }));
  expect(ecr.timeline().entries.map(({ text }) => text)).toContain('ECR Replication Backfill Action SUCCESS');
});
