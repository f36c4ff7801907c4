import { DescribeRepositoriesCommand, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import {
  ACCOUNT,
  REGION,
  RegistryClient,
  openRegistry,
  pathOf,
  refused,
  sdkOf,
  tokenOf,
} from '../../support/registry-client.js';

describe('V1 V2 V3 V4 the names of a registry', () => {
  test.each([
    `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`,
    `${ACCOUNT}.dkr.ecr-fips.us-east-1.amazonaws.com`,
    `${ACCOUNT}.dkr-ecr.us-east-1.on.aws`,
    `${ACCOUNT}.DKR.ecr.us-east-1.localhost:4566`,
    `${ACCOUNT}.dkr.ecr.us-east-1.localhost`,
  ])('V1 V4 %s', async (host) => {
    const client = await openRegistry();
    const { manifest } = await client.image('app', 'v1');
    const { status, text } = await client.get('/v2/app/manifests/v1', { host });
    expect([status, text]).toEqual([200, manifest]);
  });

  test('V1 the Chinese one is another registry', async () => {
    const { server } = await openRegistry();
    server.ecr.registry(ACCOUNT, 'cn-north-1').createRepository('app');
    const china = await new RegistryClient(server, ACCOUNT, 'cn-north-1').logIn();
    const { digest } = await china.image('app', 'v1');
    const host = `${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn`;
    expect((await china.head('/v2/app/manifests/v1', { host })).headers['docker-content-digest']).toBe(
      digest,
    );
    expect(server.ecr.registry(ACCOUNT, REGION).repository('app').images).toEqual([]);
  });
});

test('V5 at a plain address the token says account and Region', async () => {
  const { server } = await openRegistry();
  server.ecr.registry('222222222222', 'eu-west-1').createRepository('app');
  const there = await new RegistryClient(server, '222222222222', 'eu-west-1').logIn();
  const plain = new RegistryClient(server);
  Object.defineProperty(plain, 'host', { value: `127.0.0.1:${server.port}` });
  plain.token = there.token;
  const { digest } = await plain.image('app', 'v1');
  const [image] = server.ecr.registry('222222222222', 'eu-west-1').repository('app').images;
  expect(image?.digest).toBe(digest);
});

describe('V6 an address in the path', () => {
  const host = (client: RegistryClient) => `127.0.0.1:${client.server.port}`;

  test('names the registry if that is wanted, and addresses carry it', async () => {
    const client = await openRegistry({ pathAddressing: true });
    client.ecr.registry('222222222222', REGION).createRepository('app');
    const token = await tokenOf(sdkOf(client.server, '222222222222', REGION));
    const sent = { host: host(client), token };
    const path = `/v2/222222222222.${REGION}/app/blobs/uploads/`;
    const { status, headers } = await client.send('POST', path, sent);
    expect(status).toBe(202);
    expect(pathOf(headers['location'] ?? '')).toMatch(new RegExp(`^${path}[0-9a-f-]{36}$`));
  });

  test('is a long name of a repository if it is not', async () => {
    const client = await openRegistry();
    const answer = await client.get(`/v2/222222222222.${REGION}/app/tags/list`, { host: host(client) });
    expect(refused(answer)[2]).toContain(`'222222222222.${REGION}/app'`);
  });
});

test('V7 V22 a name of the wrong form, and a path of none, are not found', async () => {
  const client = await openRegistry();
  for (const host of ['1.dkr.ecr.us-east-1.localhost', `${ACCOUNT}.dkr.ecr.nowhere.localhost`]) {
    const answer = await client.get('/v2/', { host });
    expect([answer.status, answer.text]).toEqual([404, '404 page not found\n']);
  }
  const nonsense = await client.get('/v2/app/nonsense');
  expect([nonsense.status, nonsense.text]).toEqual([404, '404 page not found\n']);
  const method = await client.send('POST', '/v2/app/manifests/v1');
  expect(refused(method).slice(0, 2)).toEqual([405, 'UNSUPPORTED']);
  expect(method.headers['allow']).toBe('GET, HEAD, PUT, DELETE');
});

test('V7 an account that was not mentioned before has an empty registry', async () => {
  const client = await openRegistry();
  const host = `999999999999.dkr.ecr.${REGION}.localhost`;
  const token = await tokenOf(sdkOf(client.server, '999999999999', REGION));
  const { status, text } = await client.get('/v2/_catalog', { host, token });
  expect([status, text]).toEqual([200, '{"repositories":[]}']);
});

test('V8 on loopback, foreign hosts and pages of elsewhere are refused, and nothing is asked', async () => {
  const client = await openRegistry();
  const before = client.ecr.calls.length;
  const host = await client.get('/v2/app/tags/list', { host: 'evil.example' });
  expect(host.status).toBe(403);
  const origin = await client.get('/v2/app/tags/list', { headers: { origin: 'http://evil.example' } });
  expect(origin.status).toBe(403);
  expect(client.ecr.calls).toHaveLength(before);
});

test('V8 the names of registries are none of a stranger, and only those', async () => {
  const client = await openRegistry();
  const { layer } = await client.image('app', 'v1');
  const aws = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
  const status = async (host: string, origin?: string) => {
    const headers: Record<string, string> = origin === undefined ? {} : { origin };
    return (await client.get('/v2/app/tags/list', { host, headers })).status;
  };
  expect([await status(aws), await status(client.host), await status(aws.toUpperCase())]).toEqual([
    200, 200, 200,
  ]);
  // A page that such a registry served itself.
  expect(await status(client.host, `http://${client.host}`)).toBe(200);
  expect(await status(client.host, 'http://evil.example')).toBe(403);
  expect(await status(aws, `http://${client.host}`)).toBe(403);
  for (const host of [
    `${aws}.evil.example`,
    `evil.example.${aws}`,
    `${ACCOUNT}.dkr.ecr.${REGION}.evil.example`,
  ]) {
    expect([host, (await status(host)) >= 400]).toEqual([host, true]);
  }
  const url = new URL((await client.get(`/v2/app/blobs/${layer}`)).headers['location'] ?? '');
  const bytes = await client.get(`${url.pathname}${url.search}`, { host: 'evil.example', token: null });
  expect([bytes.status, bytes.text.includes('hello')]).toEqual([403, false]);
  // The API and the control routes listen at names of this computer only.
  const state = await client.get('/_fake-ecr/state', { host: aws, token: null });
  expect(state.status).toBe(403);
});

describe('V9 addresses that are handed out', () => {
  const addressesOf = async (client: RegistryClient) => {
    const { authorizationData } = await client.sdk.send(new GetAuthorizationTokenCommand({}));
    const { repositories } = await client.sdk.send(new DescribeRepositoriesCommand({}));
    return [authorizationData?.[0]?.proxyEndpoint, repositories?.[0]?.repositoryUri];
  };

  test('are those of AWS', async () => {
    const host = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
    expect(await addressesOf(await openRegistry())).toEqual([`https://${host}`, `${host}/app`]);
  });

  test('or can be pushed to as they are', async () => {
    const client = await openRegistry({ endpoints: 'served' });
    expect(await addressesOf(client)).toEqual([`http://${client.host}`, `${client.host}/app`]);
    await client.server.close();
    expect((await addressesOf(client))[1]).toBe(`${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/app`);
  });
});

test('V10 addresses in answers begin with what the client asked', async () => {
  const sent = { headers: { 'x-forwarded-host': 'other.example', 'x-forwarded-proto': 'https' } };
  const ecr = await openRegistry();
  const { headers } = await ecr.send('POST', '/v2/app/blobs/uploads/', sent);
  expect(headers['location']).toMatch(new RegExp(`^http://${ecr.host}/v2/app/blobs/uploads/[0-9a-f-]{36}$`));
  const spec = await openRegistry({ registry: 'spec' });
  const path = (await spec.send('POST', '/v2/app/blobs/uploads/', sent)).headers['location'];
  expect(path).toMatch(/^\/v2\/app\/blobs\/uploads\/[0-9a-f-]{36}$/);
});

test('V11 the door can be left closed', async () => {
  const client = await openRegistry({ registry: false });
  expect((await client.get('/v2/')).status).toBe(404);
});
