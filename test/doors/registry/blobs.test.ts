import { GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr';
import { image } from '../../../src/index.js';
import { ACCOUNT, REGION, openRegistry, refused, sha256 } from '../../support/registry-client.js';

const UNKNOWN = `sha256:${'0'.repeat(64)}`;
const HOUR = 3_600_000;

test('V49 V50 a blob is there as soon as it is uploaded', async () => {
  for (const [registry, type] of [
    ['ecr', 'application/vnd.docker.container.image.v1+json'],
    ['spec', 'application/octet-stream'],
  ] as const) {
    const client = await openRegistry({ registry });
    const digest = await client.blob('app', 'hello');
    const head = await client.head(`/v2/app/blobs/${digest}`);
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers).toMatchObject({
      'content-length': '5',
      'docker-content-digest': digest,
      'content-type': type,
    });
    const unknown = await client.head(`/v2/app/blobs/${UNKNOWN}`);
    expect([unknown.status, unknown.text]).toEqual([404, '']);
  }
});

test('V51 a digest of the wrong form', async () => {
  const client = await openRegistry();
  expect((await client.head('/v2/app/blobs/sha256:zz')).status).toBe(405);
  const spec = await openRegistry({ registry: 'spec' });
  expect((await spec.head('/v2/app/blobs/sha256:zz')).status).toBe(400);
});

test('V52 a blob of another repository is not there', async () => {
  const client = await openRegistry({ repositories: ['app', 'other'] });
  const digest = await client.blob('other', 'hello');
  expect((await client.head(`/v2/app/blobs/${digest}`)).status).toBe(404);
  expect((await client.head(`/v2/other/blobs/${digest}`)).status).toBe(200);
});

test('V53 a manifest is not a blob', async () => {
  const client = await openRegistry();
  const { digest } = await client.image('app', 'v1');
  expect(refused(await client.get(`/v2/app/blobs/${digest}`)).slice(0, 2)).toEqual([404, 'BLOB_UNKNOWN']);
});

describe('V54 V55 reading a blob', () => {
  test('leads to where its bytes are', async () => {
    const client = await openRegistry();
    const { layer } = await client.image('app', 'v1');
    const answer = await client.get(`/v2/app/blobs/${layer}`);
    expect([answer.status, answer.text]).toEqual([307, '']);
    const whole = await client.follow(answer);
    expect([whole.status, whole.text, whole.headers['accept-ranges']]).toEqual([200, 'hello', 'bytes']);
    expect(whole.headers['etag']).toMatch(/^"[0-9a-f]{32}"$/);
    const head = await client.follow(answer, {}, 'HEAD');
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '5']);
    const part = await client.follow(answer, { range: 'bytes=1-2' });
    expect([part.status, part.text, part.headers['content-range']]).toEqual([206, 'el', 'bytes 1-2/5']);
    expect((await client.follow(answer, { range: 'bytes=3-' })).text).toBe('lo');
    expect((await client.follow(answer, { range: 'bytes=-2' })).text).toBe('lo');
    const beyond = await client.follow(answer, { range: 'bytes=9-' });
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, 'bytes */5']);
  });

  test('gives them by the specification', async () => {
    const client = await openRegistry({ registry: 'spec' });
    const { layer } = await client.image('app', 'v1');
    const whole = await client.get(`/v2/app/blobs/${layer}`);
    expect([whole.status, whole.text, whole.headers['docker-content-digest']]).toEqual([200, 'hello', layer]);
    const part = await client.get(`/v2/app/blobs/${layer}`, { headers: { range: 'bytes=1-2' } });
    expect([part.status, part.text]).toEqual([206, 'el']);
    const beyond = await client.get(`/v2/app/blobs/${layer}`, { headers: { range: 'bytes=9-' } });
    expect(beyond.status).toBe(416);
  });

  test('V56 credentials that are carried along are refused there', async () => {
    const client = await openRegistry();
    const { layer } = await client.image('app', 'v1');
    const answer = await client.get(`/v2/app/blobs/${layer}`);
    const carried = await client.follow(answer, { authorization: `Basic ${client.token}` });
    expect([carried.status, carried.headers['content-type']]).toEqual([400, 'application/xml']);
    expect(carried.text).toContain('<Code>InvalidArgument</Code>');
    expect(carried.text).toContain('Only one auth mechanism allowed;');
  });

  test('V57 an address is good for an hour, as it was handed out', async () => {
    const client = await openRegistry();
    const { layer } = await client.image('app', 'v1');
    const answer = await client.get(`/v2/app/blobs/${layer}`);
    const altered = { ...answer, headers: { location: answer.headers['location']?.replace(/.$/, 'x') } };
    const refusedThere = await client.follow(altered);
    expect([refusedThere.status, refusedThere.text]).toEqual([
      403,
      expect.stringContaining('SignatureDoesNotMatch'),
    ]);
    client.ecr.clock.advance(HOUR - 1);
    expect((await client.follow(answer)).status).toBe(200);
    client.ecr.clock.advance(1);
    const late = await client.follow(answer);
    expect(late.status).toBe(403);
    expect(late.text).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
  });

  test('V58 of a blob that no image names', async () => {
    const client = await openRegistry();
    const digest = await client.blob('app', 'hello');
    const [status, code, text] = refused(await client.get(`/v2/app/blobs/${digest}`));
    expect([status, code]).toEqual([404, 'BLOB_UNKNOWN']);
    expect(text).toContain('is not accessible');
    const spec = await openRegistry({ registry: 'spec' });
    await spec.blob('app', 'hello');
    expect((await spec.get(`/v2/app/blobs/${digest}`)).status).toBe(200);
  });
});

