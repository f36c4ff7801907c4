import {
  CompleteLayerUploadCommand,
  CreatePullThroughCacheRuleCommand,
  type ECRClient,
  InitiateLayerUploadCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { gzipSync } from 'node:zlib';
import { simulationOf } from '../../src/fake/simulation-of.js';
import { image } from '../../src/index.js';
import { ACCOUNT, REGION, type RegistryClient, openRegistry, sha256 } from '../support/registry-client.js';
import { scene } from '../support/scene.js';

async function expectWhole(client: RegistryClient, name: string, digests: readonly string[]): Promise<void> {
  for (const digest of digests) {
    const { status, bytes } = await client.follow(await client.get(`/v2/${name}/blobs/${digest}`));
    expect([status, sha256(bytes)]).toEqual([200, digest]);
  }
}

describe('V130 an image with bytes', () => {
  test('is pulled whole, and is the same in every run', async () => {
    const client = await openRegistry();
    const seeded = image({ name: 'seeded', bytes: true, layers: 2 });
    expect(image({ name: 'seeded', bytes: true, layers: 2 })).toEqual(seeded);
    expect(seeded.digest).not.toBe(image({ name: 'seeded', layers: 2 }).digest);
    client.ecr.registry(ACCOUNT, REGION).push('app:v1', seeded);
    await expectWhole(
      client,
      'app',
      seeded.blobs.map(({ digest }) => digest),
    );
    const layer = seeded.blobs[1]?.bytes ?? new Uint8Array();
    expect([layer.byteLength % 512, Buffer.from(layer).toString('latin1', 257, 262)]).toEqual([0, 'ustar']);
  });

  test('has the layers that it was given', async () => {
    const client = await openRegistry();
    const bytes = Buffer.from('a layer');
    const given = image({ layers: [bytes, gzipSync('compressed')] });
    bytes.fill('x');
    client.ecr.registry(ACCOUNT, REGION).push('app:v1', given);
    await expectWhole(
      client,
      'app',
      given.blobs.map(({ digest }) => digest),
    );
    expect(given.blobs[1]?.digest).toBe(sha256('a layer'));
    const { layers } = JSON.parse(given.manifest) as { layers: { mediaType: string }[] };
    expect(layers.map(({ mediaType }) => mediaType.split('.').at(-1))).toEqual(['tar', 'tar+gzip']);
  });

  test('comes through a cache with them', async () => {
    const client = await openRegistry();
    const upstream = image({ name: 'upstream', bytes: true });
    await client.sdk.send(
      new CreatePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' }),
    );
    client.ecr.upstream('quay').push('app:v1', upstream);
    expect((await client.get('/v2/quay/app/manifests/v1')).text).toBe(upstream.manifest);
    await expectWhole(
      client,
      'quay/app',
      upstream.blobs.map(({ digest }) => digest),
    );
  });

  test('that exceeds the limit is refused with its name', async () => {
    const client = await openRegistry({ world: { blobs: { maxBytes: 100 } } });
    const push = () => client.ecr.registry(ACCOUNT, REGION).push('app:v1', image({ bytes: true }));
    expect(push).toThrow(/^\[fake-ecr\] The bytes of an image don't fit/);
  });
});

describe('V131 layers that the SDK uploads', () => {
  const upload = async (client: ECRClient) => {
    const repositoryName = 'app';
    const { uploadId } = await client.send(new InitiateLayerUploadCommand({ repositoryName }));
    const part = { partFirstByte: 0, partLastByte: 4, layerPartBlob: Buffer.from('hello') };
    await client.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
    const layerDigests = [sha256('hello')];
    await client.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests }));
  };

  test('is kept where somebody may read it', async () => {
    const client = await openRegistry();
    await upload(client.sdk);
    expect((await client.head(`/v2/app/blobs/${sha256('hello')}`)).status).toBe(200);
  });

  test('is not kept in process', async () => {
    const ecr = scene();
    ecr.registry(ACCOUNT, REGION).createRepository('app');
    await upload(ecr.client(ACCOUNT, REGION));
    expect(simulationOf(ecr).service.lasting.blobs.size).toBe(0);
  });
});
