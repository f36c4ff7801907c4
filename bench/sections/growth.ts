import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DescribeImagesCommand,
  ECRClient,
  ListImagesCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { type FakeEcr } from '../../src/index.js';
import { type Row, type Task, compare } from '../measure.js';
import { ACCOUNT, REGION, benchFake, caller, fill, manifestNumber, tidier } from '../scene.js';

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

/** The same calls in worlds of growing size, against the smallest world. */
export async function growth(sizes: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  const [fewest = 0] = sizes;
  const smallest = worldOf(fewest);
  for (const size of sizes.slice(1)) {
    const world = worldOf(size);
    for (const [what, ours] of Object.entries(world.tasks)) {
      const other = smallest.tasks[what] as Task;
      const measured = await compare({ other, ours });
      rows.push({
        what: `${what}, ${size} images`,
        value: measured.median('ours'),
        unit: 'µs',
        ratio: measured.ratio('ours', 'other'),
        against: `${fewest} images`,
        budget: { of: 'ratio', most: 1.5 },
      });
    }
    world.ecr.restore();
  }
  smallest.ecr.restore();
  return rows;
}

/** A world of so many images with its own client, so that several stand side by side. */
function worldOf(size: number): { readonly ecr: FakeEcr; readonly tasks: Readonly<Record<string, Task>> } {
  const ecr = benchFake({ clients: [new ECRClient({ region: REGION })] });
  fill(ecr, 'app', size);
  return { ecr, tasks: tasksOf(ecr, ecr.client(ACCOUNT, REGION), size) };
}
