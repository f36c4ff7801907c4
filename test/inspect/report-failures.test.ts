/** The report's part on what went wrong, and how things are found in it. */
import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { type FakeEcr, image } from '../../src/index.js';
import { OTHER, SOURCE, scene } from '../support/scene.js';

const push = (repositoryName: string) =>
  new PutImageCommand({ repositoryName, imageTag: 'v1', imageManifest: image('v1').manifest });

/** A report's part under a heading. */
function part(ecr: FakeEcr, heading: string): string {
  const [, text = ''] = new RegExp(`<h2>${heading}</h2>([\\s\\S]*?)(<h2>|<script>)`).exec(ecr.report()) ?? [];
  return text;
}

test('nothing went wrong', () => {
  expect(part(scene(), 'Failures')).toContain('Nothing went wrong.');
});

test('each failure has its explanation, the latest first', async () => {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  prod.replicateTo(ecr.registry(OTHER, 'eu-west-1')).push('payments:v1');
  ecr.clock.advance(1000);
  await new ECRClient({ region: 'us-west-2' }).send(push('payments')).catch(() => undefined);
  const failures = part(ecr, 'Failures');
  expect(failures.match(/<details class="item failed" open/g)).toHaveLength(2);
  expect(failures.indexOf('RepositoryNotFoundException')).toBeLessThan(
    failures.indexOf('has no registry policy'),
  );
  for (const text of [
    'hint: the caller is not known',
    'has no registry policy. It needs this statement:',
    'called by arn:aws:iam::123456789012:user/fake-ecr',
    'DESTINATION_REGISTRY_ACCESS_DENIED',
  ]) {
    expect(failures).toContain(text);
  }
});

test('a tag that stayed where it was is one too', () => {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  const standby = ecr.registry(SOURCE, 'eu-west-1');
  standby
    .createRepository('payments', { imageTagMutability: 'IMMUTABLE' })
    .push('payments:v1', image('other'));
  prod.replicateTo(standby).push('payments:v1');
  expect(part(ecr, 'Failures')).toContain('The image was replicated without its tag');
});

test('nothing is lost, however much happened: what has no row is a line', async () => {
  const ecr = scene();
  const client = ecr.client(SOURCE, 'us-west-2');
  for (let index = 0; index < 700; index += 1) {
    await client.send(push(`app-${index}`)).catch(() => undefined);
  }
  const document = ecr.report();
  for (let index = 0; index < 700; index += 1) {
    // In the failures, in the timeline, and in the explanation of those that have one.
    expect(document.split(`PutImage app-${index}:v1 `).length - 1).toBe(2);
  }
  expect(document).toContain('500 earlier failures');
  expect(document).toContain('200 earlier entries');
  expect(document).not.toContain('left out');
  const timeline = part(ecr, 'Timeline');
  expect(timeline.indexOf('app-699:v1')).toBeLessThan(timeline.indexOf('app-0:v1'));
});

test('no policy, a policy for others, and one that may not create are told apart', () => {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments').createRepository('orders');
  const [none, others, noCreation, some] = ['eu-west-1', 'eu-west-2', 'eu-central-1', 'us-east-1'].map(
    (region) => ecr.registry(OTHER, region),
  ) as [typeof prod, typeof prod, typeof prod, typeof prod];
  others.allowReplicationFrom('999988887777');
  noCreation.allowReplicationFrom(prod, { createRepository: false });
  some.allowReplicationFrom(prod, { createRepository: false }).createRepository('payments');
  prod.replicateTo([none, others, noCreation, some]);
  const lines = String(ecr.topology())
    .split('\n')
    .filter((line) => line.includes('->'));
  expect(lines.map((line) => /\[(.*)\]/.exec(line)?.[1])).toEqual([
    'no registry policy',
    'not permitted',
    'may replicate, may not create',
    'may not create orders',
  ]);
  const report = part(ecr, 'Replication');
  for (const remark of ['no registry policy', 'may replicate, may not create', 'may not create orders']) {
    expect(report).toContain(remark);
  }
});
