/**
 * A soak of the console's routes: for a minute, or for as many seconds as are asked for, fifty browsers hear of changes
 * and read the views again as the page does, while 200 requests a second change the world. Memory has to stay level:
 * `npm run soak:console`, `npm run soak:console -- 20`.
 */
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { image } from '../../src/index.js';
import { serve } from '../../src/fake/serve.js';
import { HeapWatch } from './heap.js';

const SECONDS = Number(process.argv[2] ?? 60);
const BROWSERS = 50;
const A_SECOND = 200;
/** How often they are sent, in milliseconds. */
const TICK = 50;
const HOME = '111122223333/us-west-2';
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=111122223333/20261124/us-west-2/ecr/aws4_request, SignedHeaders=host, Signature=0';

// A journal that is full before the first sixth is over, so that what grows after it is growth.
const server = await serve({ layers: 'assumed' }, { journal: 500 });
const home = server.ecr.registry('111122223333', 'us-west-2').createRepository('app');
const away = server.ecr.registry('444455556666', 'eu-west-1').allowReplicationFrom(home);
home.replicateTo(away);
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function ask(method: string, path: string, headers: Record<string, string>, body?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(server.url + path, { method, agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    request.once('error', reject);
    request.end(body);
  });
}

const call = (operation: string, input: object) =>
  ask(
    'POST',
    '/',
    {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}`,
      authorization: AUTHORIZATION,
    },
    JSON.stringify(input),
  );

const counts = { requests: 0, refused: 0, told: 0, views: 0 };
const streams: IncomingMessage[] = [];

/** One browser: told of a change, it reads what it shows again, once at a time. */
async function browse(): Promise<void> {
  let isReading = false;
  const readAgain = async (version: string) => {
    if (isReading) return;
    isReading = true;
    for (const view of [
      `world?version=${version}`,
      'timeline?limit=100',
      `images?registry=${HOME}&repository=app&limit=100`,
    ]) {
      if ((await ask('GET', `/_fake-ecr/console/${view}`, {})) !== 200)
        throw new Error(`${view} was refused`);
      counts.views += 1;
    }
    isReading = false;
  };
  await new Promise<void>((resolve, reject) => {
    const headers = { accept: 'text/event-stream' };
    httpRequest(`${server.url}/_fake-ecr/console/changes`, { headers, agent: false }, (response) => {
      streams.push(response);
      response.on('data', (chunk: Buffer) => {
        counts.told += 1;
        const version = /"version":(\d+)/.exec(chunk.toString())?.[1];
        if (version !== undefined) readAgain(version).catch(reject);
      });
      response.once('error', () => undefined);
      resolve();
    })
      .once('error', reject)
      .end();
  });
}

const manifests = Array.from({ length: 50 }, (_, number) => image(`image ${number}`).manifest);

/** What is asked for with this number. The world itself stays the same size. */
function change(number: number): Promise<number> {
  const imageTag = `v${number % 50}`;
  if (number % 4 === 0) {
    // Each tag goes to and fro between two images.
    const imageManifest = manifests[((number % 50) + (Math.floor(number / 100) % 2)) % 50];
    return call('PutImage', { repositoryName: 'app', imageTag, imageManifest });
  }
  return call('DescribeImages', { repositoryName: 'app', imageIds: [{ imageTag: 'v0' }] });
}

await Promise.all(Array.from({ length: BROWSERS }, browse));
const started = performance.now();
const heap = new HeapWatch(16);
let nextReport = SECONDS / 6;
let slowest = 0;
while (performance.now() - started < SECONDS * 1000) {
  const due = Math.floor(((performance.now() - started) / 1000) * A_SECOND) - counts.requests;
  const batch = Array.from({ length: Math.max(0, due) }, async (_, index) => {
    const begun = performance.now();
    const status = await change(counts.requests + index);
    slowest = Math.max(slowest, performance.now() - begun);
    if (status !== 200) counts.refused += 1;
  });
  counts.requests += batch.length;
  await Promise.all([...batch, new Promise((resolve) => setTimeout(resolve, TICK))]);
  const elapsed = (performance.now() - started) / 1000;
  if (elapsed < nextReport) continue;
  nextReport += SECONDS / 6;
  // The first sixth is for warming up.
  console.log(`${elapsed.toFixed(0)} s: ${JSON.stringify(counts)}, ${heap.look()}`);
}
const elapsed = (performance.now() - started) / 1000;
console.log(
  `${BROWSERS} streams, ${(counts.requests / elapsed).toFixed(0)} requests/s, ${(counts.views / elapsed).toFixed(0)} views/s, slowest request ${slowest.toFixed(0)} ms; ${heap.look()}`,
);
for (const stream of streams) stream.destroy();
agent.destroy();
await server.close();
console.log(heap.requireLevel());
