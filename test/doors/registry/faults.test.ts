import { openRegistry, refused, sha256 } from '../../support/registry-client.js';

const HELLO = sha256('hello');

test('V137 faults of operations are met here', async () => {
  const client = await openRegistry();
  client.ecr.fail('UploadLayerPart').with('ThrottlingException').times(2);
  const at = await client.begin('app');
  for (let nth = 0; nth < 2; nth += 1) {
    const answer = await client.send('PATCH', at, { body: 'hello' });
    expect(refused(answer)).toEqual([429, 'TOOMANYREQUESTS', 'Rate exceeded']);
  }
  expect((await client.send('PATCH', at, { body: 'hello' })).status).toBe(201);
});

test('V138 V140 a request is answered with anything, if its scope says so', async () => {
  const client = await openRegistry();
  const scope = { method: 'GET', route: 'tags', repository: 'app' } as const;
  const { door } = client.ecr;
  door
    .fail(scope)
    .with({ status: 429, code: 'TOOMANYREQUESTS', headers: { 'retry-after': '7' } })
    .once();
  door.fail({ route: 'catalog', region: 'eu-west-1' }).with({ status: 500 }).always();
  door.fail({ route: 'base' }).with({ status: 500 }).once();
  expect((await client.get('/v2/_catalog')).status).toBe(200);
  const answer = await client.get('/v2/app/tags/list');
  expect([answer.status, answer.headers['retry-after']]).toEqual([429, '7']);
  expect((await client.get('/v2/app/tags/list')).status).toBe(200);
  const empty = await client.get('/v2/');
  expect([empty.status, empty.text]).toEqual([500, '']);
});

test('V138 an incomplete fault, or one of nothing, is refused', async () => {
  const client = await openRegistry();
  const { door } = client.ecr;
  expect(() => door.fail({ route: 'layers' as 'blob' })).toThrow(/^\[fake-ecr\] route is 'layers'/);
  expect(() => door.fail().with({ status: 42 })).toThrow(/The status is 42/);
  expect(() => door.drop({}, { afterBytes: -1 })).toThrow(/afterBytes is -1/);
  expect(() => door.slow({}, { bytesPerSecond: 'fast' as unknown as number })).toThrow(/bytesPerSecond/);
  expect(() => door.corrupt({ digits: 'x' } as object)).toThrow(/'digits'/);
});

test('V139 tokens expire when a test says so', async () => {
  const client = await openRegistry();
  const at = await client.begin('app');
  await client.send('PATCH', at, { body: 'hello' });
  client.ecr.door.expireTokens();
  expect((await client.send('PUT', `${at}?digest=${HELLO}`)).status).toBe(403);
  await client.logIn();
  expect((await client.send('PUT', `${at}?digest=${HELLO}`)).status).toBe(201);
});

describe('V141 V142 a connection breaks', () => {
  test('in a request, whose bytes so far are kept', async () => {
    const client = await openRegistry();
    client.ecr.door.drop({ method: 'PATCH' }, { afterBytes: 3 }).once();
    const at = await client.begin('app');
    await expect(client.send('PATCH', at, { body: 'hello' })).rejects.toThrow();
    const again = { body: 'hello', headers: { 'content-range': '0-4' } };
    const [status, , text] = refused(await client.send('PATCH', at, again));
    expect([status, text]).toEqual([416, 'First byte of the layer part is 0 instead of 3']);
  });

  test('in an answer', async () => {
    const client = await openRegistry();
    const { layer } = await client.image('app', 'v1');
    const answer = await client.get(`/v2/app/blobs/${layer}`);
    client.ecr.door.drop({ route: 'download' }, { afterBytes: 2, of: 'response' }).once();
    await expect(client.follow(answer)).rejects.toThrow();
    expect((await client.follow(answer)).text).toBe('hello');
  });

  test('before anything else, as if a repository was missing', async () => {
    const client = await openRegistry();
    client.ecr.door.drop({ method: 'POST' }, { afterBytes: 0 }).once();
    await expect(client.send('POST', '/v2/app/blobs/uploads/')).rejects.toThrow();
    expect((await client.send('POST', '/v2/app/blobs/uploads/')).status).toBe(202);
  });
});

test('V143 the range can be honest', async () => {
  const client = await openRegistry();
  client.ecr.door.range = 'honest';
  const at = await client.begin('app');
  await client.send('PATCH', at, { body: Buffer.alloc(5_242_880) });
  expect((await client.send('PATCH', at, { body: 'hello' })).headers['range']).toBe('0-5242884');
});

test('V144 bytes take their time, and everything arrives', async () => {
  const client = await openRegistry();
  const { layer } = await client.image('app', 'v1');
  client.ecr.door.slow({ route: 'download' }, { bytesPerSecond: 500, firstByteAfter: 5 }).once();
  client.ecr.door.slow({ method: 'PATCH' }, { bytesPerSecond: 500 }).once();
  expect((await client.follow(await client.get(`/v2/app/blobs/${layer}`))).text).toBe('hello');
  expect((await client.send('PATCH', await client.begin('app'), { body: 'hello' })).status).toBe(201);
});

test('V145 downloads are damaged, and addresses stale', async () => {
  const client = await openRegistry();
  const { layer } = await client.image('app', 'v1');
  client.ecr.door.corrupt({ digest: layer }).once();
  const answer = await client.get(`/v2/app/blobs/${layer}`);
  const damaged = await client.follow(answer);
  expect([damaged.bytes.length, sha256(damaged.bytes) === layer]).toEqual([5, false]);
  expect(sha256((await client.follow(answer)).bytes)).toBe(layer);
  client.ecr.door.staleUrls().once();
  const stale = await client.follow(await client.get(`/v2/app/blobs/${layer}`));
  expect([stale.status, stale.text]).toEqual([403, expect.stringContaining('Request has expired')]);
});
