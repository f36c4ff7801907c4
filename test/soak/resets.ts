/** A soak of suites: 1000 tests, each with its own client and a reset after it. `npm run soak:resets`. */
import { CreateRepositoryCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { fakeEcr, image } from '../../src/index.js';
import { HeapWatch } from './heap.js';

const RESETS = Number(process.argv[2] ?? 1000);
const CALLS = 20;

const ecr = fakeEcr({ layers: 'assumed' });
const imageManifest = image('one').manifest;
const heap = new HeapWatch(1);
let slowest = 0;
let nextReport = RESETS / 10;
for (let round = 1; round <= RESETS; round += 1) {
  const client = ecr.client('111122223333', 'us-west-2');
  await client.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  for (let call = 0; call < CALLS; call += 1) {
    await client.send(new PutImageCommand({ repositoryName: 'app', imageTag: `v${call}`, imageManifest }));
  }
  const began = performance.now();
  ecr.reset();
  slowest = Math.max(slowest, performance.now() - began);
  if (round < nextReport) continue;
  nextReport += RESETS / 10;
  console.log(`${round} resets, the slowest ${slowest.toFixed(1)} ms, ${heap.look()}`);
  slowest = 0;
}
ecr.restore();
console.log(heap.requireLevel());
