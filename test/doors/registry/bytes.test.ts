import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteRepositoryCommand } from '@aws-sdk/client-ecr';
import { simulationOf } from '../../../src/fake/simulation-of.js';
import {
  ACCOUNT,
  REGION,
  RegistryClient,
  openRegistry,
  refused,
  sdkOf,
  sha256,
} from '../../support/registry-client.js';

const MIB = 1024 ** 2;
/** For what moves many bytes, on a machine that has other work. */
const LONG = 60_000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'registry-bytes-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const blobsOf = (client: RegistryClient) => simulationOf(client.ecr).service.lasting.blobs;

const remove = ({ server }: RegistryClient, region: string) =>
  sdkOf(server, ACCOUNT, region).send(new DeleteRepositoryCommand({ repositoryName: 'app', force: true }));

test('V125 V126 V127 bytes are there once, however many hold them, and go with the last', async () => {
  const client = await openRegistry();
  const [here, there] = [client.ecr.registry(ACCOUNT, REGION), client.ecr.registry(ACCOUNT, 'eu-west-1')];
  here.replicateTo(there);
  const content = 'x'.repeat(MIB);
  const { config } = await client.image('app', 'v1', { content });
  expect(config).toMatch(/^sha256:/);
  const size = blobsOf(client).size;
  expect(size).toBeLessThan(2.1 * MIB);
  const elsewhere = await new RegistryClient(client.server, '333333333333', REGION).logIn();
  client.ecr.registry('333333333333', REGION).createRepository('app');
  await elsewhere.image('app', 'v1', { content });
  expect(blobsOf(client).size).toBe(size);
  for (const region of [REGION, 'eu-west-1']) await remove(client, region);
  expect(blobsOf(client).size).toBe(size);
  await elsewhere.sdk.send(new DeleteRepositoryCommand({ repositoryName: 'app', force: true }));
  expect(blobsOf(client).size).toBe(0);
});

describe('D4 V103 a copy under way', () => {
  const pushed = async () => {
    const client = await openRegistry({ world: { replication: { latency: 1000 } } });
    const [here, there] = [client.ecr.registry(ACCOUNT, REGION), client.ecr.registry(ACCOUNT, 'eu-west-1')];
    here.replicateTo(there);
    const { layer } = await client.image('app', 'v1');
    return { client, layer };
  };

  test('takes its bytes along, though its source repository is deleted', async () => {
    const { client, layer } = await pushed();
    await remove(client, REGION);
    client.ecr.clock.advance(1000);
    const reader = await new RegistryClient(client.server, ACCOUNT, 'eu-west-1').logIn();
    expect((await reader.follow(await reader.get(`/v2/app/blobs/${layer}`))).text).toBe('hello');
    await remove(client, 'eu-west-1');
    expect(blobsOf(client).size).toBe(0);
  });

  test('that fails, or that a reset ends, holds them no longer', async () => {
    const { client } = await pushed();
    client.ecr.failReplication().once();
    await remove(client, REGION);
    expect(blobsOf(client).size).toBeGreaterThan(0);
    client.ecr.clock.advance(1000);
    expect(blobsOf(client).size).toBe(0);
    const other = await pushed();
    await remove(other.client, REGION);
    other.client.ecr.reset();
    expect(blobsOf(other.client).size).toBe(0);
  });
});

test("V132 a layer above the limit is refused with the limit's name, and stored bytes stay", async () => {
  const client = await openRegistry({ world: { blobs: { maxBytes: MIB } } });
  const digest = await client.blob('app', 'hello');
  const at = await client.begin('app');
  const [status, code, text] = refused(await client.send('PATCH', at, { body: Buffer.alloc(2 * MIB) }));
  expect([status, code]).toEqual([503, 'UNKNOWN']);
  expect(text).toContain('blobs.maxBytes');
  expect((await client.head(`/v2/app/blobs/${digest}`)).status).toBe(200);
});

