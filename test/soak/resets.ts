/** A soak of suites: 1000 tests, each with its own client and a reset after it. `npm run soak:resets`. */
import { CreateRepositoryCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import { fakeEcr, image } from '../../src/index.js';
import { heapMebibytes, requireLevel } from './heap.js';

const RESETS = Number(process.argv[2] ?? 1000);
const CALLS = 20;

const ecr = fakeEcr({ layers: 'assumed' });
const imageManifest = image('one').manifest;
let first: number | undefined;
let slowest = 0;
for (let round = 1; round <= RESETS; round += 1) {
  const client = ecr.client('111122223333', 'us-west-2');
  await client.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  for (let call = 0; call < CALLS; call += 1) {
    await client.send(new PutImageCommand({ repositoryName: 'app', imageTag: `v${call}`, imageManifest }));
  }
  const began = performance.now();
  ecr.reset();
  slowest = Math.max(slowest, performance.now() - began);
  if (round % (RESETS / 10) !== 0) continue;
  const heap = heapMebibytes();
  first ??= heap;
  console.log(`${round} resets, the slowest ${slowest.toFixed(1)} ms, heap ${heap.toFixed(1)} MiB`);
  slowest = 0;
}
const last = heapMebibytes();
ecr.restore();
console.log(`heap ${first?.toFixed(1) ?? '?'} MiB early and ${last.toFixed(1)} MiB late`);
requireLevel(first, last);
