import { createHash } from 'node:crypto';
import {
  BatchDeleteImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  PutAccountSettingCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { image } from '../../../src/index.js';
import {
  ACCOUNT,
  REGION,
  type RegistryClient,
  openRegistry,
  pathOf,
  refused,
  sha256,
} from '../../support/registry-client.js';

const MIB = 1024 ** 2;

// Many bytes and real clients take longer on a busy machine.
jest.setTimeout(60_000);
const HELLO = sha256('hello');
const UNKNOWN = `sha256:${'0'.repeat(64)}`;
const idOf = (path: string) => path.split('/').at(-1) ?? '';
const operations = (client: RegistryClient) => client.ecr.calls.map(({ operation }) => operation);

test('V60 V61 an upload begins', async () => {
  const client = await openRegistry();
  for (const path of ['/v2/app/blobs/uploads/', '/v2/app/blobs/uploads']) {
    const { status, headers } = await client.send('POST', path);
    expect(status).toBe(202);
    expect(headers).toMatchObject({ range: '0-0', 'content-length': '0' });
    expect(pathOf(headers['location'] ?? '')).toMatch(/^\/v2\/app\/blobs\/uploads\/[0-9a-f-]{36}$/);
    expect(headers['docker-upload-uuid']).toBeUndefined();
    expect(headers['oci-chunk-min-length']).toBeUndefined();
  }
  const spec = await openRegistry({ registry: 'spec' });
  const { headers } = await spec.send('POST', '/v2/app/blobs/uploads/');
  expect(headers['docker-upload-uuid']).toBe(idOf(headers['location'] ?? ''));
});

test('V62 the SDK and the door take turns in one upload', async () => {
  const client = await openRegistry();
  const at = await client.begin('app');
  await client.sdk.send(
    new UploadLayerPartCommand({
      repositoryName: 'app',
      uploadId: idOf(at),
      partFirstByte: 0,
      partLastByte: 4,
      layerPartBlob: Buffer.from('hello'),
    }),
  );
  expect((await client.send('PUT', `${at}?digest=${HELLO}`)).status).toBe(201);
  expect((await client.head(`/v2/app/blobs/${HELLO}`)).status).toBe(200);
});

describe('V63 bytes are sent', () => {
  test.each(['ecr', 'spec'] as const)('in chunks and as they come (%s)', async (registry) => {
    const client = await openRegistry({ registry });
    const expected = registry === 'ecr' ? 201 : 202;
    const ranged = await client.begin('app');
    const sent = { body: 'hello', headers: { 'content-range': '0-4' } };
    const answer = await client.send('PATCH', ranged, sent);
    expect([answer.status, answer.headers['range']]).toEqual([expected, '0-4']);
    expect(pathOf(answer.headers['location'] ?? '')).toBe(ranged);
    const streamed = await client.begin('app');
    expect((await client.send('PATCH', streamed, { body: ['hel', 'lo'] })).status).toBe(expected);
    for (const at of [ranged, streamed]) {
      expect((await client.send('PUT', `${at}?digest=${HELLO}`)).status).toBe(201);
    }
  });

  test('V64 from another byte than the next', async () => {
    const client = await openRegistry();
    const at = await client.begin('app');
    await client.send('PATCH', at, { body: 'hello' });
    const again = { body: 'hello', headers: { 'content-range': '0-4' } };
    const told = [416, 'BLOB_UPLOAD_INVALID', 'First byte of the layer part is 0 instead of 5'];
    expect(refused(await client.send('PATCH', at, again))).toEqual(told);
    expect(refused(await client.send('PUT', `${at}?digest=${HELLO}`, again))).toEqual(told);
    expect((await client.send('PUT', `${at}?digest=${HELLO}`)).status).toBe(201);
  });

  test('V65 the range that is answered stays at the first chunk', async () => {
    for (const [registry, ranges] of [
      ['ecr', ['0-5242879', '0-5242879', '0-5242879']],
      ['spec', ['0-5242879', '0-10485759', '0-15728639']],
    ] as const) {
      const client = await openRegistry({ registry });
      const chunk = Buffer.alloc(5 * MIB, 'c');
      const at = await client.begin('app');
      const answered = [];
      for (let nth = 0; nth < 3; nth += 1) {
        answered.push((await client.send('PATCH', at, { body: chunk })).headers['range']);
      }
      expect(answered).toEqual(ranges);
      const digest = sha256(Buffer.concat([chunk, chunk, chunk]));
      expect((await client.send('PUT', `${at}?digest=${digest}`)).status).toBe(201);
      expect((await client.head(`/v2/app/blobs/${digest}`)).headers['content-length']).toBe(String(15 * MIB));
    }
  });

  test('V66 a range that is not that of the body, or is none', async () => {
    const client = await openRegistry();
    const spec = await openRegistry({ registry: 'spec' });
    const sent = (range: string) => ({ body: 'hello', headers: { 'content-range': range } });
    for (const range of ['0-9', '0-1', 'bytes 0-4', '4-0', '0-', 'x']) {
      expect((await client.send('PATCH', await client.begin('app'), sent(range))).status).toBe(416);
      expect((await spec.send('PATCH', await spec.begin('app'), sent(range))).status).toBe(400);
    }
    const told = refused(await spec.send('PATCH', await spec.begin('app'), sent('0-9')));
    expect(told[1]).toBe('SIZE_INVALID');
  });

  test('V66 of such a body that comes in chunks nothing is taken', async () => {
    const client = await openRegistry({ registry: 'spec' });
    const at = await client.begin('app');
    await client.send('PATCH', at, { body: ['h', 'e'] });
    for (const range of ['2-9', '2-3']) {
      const sent = { body: ['l', 'lo'], headers: { 'content-range': range } };
      expect(refused(await client.send('PATCH', at, sent)).slice(0, 2)).toEqual([400, 'SIZE_INVALID']);
      expect((await client.get(at)).headers['range']).toBe('0-1');
    }
    await client.send('PATCH', at, { body: ['l', 'lo'], headers: { 'content-range': '2-4' } });
    expect((await client.send('PUT', `${at}?digest=${sha256('hello')}`)).status).toBe(201);
  });

  test('V67 a body is cut into parts of 10 MiB', async () => {
    const client = await openRegistry();
    await client.send('PATCH', await client.begin('app'), { body: Buffer.alloc(25 * MIB) });
    const parts = client.ecr.calls.filter(({ operation }) => operation === 'UploadLayerPart');
    expect(parts.map(({ input }) => [input['partFirstByte'], input['partLastByte']])).toEqual([
      [0, 10 * MIB - 1],
      [10 * MIB, 20 * MIB - 1],
      [20 * MIB, 25 * MIB - 1],
    ]);
  });

  test('V68 parts that are too small are found at the end', async () => {
    const text = 'All layer parts except the last part should be at least 5MB';
    const bytes = Buffer.alloc(2 * MIB);
    for (const registry of ['ecr', 'spec'] as const) {
      const client = await openRegistry({ registry });
      const at = await client.begin('app');
      await client.send('PATCH', at, { body: bytes.subarray(0, MIB) });
      await client.send('PATCH', at, { body: '' });
      await client.send('PATCH', at, { body: bytes.subarray(MIB) });
      const answer = await client.send('PUT', `${at}?digest=${sha256(bytes)}`);
      if (registry === 'spec') expect(answer.status).toBe(201);
      else expect(refused(answer)).toEqual([400, 'BLOB_UPLOAD_INVALID', text]);
    }
  });
});

describe('an upload ends', () => {
  test('V69 with or without a last chunk', async () => {
    const client = await openRegistry();
    for (const [patched, put] of [
      ['hello', ''],
      ['', 'hello'],
      ['hel', 'lo'],
    ] as const) {
      const text = patched === 'hel' ? Buffer.alloc(6 * MIB, 'h') : Buffer.from(patched);
      const at = await client.begin('app');
      if (text.length > 0) await client.send('PATCH', at, { body: text });
      const digest = sha256(Buffer.concat([text, Buffer.from(put)]));
      const { status, headers } = await client.send('PUT', `${at}?digest=${encodeURIComponent(digest)}`, {
        body: put,
      });
      expect([status, headers['docker-content-digest'], headers['content-length']]).toEqual([
        201,
        digest,
        '0',
      ]);
      expect(pathOf(headers['location'] ?? '')).toBe(`/v2/app/blobs/${digest}`);
    }
  });

  test('V70 with the digest of something else, after which the right one still does', async () => {
    const client = await openRegistry();
    const at = await client.begin('app');
    await client.send('PATCH', at, { body: 'hello' });
    expect(refused(await client.send('PUT', `${at}?digest=${UNKNOWN}`))).toEqual([
      400,
      'BLOB_UPLOAD_INVALID',
      'None of the provided layer digests match the calculated layer digest',
    ]);
    expect((await client.send('PUT', `${at}?digest=${HELLO}`)).status).toBe(201);
  });

  test('V71 without a byte', async () => {
    for (const registry of ['ecr', 'spec'] as const) {
      const client = await openRegistry({ registry });
      const at = await client.begin('app');
      const answer = await client.send('PUT', `${at}?digest=${sha256('')}`);
      if (registry === 'spec') {
        expect(answer.status).toBe(201);
        expect((await client.get(`/v2/app/blobs/${sha256('')}`)).text).toBe('');
      } else {
        expect(refused(answer)).toEqual([
          400,
          'BLOB_UPLOAD_INVALID',
          `The upload with id '${idOf(at)}' in the repository with name 'app' in registry with id '${ACCOUNT}' cannot be completed because it does not have any parts`,
        ]);
      }
    }
  });

  test('V72 without a digest, or with one of another kind', async () => {
    const sha512 = `sha512:${createHash('sha512').update('hello').digest('hex')}`;
    for (const registry of ['ecr', 'spec'] as const) {
      const client = await openRegistry({ registry });
      for (const query of ['', '?digest=', '?digest=md5:aa', `?digest=${sha512.slice(0, -1)}`]) {
        const answer = await client.send('PUT', `${await client.begin('app')}${query}`, { body: 'hello' });
        expect(refused(answer).slice(0, 2)).toEqual([400, 'DIGEST_INVALID']);
      }
      const put = await client.send('PUT', `${await client.begin('app')}?digest=${sha512}`, {
        body: 'hello',
      });
      expect(put.status).toBe(registry === 'spec' ? 201 : 400);
      if (registry === 'spec') expect((await client.get(`/v2/app/blobs/${sha512}`)).text).toBe('hello');
    }
  });

  test('V73 twice, if two clients push the same', async () => {
    const client = await openRegistry();
    const uploads = [await client.begin('app'), await client.begin('app')];
    for (const at of uploads) await client.send('PATCH', at, { body: 'hello' });
    for (const at of uploads) {
      expect((await client.send('PUT', `${at}?digest=${HELLO}`)).status).toBe(201);
      expect((await client.get(at)).status).toBe(404);
    }
  });

  test('V74 V76 that is used, unknown, of elsewhere or given up is unknown', async () => {
    const client = await openRegistry({ repositories: ['app', 'other'] });
    const unknown = async (method: string, path: string) =>
      expect(refused(await client.send(method, path, { body: 'x' })).slice(0, 2)).toEqual([
        404,
        'BLOB_UPLOAD_UNKNOWN',
      ]);
    const used = await client.begin('app');
    await client.send('PUT', `${used}?digest=${HELLO}`, { body: 'hello' });
    await unknown('PATCH', used);
    await unknown('PUT', `${used}?digest=${HELLO}`);
    await unknown('GET', '/v2/app/blobs/uploads/nonsense');
    await unknown('PATCH', (await client.begin('other')).replace('/other/', '/app/'));
    const given = await client.begin('app');
    const { status, text } = await client.send('DELETE', given);
    expect([status, text]).toEqual([204, '']);
    await unknown('PATCH', given);
    await unknown('DELETE', given);
  });

  test('V75 how far it has come', async () => {
    const client = await openRegistry();
    const at = await client.begin('app');
    const empty = await client.get(at);
    expect([empty.status, empty.headers['range']]).toEqual([204, '0-0']);
    await client.send('PATCH', at, { body: 'hello' });
    const { headers } = await client.get(at);
    expect([headers['range'], pathOf(headers['location'] ?? '')]).toEqual(['0-4', at]);
  });

  test('V77 after a day, with its repository, and at a reset', async () => {
    const client = await openRegistry();
    const late = await client.begin('app');
    client.ecr.clock.advance(12 * 3_600_000);
    await client.logIn();
    client.ecr.clock.advance(12 * 3_600_000 - 1);
    await client.logIn();
    expect((await client.get(late)).status).toBe(204);
    client.ecr.clock.advance(1);
    expect((await client.get(late)).status).toBe(404);
    const gone = await client.begin('app');
    await client.sdk.send(new DeleteRepositoryCommand({ repositoryName: 'app' }));
    await client.sdk.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
    expect((await client.get(gone)).status).toBe(404);
    const before = await client.begin('app');
    client.ecr.reset();
    client.ecr.registry(ACCOUNT, REGION).createRepository('app');
    expect((await client.get(before)).status).toBe(404);
  });

  test('V78 a connection that breaks keeps what came', async () => {
    const client = await openRegistry();
    const at = await client.begin('app');
    const headers = { 'content-length': '5' };
    await expect(client.send('PATCH', at, { body: 'hel', headers, breaksOff: true })).rejects.toThrow();
    await expectRange(client, at, '0-2');
    const again = { body: 'hello', headers: { 'content-range': '0-4' } };
    expect(refused(await client.send('PATCH', at, again))[2]).toBe(
      'First byte of the layer part is 0 instead of 3',
    );
    const rest = { body: 'lo', headers: { 'content-range': '3-4' } };
    expect((await client.send('PATCH', at, rest)).status).toBe(201);
  });

  test('V79 at once, which ECR does not do', async () => {
    for (const [registry, expected, there] of [
      ['ecr', 202, 404],
      ['spec', 201, 200],
    ] as const) {
      const client = await openRegistry({ registry });
      const answer = await client.send('POST', `/v2/app/blobs/uploads/?digest=${HELLO}`, { body: 'hello' });
      expect(answer.status).toBe(expected);
      expect((await client.head(`/v2/app/blobs/${HELLO}`)).status).toBe(there);
    }
  });

  test('V80 above the quota of a layer', async () => {
    const client = await openRegistry({ world: { limits: { bytesPerLayer: 4 } } });
    const answer = await client.send('PUT', `${await client.begin('app')}?digest=${HELLO}`, {
      body: 'hello',
    });
    expect(refused(answer).slice(0, 2)).toEqual([405, 'UNSUPPORTED']);
  });

  test('V81 bodies are taken as they stream, when they are asked for', async () => {
    const client = await openRegistry();
    const at = await client.begin('app');
    const large = Buffer.alloc(70 * MIB);
    const { status } = await client.send('PUT', `${at}?digest=${sha256(large)}`, {
      body: large,
      headers: { expect: '100-continue' },
    });
    expect(status).toBe(201);
  });
});

test('V81 an upload may take its time while bytes keep coming, and is over when they stop', async () => {
  const client = await openRegistry({ requestTimeout: 150 });
  client.ecr.door.slow({ method: 'PATCH' }, { bytesPerSecond: 10_000_000 }).once();
  const slow = Buffer.alloc(4 * MIB);
  expect((await client.send('PATCH', await client.begin('app'), { body: slow })).status).toBe(201);
  const at = await client.begin('app');
  const stalled = { body: 'hel', headers: { 'content-length': '5' }, stalls: true };
  await expect(client.send('PATCH', at, stalled)).rejects.toThrow();
  await expectRange(client, at, '0-2');
});

async function expectRange(client: RegistryClient, at: string, range: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await client.get(at)).headers['range'] === range) return;
  }
  expect((await client.get(at)).headers['range']).toBe(range);
}