test('V133 large bytes are files, and gone with the world', async () => {
  const client = await openRegistry({ world: { blobs: { directory: folder } } });
  await client.image('app', 'v1', { content: 'x'.repeat(2 * MIB) });
  const files = () =>
    readdirSync(folder, { recursive: true }).filter((name) => /sha256-[0-9a-f]{64}$/.test(String(name)));
  expect(files()).toHaveLength(2);
  client.ecr.reset();
  expect(files()).toEqual([]);
  expect(existsSync(folder)).toBe(true);
});

test('V133 a folder that cannot be written to is told to the client, and others are served', async () => {
  const client = await openRegistry({ world: { blobs: { directory: '/dev/null/nowhere' } } });
  const at = await client.begin('app');
  const [status, code, text] = refused(await client.send('PATCH', at, { body: Buffer.alloc(2 * MIB) }));
  expect([status, code]).toEqual([500, 'UNKNOWN']);
  expect(text).toMatch(/^\[fake-ecr\] The folder \/dev\/null\/nowhere can't keep blobs/);
  // Bytes may be missing, so nobody goes on with that upload.
  expect((await client.send('PATCH', at, { body: 'hello' })).status).toBe(404);
  expect((await client.head(`/v2/app/blobs/${await client.blob('app', 'hello')}`)).status).toBe(200);
  expect(blobsOf(client).size).toBe('hello'.length);
});

test('V134 the world that a reset returns to keeps its bytes, and no other', async () => {
  const client = await openRegistry();
  const { manifest, layer } = await client.image('app', 'v1');
  client.ecr.baseline();
  const later = await client.image('app', 'v2', { content: 'later' });
  client.ecr.reset();
  expect((await client.get('/v2/app/manifests/v1')).text).toBe(manifest);
  expect((await client.follow(await client.get(`/v2/app/blobs/${layer}`))).text).toBe('hello');
  expect((await client.head(`/v2/app/blobs/${later.layer}`)).status).toBe(404);
  client.ecr.forgetBaseline().reset();
  expect(blobsOf(client).size).toBe(0);
});

test('V135 a state that is loaded finds the bytes that are still there', async () => {
  const client = await openRegistry();
  const { layer } = await client.image('app', 'v1');
  const url = `${client.server.url}/_fake-ecr/state`;
  const state = await (await fetch(url)).text();
  expect(state).not.toContain('hello');
  expect((await fetch(url, { method: 'PUT', body: state })).status).toBe(200);
  expect((await client.follow(await client.get(`/v2/app/blobs/${layer}`))).text).toBe('hello');
  client.ecr.reset();
  await fetch(url, { method: 'PUT', body: state });
  expect((await client.head(`/v2/app/blobs/${layer}`)).status).toBe(404);
});

test(
  'V136 a download that has begun ends, though the blob is deleted',
  async () => {
    const client = await openRegistry({ world: { blobs: { directory: folder } } });
    const content = 'x'.repeat(32 * MIB);
    const { layer } = await client.image('app', 'v1', { content });
    const url = (await client.get(`/v2/app/blobs/${layer}`)).headers['location'] ?? '';
    const answer = await fetch(url);
    await remove(client, REGION);
    expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(layer);
    expect((await fetch(url)).status).toBe(404);
  },
  LONG,
);

test(
  'V136 many push at once, and one that dies in the middle takes nothing along',
  async () => {
    const client = await openRegistry({ world: { blobs: { directory: folder } } });
    const dying = await client.begin('app');
    const dead = client.send('PATCH', dying, {
      body: Buffer.alloc(3 * MIB),
      headers: { 'content-length': String(6 * MIB) },
      breaksOff: true,
    });
    const pushes = Array.from({ length: 20 }, (_, nth) =>
      client.image('app', `v${nth}`, { content: `${nth} `.repeat(500_000) }),
    );
    await expect(dead).rejects.toThrow();
    const images = await Promise.all(pushes);
    expect(client.ecr.registry(ACCOUNT, REGION).repository('app').images).toHaveLength(20);
    for (const { layer } of images) {
      const { bytes } = await client.follow(await client.get(`/v2/app/blobs/${layer}`));
      expect(sha256(bytes)).toBe(layer);
    }
    expect((await client.send('DELETE', dying)).status).toBe(204);
  },
  LONG,
);
