import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DescribeImagesCommand,
  type ECRClient,
  ListImagesCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { type FakeEcr } from '../../src/index.js';
import { type Row, type Task, compare } from '../measure.js';
import { ACCOUNT, BareStub, REGION, benchFake, caller, fill, manifestNumber, tidier } from '../scene.js';

const at = { repositoryName: 'app' };

/** What is called at every size. */
function tasksOf(ecr: FakeEcr, client: ECRClient, start: number): Readonly<Record<string, Task>> {
  const tidy = tidier(ecr);
  const call = caller(ecr);
  const byTag = new DescribeImagesCommand({ ...at, imageIds: [{ imageTag: 'v1' }] });
  const pull = new BatchGetImageCommand({ ...at, imageIds: [{ imageTag: 'v1' }] });
  const list = new ListImagesCommand({ ...at, maxResults: 100 });
  const describe = new DescribeImagesCommand({ ...at, maxResults: 100 });
  const nextToken = call('ListImages', { ...at, maxResults: Math.min(1000, start >> 1) })[
    'nextToken'
  ] as string;
  const later = new ListImagesCommand({ ...at, maxResults: 100, nextToken });
  let next = start;
  let put: PutImageCommand;
  let gone: BatchDeleteImageCommand;
  return {
    'DescribeImages by tag': { before: tidy, run: () => client.send(byTag) },
    'BatchGetImage by tag': { before: tidy, run: () => client.send(pull) },
    PutImage: {
      before: () => {
        tidy();
        next += 1;
        put = new PutImageCommand({ ...at, imageTag: `v${next}`, imageManifest: manifestNumber(next) });
      },
      run: () => client.send(put),
    },
    BatchDeleteImage: {
      before: () => {
        tidy();
        next += 1;
        call('PutImage', { ...at, imageTag: `v${next}`, imageManifest: manifestNumber(next) });
        gone = new BatchDeleteImageCommand({ ...at, imageIds: [{ imageTag: `v${next}` }] });
      },
      run: () => client.send(gone),
    },
    'ListImages, a page of 100': { before: tidy, run: () => client.send(list) },
    'ListImages, a later page of 100': { before: tidy, run: () => client.send(later) },
    'DescribeImages, a page of 100': { before: tidy, run: () => client.send(describe) },
  };
}

const BARE = [
  DescribeImagesCommand,
  BatchGetImageCommand,
  PutImageCommand,
  BatchDeleteImageCommand,
  ListImagesCommand,
] as const;

/** The same calls in worlds of growing size: against the bare stub, and against the smallest world. */
export async function growth(sizes: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  const smallest = new Map<string, number>();
  const bare = new BareStub();
  for (const command of BARE) bare.answers(command);
  const byTag = new DescribeImagesCommand({ ...at, imageIds: [{ imageTag: 'v1' }] });
  for (const size of sizes) {
    const ecr = benchFake();
    fill(ecr, 'app', size);
    const tasks = tasksOf(ecr, ecr.client(ACCOUNT, REGION), size);
    for (const [what, task] of Object.entries(tasks)) {
      const medians = await compare({
        bare: { before: () => bare.tidy(), run: () => bare.client.send(byTag) },
        ours: task,
      });
      const isPage = what.includes('page');
      const first = smallest.get(what);
      if (first === undefined) smallest.set(what, medians.ours);
      rows.push({
        what: `${what}, ${size} images`,
        value: medians.ours,
        unit: 'µs',
        ratio: medians.ours / (first ?? medians.bare),
        against: first === undefined ? 'bare stub' : `${sizes[0]} images`,
        ...(first === undefined && isPage ? {} : { budget: { of: 'ratio', most: 1.5 } }),
      });
    }
    ecr.restore();
  }
  bare.restore();
  return rows;
}
