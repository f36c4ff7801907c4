/**
 * A soak of the endpoint: 200 000 calls, or as many as are asked for, some of them refused with large inputs. Memory has
 * to stay level: `npm run soak:serve`, `npm run soak:serve -- 80000`.
 */
import { Agent, request as httpRequest } from 'node:http';
import { image } from '../../src/index.js';
import { serve } from '../../src/fake/serve.js';
import { HeapWatch } from './heap.js';

const CALLS = Number(process.argv[2] ?? 200_000);
const AT_ONCE = 16;
const ACCOUNT = '111122223333';
const AUTHORIZATION = `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20261124/us-west-2/ecr/aws4_request, SignedHeaders=host, Signature=0`;

const server = await serve({ layers: 'assumed' });
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

function call(operation: string, input: object): Promise<number> {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}`,
    authorization: AUTHORIZATION,
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest(server.url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    request.once('error', reject);
    request.end(JSON.stringify(input));
  });
}

const large = `{"x":"${'y'.repeat(100_000)}"}`;
const manifests = ['one', 'two', 'three'].map((name) => image(name).manifest);

/** What is asked for with this number. The world itself stays the same size. */
function ask(number: number): Promise<number> {
  const imageTag = `v${number % 3}`;
  if (number % 1000 === 0) return call('PutImage', { repositoryName: 'app', imageManifest: large });
  if (number % 10 === 0) {
    const imageManifest = manifests[(number / 10) % manifests.length];
    return call('PutImage', { repositoryName: 'app', imageTag, imageManifest });
  }
  if (number % 10 === 1) return call('BatchDeleteImage', { repositoryName: 'app', imageIds: [{ imageTag }] });
  return call('DescribeImages', { repositoryName: 'app' });
}

await call('CreateRepository', { repositoryName: 'app' });
let asked = 0;
/** Until so many, the journal fills: its events come with one call in five. */
const FILLING = 40_000;
let nextReport = FILLING;
const heap = new HeapWatch(4);
async function client(): Promise<void> {
  while (asked < CALLS) {
    asked += 1;
    await ask(asked);
    if (asked < nextReport) continue;
    nextReport += (CALLS - FILLING) / 8;
    console.log(`${asked} calls, ${heap.look()}`);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, client));
agent.destroy();
await server.close();
console.log(`${asked} calls, ${heap.requireLevel()}`);
