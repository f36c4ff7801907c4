/**
 * A soak: for ten minutes, or as many as are asked for, random histories in several accounts and Regions while time
 * passes and things fail. The world has to stay whole, and memory level: `npm run soak`, `npm run soak -- 2`.
 */
import fc from 'fast-check';
import { image } from '../../src/index.js';
import { FakeWorld } from '../../src/fake/fake-world.js';
import { keep, tagged } from '../ecr/lifecycle/policies.js';
import { worldProblems } from '../support/invariants.js';
import { History, REGISTRIES, history } from './histories.js';

const MINUTES = Number(process.argv[2] ?? 10);
const HISTORIES_AN_EPOCH = 20;
const HOUR = 3_600_000;
/** What a garbage collector may leave lying about. */
const MEBIBYTES_OF_NOISE = 16;

const SOURCE = REGISTRIES[0];
const lifecyclePolicyText = JSON.stringify({ rules: [keep(1, 2, tagged('v*')), keep(2, 1)] });

/** What happens besides pushes and deletes: it may be refused, it may not break anything. */
const INTERFERENCES: readonly ((world: History, run: number) => void)[] = [
  ({ ecr }, run) => ecr.clock.advance((run % 50) * HOUR),
  ({ ecr }) => ecr.settle(),
  ({ ecr }) => ecr.fail('*').with('ThrottlingException').times(3),
  ({ ecr }) => ecr.fail('PutImage').with('ServerException').once(),
  ({ ecr }) => ecr.delay('BatchDeleteImage', 5 * HOUR).once(),
  ({ ecr }) => ecr.failReplication().times(2),
  ({ ecr }) => ecr.outage('eu-west-1').end(),
  ({ ecr }) => void ecr.outage('eu-west-1'),
  (world) => world.call(SOURCE, 'PutLifecyclePolicy', { repositoryName: 'app', lifecyclePolicyText }),
  (world) => world.call(SOURCE, 'StartImageScan', { repositoryName: 'app', imageId: { imageTag: 'v1' } }),
  (world, run) => {
    const targetStorageClass = run % 2 === 0 ? 'ARCHIVE' : 'STANDARD';
    const imageId = { imageDigest: image('one').digest };
    world.call(SOURCE, 'UpdateImageStorageClass', { repositoryName: 'app', imageId, targetStorageClass });
  },
  (world) => {
    const destination = { registryId: SOURCE.split('/')[0], region: 'eu-west-1' };
    world.call(SOURCE, 'StartReplicationBackfill', { destination });
  },
  ({ ecr }) => void ecr.runLifecycle(),
];

/** One world from its beginning to its reset. @returns how many steps it took */
function epoch(world: History, number: number): number {
  const runs = fc.sample(history(60), { numRuns: HISTORIES_AN_EPOCH, seed: number });
  let steps = 0;
  runs.forEach((run, index) => {
    for (const step of run) {
      world.step(step);
      steps += 1;
    }
    const interference = INTERFERENCES[(number * 7 + index) % INTERFERENCES.length];
    interference?.(world, number + index);
    const problems = worldProblems(FakeWorld.simulationOf(world.ecr).service.world);
    if (problems.length > 0) throw new Error(`epoch ${number}: ${problems.join('; ')}`);
  });
  world.ecr.outage('eu-west-1').end();
  world.ecr.settle();
  const left = world.ecr.pending();
  if (left.length > 0) throw new Error(`epoch ${number} leaves work behind: ${left.join('; ')}`);
  world.ecr.load(world.ecr.snapshot());
  world.ecr.reset();
  return steps;
}

function heapMebibytes(): number {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) throw new Error('run with --expose-gc');
  collect();
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

if (!(MINUTES > 0)) throw new Error('say how many minutes: npm run soak -- 2');
const world = new History({ replication: { latency: HOUR } });
const end = Date.now() + MINUTES * 60_000;
let epochs = 0;
let steps = 0;
let first: number | undefined;
let nextReport = 0;
while (Date.now() < end) {
  epochs += 1;
  steps += epoch(world, epochs);
  if (Date.now() < nextReport) continue;
  nextReport = Date.now() + 30_000;
  const heap = heapMebibytes();
  // What is loaded and compiled at the beginning stays.
  if (epochs > 20) first ??= heap;
  console.log(`${epochs} worlds, ${steps} steps, heap ${heap.toFixed(1)} MiB`);
}
const last = heapMebibytes();
console.log(
  `${epochs} worlds, ${steps} steps, heap ${first?.toFixed(1) ?? '?'} MiB early and ${last.toFixed(1)} MiB late`,
);
if (first !== undefined && last - first > MEBIBYTES_OF_NOISE) throw new Error('memory is not level');