describe('a blob is mounted', () => {
  const mounting = (client: RegistryClient, value = 'ENABLED') =>
    client.sdk.send(new PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value }));
  const mount = (client: RegistryClient, digest: string, from?: string) =>
    client.send('POST', `/v2/app/blobs/uploads/?mount=${digest}${from === undefined ? '' : `&from=${from}`}`);

  test('V82 from nowhere, which is an ordinary upload', async () => {
    const client = await openRegistry();
    await mounting(client);
    expect((await mount(client, HELLO)).status).toBe(202);
  });

  test('V83 if the setting allows it, and stays', async () => {
    const client = await openRegistry({ repositories: ['app', 'other'] });
    await mounting(client);
    const { layer } = await client.image('other', 'v1');
    const { status, headers } = await mount(client, layer, 'other');
    expect([status, pathOf(headers['location'] ?? '')]).toEqual([201, `/v2/app/blobs/${layer}`]);
    await mounting(client, 'DISABLED');
    expect((await client.head(`/v2/app/blobs/${layer}`)).status).toBe(200);
    expect(operations(client).filter((name) => name === 'InitiateLayerUpload')).toHaveLength(3);
  });

  test('V84 nothing that speaks against it is an error', async () => {
    const client = await openRegistry({ repositories: ['app', 'other'] });
    const { layer, digest } = await client.image('other', 'v1');
    expect((await mount(client, layer, 'other')).status).toBe(202);
    await mounting(client);
    expect((await mount(client, layer, 'missing')).status).toBe(202);
    expect((await mount(client, UNKNOWN, 'other')).status).toBe(202);
    const unnamed = await client.blob('other', 'unnamed');
    expect((await mount(client, unnamed, 'other')).status).toBe(202);
    const fixture = image('no bytes');
    client.ecr.registry(ACCOUNT, REGION).push('other:v2', fixture);
    expect((await mount(client, fixture.blobs[1]?.digest ?? '', 'other')).status).toBe(202);
    await client.sdk.send(
      new CreateRepositoryCommand({
        repositoryName: 'sealed',
        encryptionConfiguration: { encryptionType: 'KMS' },
      }),
    );
    await client.image('sealed', 'v1', { content: 'sealed' });
    expect((await mount(client, sha256('sealed'), 'sealed')).status).toBe(202);
    await client.sdk.send(
      new BatchDeleteImageCommand({ repositoryName: 'other', imageIds: [{ imageDigest: digest }] }),
    );
    expect((await mount(client, layer, 'other')).status).toBe(202);
  });

  test('V85 whatever the setting, by the specification', async () => {
    const client = await openRegistry({ registry: 'spec', repositories: ['app', 'other'] });
    const digest = await client.blob('other', 'hello');
    expect((await mount(client, digest, 'other')).status).toBe(201);
    expect((await client.get(`/v2/app/blobs/${digest}`)).text).toBe('hello');
  });
});
