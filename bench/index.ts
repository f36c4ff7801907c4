/**
 * What one command costs, as ratios against the bare stub of aws-sdk-client-mock in the same run; medians.
 * `npm run bench` prints a table and writes reports/bench.json. Nothing is asserted: machines are noisy.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { DescribeImagesCommand, ECRClient, ListImagesCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { mockClient } from 'aws-sdk-client-mock';
import { Bench } from 'tinybench';
import { type FakeEcr, fakeEcr, image } from '../src/index.js';

interface Row {
  readonly name: string;
  readonly microseconds: number;
  readonly ratio: number;
  readonly against: string;
}

const rows: Row[] = [];
const template = image('bench').manifest;

/** Another image of the same shape: only the last digits of a layer's digest differ. */
function manifestNumber(number: number): string {
  return `${template.slice(0, -1)},"annotations":{"number":"${number}"}}`;
}

async function medianOf(
  name: string,
  task: () => Promise<unknown>,
  beforeEach?: () => void,
): Promise<number> {
  const bench = new Bench({ time: 400, warmupTime: 100 });
  bench.add(name, task, beforeEach === undefined ? {} : { beforeEach });
  await bench.run();
  const { result } = bench.tasks[0] ?? {};
  if (result?.latency.p50 === undefined) throw new Error(`${name} did not complete`);
  return result.latency.p50 * 1000;
}

async function bareStub(): Promise<number> {
  const stub = mockClient(ECRClient);
  stub.on(DescribeImagesCommand).resolves({});
  const client = new ECRClient({ region: 'us-east-1' });
  const command = new DescribeImagesCommand({ repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] });
  const median = await medianOf(
    'bare stub',
    async () => client.send(command),
    () => {
      if (stub.calls().length > 5000) stub.resetHistory();
    },
  );
  stub.restore();
  return median;
}

function fill(ecr: FakeEcr, count: number): void {
  const { registry } = ecr.registry('123456789012', 'us-east-1').createRepository('app');
  const repository = registry.repository('app');
  if (repository === undefined) throw new Error('no repository');
  const handle = ecr.registry('123456789012', 'us-east-1');
  for (let number = 0; number < count; number += 1) {
    handle.push(`app:v${number}`, { ...image('bench'), manifest: manifestNumber(number), blobs: [] });
  }
}

async function atSize(count: number, bare: number): Promise<void> {
  const ecr = fakeEcr({ layers: 'assumed', limits: { imagesPerRepository: Infinity } });
  fill(ecr, count);
  const client = ecr.client('123456789012', 'us-east-1');
  let next = count;
  const tidy = () => {
    if (ecr.mock.calls().length > 5000) ecr.mock.resetHistory();
  };
  const measure = async (name: string, task: () => Promise<unknown>) => {
    const microseconds = await medianOf(name, task, tidy);
    rows.push({
      name: `${name}, ${count} images`,
      microseconds,
      ratio: microseconds / bare,
      against: 'bare stub',
    });
  };
  const byTag = new DescribeImagesCommand({ repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] });
  await measure('DescribeImages by tag', () => client.send(byTag));
  await measure('PutImage', () => {
    next += 1;
    return client.send(
      new PutImageCommand({
        repositoryName: 'app',
        imageTag: `v${next}`,
        imageManifest: manifestNumber(next),
      }),
    );
  });
  const list = new ListImagesCommand({ repositoryName: 'app', maxResults: 100 });
  await measure('ListImages, a page of 100', () => client.send(list));
  const describe = new DescribeImagesCommand({ repositoryName: 'app', maxResults: 100 });
  await measure('DescribeImages, a page of 100', () => client.send(describe));
  ecr.restore();
}

async function fanOut(destinations: number, one: number | undefined): Promise<number> {
  const regions = [
    'us-east-2 us-west-1 us-west-2 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1',
    'ap-southeast-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 sa-east-1',
  ].flatMap((line) => line.split(' '));
  const targets = ['123456789012', '444455556666']
    .flatMap((account) => regions.map((region) => [account, region] as const))
    .slice(0, destinations);
  const ecr = fakeEcr({ layers: 'assumed', limits: { imagesPerRepository: Infinity } });
  const source = ecr.registry('123456789012', 'us-east-1').createRepository('app');
  const handles = targets.map(([account, region]) => ecr.registry(account, region));
  for (const handle of handles) handle.allowReplicationFrom(source);
  source.replicateTo(handles);
  let next = 0;
  const microseconds = await medianOf(`push to ${destinations}`, () => {
    next += 1;
    source.push(`app:v${next}`, { ...image('bench'), manifest: manifestNumber(next), blobs: [] });
    return Promise.resolve();
  });
  rows.push({
    name: `one push to ${destinations} destinations (model alone)`,
    microseconds,
    ratio: one === undefined ? 1 : microseconds / one,
    against: 'one destination',
  });
  ecr.restore();
  return microseconds;
}

const bare = await bareStub();
rows.push({ name: 'bare stub', microseconds: bare, ratio: 1, against: 'bare stub' });
const sizes = process.argv.includes('--large') ? [1000, 10_000, 100_000, 1_000_000] : [1000, 10_000, 100_000];
for (const size of sizes) await atSize(size, bare);
const one = await fanOut(1, undefined);
for (const count of [5, 25]) await fanOut(count, one);

console.table(
  rows.map(({ name, microseconds, ratio, against }) => ({
    what: name,
    'median µs': Number(microseconds.toFixed(2)),
    ratio: Number(ratio.toFixed(2)),
    against,
  })),
);
mkdirSync('reports', { recursive: true });
writeFileSync('reports/bench.json', `${JSON.stringify(rows, null, 2)}\n`);
