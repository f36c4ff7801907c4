/**
 * The main job, readable from top to bottom: an application pushes with the real ECRClient, and a test
 * proves that the image is in the other account. Run it with `npm run demo`.
 */
import type { ECRClient } from '@aws-sdk/client-ecr';
import {
  CompleteLayerUploadCommand,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { type ImageFixture, expectReplicated, fakeEcr, image } from '../src/index.js';

const ecr = fakeEcr({ now: new Date('2026-11-24T09:00:00Z') });
const prod = ecr.registry('111122223333', 'us-west-2');
const dr = ecr.registry('444455556666', 'eu-west-1');

/** The application: it knows nothing of the fake. */
async function release(client: ECRClient, repositoryName: string, imageTag: string, built: ImageFixture) {
  for (const { digest, bytes } of built.blobs) {
    const { uploadId } = await client.send(new InitiateLayerUploadCommand({ repositoryName }));
    const layerPartBlob = bytes as Uint8Array;
    const range = { partFirstByte: 0, partLastByte: layerPartBlob.byteLength - 1 };
    await client.send(new UploadLayerPartCommand({ repositoryName, uploadId, layerPartBlob, ...range }));
    await client.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [digest] }));
  }
  const { manifest: imageManifest } = built;
  const { image: pushed } = await client.send(
    new PutImageCommand({ repositoryName, imageTag, imageManifest }),
  );
  console.log(`  pushed      ${repositoryName}:${imageTag}  ${pushed?.imageId?.imageDigest ?? ''}`);
}

function setUp(grantReplication: boolean): ECRClient {
  ecr.reset();
  prod.createRepository('payments');
  prod.replicateTo(dr, { prefix: 'pay' });
  if (grantReplication) dr.allowReplicationFrom(prod);
  return ecr.client('111122223333', 'us-west-2');
}

console.log('\n1. The destination lets the source replicate\n');
await release(setUp(true), 'payments', 'v1', image('payments v1'));
await expectReplicated('payments:v1', 'eu-west-1', '444455556666');
console.log(`  replicated  payments:v1  ${prod.key} -> ${dr.key}`);
console.log("  expectReplicated('payments:v1', 'eu-west-1', '444455556666') passes");

console.log("\n2. The same, without the statement in the destination's registry policy\n");
await release(setUp(false), 'payments', 'v1', image('payments v1'));
try {
  await expectReplicated('payments:v1', 'eu-west-1', '444455556666');
  throw new Error('the assertion should have failed');
} catch (error) {
  if ((error as Error).name !== 'EcrAssertionError') throw error;
  console.log('  the assertion fails, and says why:\n');
  console.log((error as Error).message.replace(/^/gm, '    '));
}
console.log();
ecr.restore();