test('V59 deleting a blob', async () => {
  const client = await openRegistry();
  const digest = await client.blob('app', 'hello');
  const answer = await client.send('DELETE', `/v2/app/blobs/${digest}`);
  expect([answer.status, answer.text]).toEqual([404, '404 page not found\n']);
  const spec = await openRegistry({ registry: 'spec' });
  const { layer, digest: manifest } = await spec.image('app', 'v1');
  const named = await spec.send('DELETE', `/v2/app/blobs/${layer}`);
  expect(refused(named).slice(0, 2)).toEqual([405, 'UNSUPPORTED']);
  await spec.send('DELETE', `/v2/app/manifests/${manifest}`);
  expect((await spec.send('DELETE', `/v2/app/blobs/${layer}`)).status).toBe(202);
  expect((await spec.send('DELETE', `/v2/app/blobs/${layer}`)).status).toBe(404);
});

describe('V122 V123 V124 addresses of bytes', () => {
  test('V122 the SDK is handed one that serves them', async () => {
    const client = await openRegistry();
    const { layer } = await client.image('app', 'v1');
    const input = { repositoryName: 'app', layerDigest: layer };
    const { downloadUrl = '' } = await client.sdk.send(new GetDownloadUrlForLayerCommand(input));
    expect(downloadUrl).toMatch(
      new RegExp(
        `^http://127\\.0\\.0\\.1:${client.server.port}/_starport/[0-9a-f]{6}-${ACCOUNT}-[0-9a-f-]{36}/[0-9a-f-]{36}\\?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=\\d{8}T\\d{6}Z&X-Amz-Expires=3600&X-Amz-Signature=[0-9a-f]{64}$`,
      ),
    );
    const answer = await fetch(downloadUrl);
    expect(await answer.text()).toBe('hello');
  });

  test('V123 a client is sent to another name, so that it leaves its credentials behind', async () => {
    const client = await openRegistry();
    const { layer } = await client.image('app', 'v1');
    const { port } = client.server;
    for (const [host, other] of [
      [client.host, '127.0.0.1'],
      [`localhost:${port}`, '127.0.0.1'],
      [`127.0.0.1:${port}`, 'localhost'],
      [`${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com:${port}`, '127.0.0.1'],
    ] as const) {
      const { headers } = await client.get(`/v2/app/blobs/${layer}`, { host });
      expect(new URL(headers['location'] ?? '').host).toBe(`${other}:${port}`);
    }
    const own = await openRegistry({ downloadHost: 'bytes.localhost' });
    const pushed = await own.image('app', 'v1');
    const { headers } = await own.get(`/v2/app/blobs/${pushed.layer}`);
    expect(new URL(headers['location'] ?? '').hostname).toBe('bytes.localhost');
  });

  test('V124 once the server is closed, an address leads nowhere, as in process', async () => {
    const client = await openRegistry();
    const { layer } = await client.image('app', 'v1');
    const { sdk } = client;
    await client.server.close();
    const input = { repositoryName: 'app', layerDigest: layer };
    const { downloadUrl } = await sdk.send(new GetDownloadUrlForLayerCommand(input));
    expect(downloadUrl).toMatch(/^https:\/\/prod-us-east-1-starport-layer-bucket\.s3\./);
  });
});

describe('V128 V129 a layer that only a fixture named', () => {
  test('has no bytes until a client sends them', async () => {
    const client = await openRegistry();
    const fixture = image('v1');
    client.ecr.registry(ACCOUNT, REGION).push('app:v1', fixture);
    const layer = fixture.blobs[1];
    const digest = layer?.digest ?? '';
    const answer = await client.get(`/v2/app/blobs/${digest}`);
    expect(answer.status).toBe(307);
    const bytes = await client.follow(answer);
    expect([bytes.status, bytes.text]).toEqual([404, expect.stringContaining('NoSuchKey')]);
    expect((await client.head(`/v2/app/blobs/${digest}`)).status).toBe(404);
    await client.blob('app', layer?.bytes ?? '');
    expect((await client.head(`/v2/app/blobs/${digest}`)).status).toBe(200);
    const filled = await client.follow(await client.get(`/v2/app/blobs/${digest}`));
    expect(sha256(filled.bytes)).toBe(digest);
  });

  test('is not found by the specification', async () => {
    const client = await openRegistry({ registry: 'spec' });
    const fixture = image('v1');
    client.ecr.registry(ACCOUNT, REGION).push('app:v1', fixture);
    const answer = await client.get(`/v2/app/blobs/${fixture.blobs[1]?.digest ?? ''}`);
    expect(refused(answer).slice(0, 2)).toEqual([404, 'BLOB_UNKNOWN']);
  });
});
