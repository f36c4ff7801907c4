/**
 * A soak: for ten minutes, or as many as are asked for, random histories in several accounts and Regions through the
 * client mock, while time passes and things fail. The world has to stay whole, and memory level: `npm run soak`,
 * `npm run soak -- 2`.
 */
import * as sdk from '@aws-sdk/client-ecr';
import fc from 'fast-check';
import { simulationOf } from '../../src/fake/simulation-of.js';
import { fakeEcr, image } from '../../src/index.js';
import { keep, tagged } from '../ecr/lifecycle/policies.js';
import { REGISTRIES, commandOf, history } from '../properties/histories.js';
import { worldProblems } from '../support/invariants.js';
import { START } from '../support/start.js';
import { HeapWatch } from './heap.js';

const MINUTES = Number(process.argv[2] ?? 10);
const HISTORIES_AN_EPOCH = 20;
const HOUR = 3_600_000;

const SOURCE = REGISTRIES[0];
const lifecyclePolicyText = JSON.stringify({ rules: [keep(1, 2, tagged('v*')), keep(2, 1)] });
const imageDigest = image('one').digest;

const ecr = fakeEcr({ now: START, layers: 'assumed', replication: { latency: HOUR } });
let outages: { end(): void }[] = [];

type Send = (registry: string, operation: string, input: object) => Promise<void>;

/** Calls with clients of an epoch's own. Refusals by the model are part of a history; other errors are not. */
function sender(): Send {
  const clients = new Map(REGISTRIES.map((key) => [key as string, ecr.client(...place(key))]));
  return async (registry, operation, input) => {
    const name = `${operation}Command` as 'PutImageCommand';
    const client = clients.get(registry) as sdk.ECRClient;
    try {
      await client.send(new sdk[name](input as sdk.PutImageCommandInput));
    } catch (error) {
      if (!(error instanceof sdk.ECRServiceException)) throw error;
    }
  };
}

function place(key: string): [string, string] {
  const [account = '', region = ''] = key.split('/');
  return [account, region];
}

/** What happens besides pushes and deletes: it may be refused, it may not break anything. */
const INTERFERENCES: readonly ((send: Send, run: number) => unknown)[] = [
  (_send, run) => ecr.clock.advance((run % 50) * HOUR),
  () => ecr.settle(),
  () => ecr.fail('*').with('ThrottlingException').times(3),
  () => ecr.fail('PutImage').with('ServerException').once(),
  () => ecr.delay('BatchDeleteImage', 5 * HOUR).once(),
  () => ecr.failReplication().times(2),
  () => outages.pop()?.end(),
  () => outages.push(ecr.outage('eu-west-1')),
  (send) => send(SOURCE, 'PutLifecyclePolicy', { repositoryName: 'app', lifecyclePolicyText }),
  (send) => send(SOURCE, 'StartImageScan', { repositoryName: 'app', imageId: { imageTag: 'v1' } }),
  (send, run) => {
    const targetStorageClass = run % 2 === 0 ? 'ARCHIVE' : 'STANDARD';
    const input = { repositoryName: 'app', imageId: { imageDigest }, targetStorageClass };
    return send(SOURCE, 'UpdateImageStorageClass', input);
  },
  (send) => {
    const destination = { registryId: SOURCE.split('/')[0], region: 'eu-west-1' };
    return send(SOURCE, 'StartReplicationBackfill', { destination });
  },
  () => ecr.runLifecycle(),
];

/** One world from its beginning to its reset. @returns how many steps it took */
async function epoch(number: number): Promise<number> {
  const send = sender();
  const runs = fc.sample(history(60), { numRuns: HISTORIES_AN_EPOCH, seed: number });
  let steps = 0;
  for (const [index, run] of runs.entries()) {
    for (const step of run) {
      const { operation, input } = commandOf(step);
      await send(step.at, operation, input);
      steps += 1;
    }
    const interference = INTERFERENCES[(number * 7 + index) % INTERFERENCES.length];
    await interference?.(send, number + index);
    const problems = worldProblems(simulationOf(ecr).service.world);
    if (problems.length > 0) throw new Error(`epoch ${number}: ${problems.join('; ')}`);
  }
  for (const outage of outages) outage.end();
  outages = [];
  ecr.settle();
  const left = ecr.pending();
  if (left.length > 0) throw new Error(`epoch ${number} leaves work behind: ${left.join('; ')}`);
  ecr.load(ecr.snapshot());
  ecr.reset();
  return steps;
}

if (!(MINUTES > 0)) throw new Error('say how many minutes: npm run soak -- 2');
const heap = new HeapWatch(2);
const begun = performance.now();
const end = begun + MINUTES * 60_000;
let epochs = 0;
let steps = 0;
// What is loaded and compiled at the beginning stays.
let nextReport = begun + MINUTES * 6_000;
while (performance.now() < end) {
  epochs += 1;
  steps += await epoch(epochs);
  if (performance.now() < nextReport) continue;
  nextReport = performance.now() + MINUTES * 3_000;
  console.log(`${epochs} worlds, ${steps} steps, ${heap.look()}`);
}
ecr.restore();
console.log(`${epochs} worlds, ${steps} steps, ${heap.requireLevel()}`);
