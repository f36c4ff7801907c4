/** Random histories in a world that is kept in a folder: what a later process finds is what was there. */
import fc from 'fast-check';
import { image } from '../../../src/index.js';
import { sha256 } from '../../../src/world/images/manifest.js';
import { simulationOf } from '../../../src/fake/simulation-of.js';
import { startAfresh } from '../../../src/cli/data-dir/redo.js';
import { KeptWorld, newFolder } from '../../support/kept-world.js';
import { REGISTRIES, commandOf, history } from '../../properties/histories.js';
import type { Step } from '../../properties/reference-model.js';

const RUNS = Math.min(Number(process.env['PROPERTY_RUNS'] ?? 60), 500);

const at = fc.constantFrom(...REGISTRIES);
const repositoryName = fc.constantFrom('app', 'apple', 'team/app');
const IMAGES = ['one', 'two', 'three'].map((name) => image(name));

/** What happens to a world besides pushes. */
type Happening =
  | Step
  | { readonly do: 'call'; readonly at: string; readonly operation: string; readonly input: object }
  | { readonly do: 'control'; readonly action: string; readonly args: readonly unknown[] }
  | { readonly do: 'layer'; readonly at: string; readonly name: string; readonly text: string }
  | { readonly do: 'compact' };

const EXPIRE_UNTAGGED = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
      action: { type: 'expire' },
    },
  ],
});

const call = (operation: string, input: (name: string) => object) =>
  fc.tuple(at, repositoryName).map(([where, name]): Happening => ({
    do: 'call',
    at: where,
    operation,
    input: input(name),
  }));
const control = (action: string, ...args: unknown[]) =>
  fc.constant<Happening>({ do: 'control', action, args });

const further = fc.oneof(
  call('BatchGetImage', (name) => ({ repositoryName: name, imageIds: [{ imageTag: 'v1' }] })),
  call('DescribeImages', (name) => ({ repositoryName: name })),
  call('PutLifecyclePolicy', (name) => ({ repositoryName: name, lifecyclePolicyText: EXPIRE_UNTAGGED })),
  call('StartLifecyclePolicyPreview', (name) => ({ repositoryName: name })),
  call('GetLifecyclePolicyPreview', (name) => ({ repositoryName: name })),
  call('StartImageScan', (name) => ({ repositoryName: name, imageId: { imageTag: 'v1' } })),
  call('DescribeImageScanFindings', (name) => ({ repositoryName: name, imageId: { imageTag: 'v1' } })),
  call('PutImageScanningConfiguration', (name) => ({
    repositoryName: name,
    imageScanningConfiguration: { scanOnPush: true },
  })),
  call('UpdateImageStorageClass', (name) => ({
    repositoryName: name,
    imageId: { imageTag: 'v2' },
    targetStorageClass: 'ARCHIVE',
  })),
  call('UpdateImageStorageClass', (name) => ({
    repositoryName: name,
    imageId: { imageDigest: IMAGES[0]?.digest },
    targetStorageClass: 'STANDARD',
  })),
  call('StartReplicationBackfill', () => ({
    destination: { region: 'eu-west-1', registryId: '111122223333' },
  })),
  call('GetAuthorizationToken', () => ({})),
  call('InitiateLayerUpload', (name) => ({ repositoryName: name })),
  fc
    .record({ at, name: repositoryName, text: fc.constantFrom('a', 'b', 'c') })
    .map((one): Happening => ({ do: 'layer', ...one })),
  // A Region that its first call enables.
  fc.constant<Happening>({
    do: 'call',
    at: '111122223333/af-south-1',
    operation: 'DescribeRepositories',
    input: {},
  }),
  control('settle'),
  control('settle', { registryId: '444455556666', region: 'us-east-1' }),
  control('advance', 3_600_000),
  control('advance', 2 * 86_400_000),
  control('reset'),
  control('outage', 'eu-west-1', false),
  control('outage', 'eu-west-1', true),
  control('stall', { to: { registryId: '444455556666', region: 'us-east-1' }, ends: false }),
  control('stall', { to: { registryId: '444455556666', region: 'us-east-1' }, ends: true }),
  control('fail', { operation: 'PutImage', code: 'ThrottlingException', times: 2, ends: false }),
  control('fail', { operation: '*', code: 'ServerException', times: 1, ends: false }),
  control('grant', { registryId: '444455556666', region: 'us-east-1' }, '111122223333'),
  fc.constant<Happening>({ do: 'compact' }),
);

const happenings = fc
  .tuple(history(25), fc.array(fc.tuple(fc.nat(25), further), { maxLength: 25 }))
  .map(([steps, others]) => {
    const all: Happening[] = [...steps];
    for (const [place, other] of others) all.splice(Math.min(place, all.length), 0, other);
    return all;
  });

function happen(world: KeptWorld, one: Happening): void {
  switch (one.do) {
    case 'call':
      world.call(one.at, one.operation, one.input);
      return;
    case 'control':
      try {
        (world.control[one.action as 'settle'] as (...args: unknown[]) => void)(...one.args);
      } catch {
        // There is nothing to end.
      }
      return;
    case 'layer':
      upload(world, one.at, one.name, one.text);
      return;
    case 'compact':
      world.keeper.compact();
      return;
    default: {
      const { operation, input } = commandOf(one);
      world.call(one.at, operation, input);
    }
  }
}

function upload(world: KeptWorld, registry: string, repository: string, text: string): void {
  const bytes = Buffer.from(text);
  const begun = world.call(registry, 'InitiateLayerUpload', { repositoryName: repository });
  const { uploadId } = begun as { uploadId?: string };
  if (uploadId === undefined) return;
  const part = { partFirstByte: 0, partLastByte: bytes.length - 1, layerPartBlob: bytes };
  world.call(registry, 'UploadLayerPart', { repositoryName: repository, uploadId, ...part });
  const layerDigests = [sha256(bytes)];
  world.call(registry, 'CompleteLayerUpload', { repositoryName: repository, uploadId, layerDigests });
}

test.each(['instant', 'manual', { latency: 7_200_000 }] as const)(
  'what is recovered is what was there, after any history: replication %j',
  async (replication) => {
    await fc.assert(
      fc.asyncProperty(happenings, fc.nat(50), async (all, middle) => {
        const world = await KeptWorld.open(newFolder(), { replication });
        for (const [index, one] of all.entries()) {
          happen(world, one);
          if (index === middle) requireSame(world, await world.afterCrash());
        }
        const after = await world.afterCrash();
        requireSame(world, after);
        // And once more, since the first start has written it anew.
        const later = await after.afterCrash();
        requireSame(world, later);
        // They have the same future.
        for (const one of [world, later]) {
          one.call(REGISTRIES[0], 'CreateRepository', { repositoryName: 'after' });
          one.control.advance(3 * 86_400_000);
          one.control.settle();
        }
        requireSame(world, later);
        for (const one of [world, after, later]) one.keeper.close();
      }),
      { numRuns: RUNS },
    );
  },
  120_000,
);

/** Faults end with the process, so they are ended in the other world too. */
function requireSame(world: KeptWorld, found: KeptWorld): void {
  startAfresh(simulationOf(world.ecr));
  expect([found.state(), found.notes]).toEqual([world.state(), []]);
}
