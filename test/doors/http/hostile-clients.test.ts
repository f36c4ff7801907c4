/** Clients that are slow, large, damaged or not what they seem. */
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import {
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  ECRClient,
  InitiateLayerUploadCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { sha256 } from '../../../src/world/images/manifest.js';
import { type EcrServer, serve } from '../../../src/http.js';
import { refusal } from '../../support/refusal.js';
import { SOURCE } from '../../support/scene.js';

let server: EcrServer;

beforeEach(async () => {
  server = await serve({}, { requestTimeout: 300 });
});

afterEach(() => server.close());

/** Sends text as it is, and reads until the server hangs up. */
function exchange(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(server.port, server.host);
    let answer = '';
    socket.on('data', (data) => (answer += String(data)));
    socket.on('close', () => resolve(answer));
    socket.write(text);
  });
}

/** A control request with headers that `fetch` would not let through. */
function controlStatus(
  route: string,
  method: string,
  headers: Record<string, string>,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${server.url}/_fake-ecr/${route}`, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject);
    request.end();
  });
}

test('the largest layer part arrives, byte for byte', async () => {
  await server.close();
  server = await serve();
  const client = new ECRClient({
    endpoint: server.url,
    region: 'us-west-2',
    credentials: { accessKeyId: SOURCE, secretAccessKey: 'x' },
  });
  const repositoryName = 'app';
  await client.send(new CreateRepositoryCommand({ repositoryName }));
  const { uploadId } = await client.send(new InitiateLayerUploadCommand({ repositoryName }));
  const layerPartBlob = Buffer.alloc(20_971_520, 'layer');
  const range = { partFirstByte: 0, partLastByte: layerPartBlob.length - 1 };
  await client.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...range, layerPartBlob }));
  const layerDigests = [sha256(layerPartBlob)];
  const { layerDigest } = await client.send(
    new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests }),
  );
  expect(layerDigest).toBe(layerDigests[0]);
  const larger = { partLastByte: layerPartBlob.length, layerPartBlob: Buffer.alloc(20_971_521) };
  const { name } = await refusal(
    client.send(new UploadLayerPartCommand({ repositoryName, uploadId, partFirstByte: 0, ...larger })),
  );
  expect(name).toBe('InvalidParameterException');
  client.destroy();
}, 60_000);

test.each([
  ['its headers', 'POST / HTTP/1.1\r\nhost: x\r\nx-slow: '],
  ['its body', 'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n{'],
])('a client that never ends %s is sent away after the time it has', async (_what, text) => {
  expect(await exchange(text)).toMatch(/^HTTP\/1\.1 408 /);
});

test('headers that are too large, and what is not HTTP', async () => {
  expect(await exchange(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 431 /,
  );
  expect(await exchange('\x16\x03\x01 hello over TLS\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
});

test('a whole address instead of a path is understood, as from a client that takes this for a proxy', async () => {
  const answer = await exchange(
    'GET http://api.ecr.us-west-2.amazonaws.com/_fake-ecr/health?x HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n',
  );
  expect(answer).toContain('{"status":"ok"}');
});

test('a whole address without a path is that of the service', async () => {
  const answer = await exchange(
    'GET http://api.ecr.us-west-2.amazonaws.com HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 405 /);
  expect(answer).toContain('GET is not supported; use POST.');
});

test('who names no host is not a browser, and may control the world', async () => {
  expect(await exchange('GET /_fake-ecr/health HTTP/1.0\r\n\r\n')).toContain('{"status":"ok"}');
});

test.each([
  ['a page from elsewhere', { origin: 'https://evil.example' }, 403],
  ['a page of a file', { origin: 'null' }, 403],
  ['a page whose name resolves to here', { host: 'evil.example:80' }, 403],
  ['a name that only begins like one of here', { host: 'localhost.evil.example' }, 403],
  ['localhost', { host: 'localhost:4566' }, 200],
  ['a name below localhost', { host: 'ecr.localhost' }, 200],
  ['the page of this very server', { host: 'localhost', origin: 'http://localhost' }, 200],
])('the world is controlled by %s: %j is %i', async (_who, headers, status) => {
  await new ECRClient({
    endpoint: server.url,
    region: 'us-west-2',
    credentials: { accessKeyId: SOURCE, secretAccessKey: 'x' },
  }).send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  expect(await controlStatus('reset', 'POST', headers)).toBe(status);
  expect(server.ecr.registry(SOURCE, 'us-west-2').repository('app').exists).toBe(status !== 200);
});

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

test.each([
  ['ECR', 'POST / HTTP/1.1', {}, 'x-amzn-errortype: AccessDeniedException'],
  ['STS', 'POST / HTTP/1.1', FORM, '<Code>AccessDeniedException</Code>'],
  ['a path that there is not', 'GET /nowhere HTTP/1.1', {}, 'AccessDeniedException'],
  ['the health', 'GET /_fake-ecr/health HTTP/1.1', {}, '{"message":'],
])(
  'a page of a browser may not use %s, and is told before it has sent all',
  async (_what, line, headers, text) => {
    for (const said of ['host: evil.example:80', 'host: localhost\r\norigin: https://evil.example']) {
      const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const answer = await exchange(`${line}\r\n${said}\r\ncontent-length: 10\r\n${more.join('')}\r\n{`);
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(answer).toContain(text);
    }
  },
);

test('who names no host may not come from a page', async () => {
  const answer = await exchange('GET /_fake-ecr/health HTTP/1.0\r\norigin: http://evil.example\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
});

test('a line of the log holds no control characters, C1 ones neither', async () => {
  await server.close();
  const log: string[] = [];
  server = await serve({}, { onLog: (line) => log.push(line), requestTimeout: 300 });
  const socket = connect(server.port, server.host);
  socket.write(
    Buffer.from(
      'POST / HTTP/1.1\r\nhost: localhost\r\nx-amz-target: a\x9b2Jb\r\nconnection: close\r\n\r\n',
      'latin1',
    ),
  );
  await new Promise((resolve) => socket.once('data', resolve));
  expect(log).toEqual(['POST a\\u009b2Jb 400 UnknownOperationException']);
  socket.destroy();
});

test('answers of control routes hold none either', async () => {
  const answer = await fetch(`${server.url}/_fake-ecr/settle`, { method: 'POST', body: '{"to":"\u009b2J"}' });
  expect(await answer.text()).toMatch(/^[\u0020-\u007e]+$/);
});

describe('who listens everywhere', () => {
  const NAMES = [
    ['the address of a container', '172.17.0.2:4566', 200],
    ['an address of IPv6', '[fd00::2]:4566', 200],
    ['localhost', 'localhost:4566', 200],
    ['a name below localhost', 'ecr.localhost', 200],
    ['a name that was allowed, in any case', 'FAKE-ecr:4566', 200],
    ['a name below one that was allowed so', 'ecr.test.internal', 200],
    ['the name itself below which others are', 'internal', 403],
    ['a name that only ends alike', 'not-fake-ecr', 403],
    ['a page whose name resolves to here', 'evil.example:4566', 403],
    ['a name that begins like an address', '127.0.0.1.evil.example', 403],
  ] as const;
  const ask = (name: string, path: string) =>
    exchange(`GET ${path} HTTP/1.1\r\nhost: ${name}\r\nconnection: close\r\n\r\n`);
  const wide = async (allowedHosts: readonly string[] | 'all') => {
    await server.close();
    server = await serve({}, { host: '0.0.0.0', allowedHosts });
  };

  test.each(NAMES)('answers %s (%s): %i', async (_who, name, status) => {
    await wide(['fake-ecr', '.internal']);
    expect(await ask(name, '/_fake-ecr/health')).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(await ask(name, '/v2/')).toMatch(new RegExp(`^HTTP/1.1 ${status === 200 ? 401 : 403} `));
  });

  test('tells how a name is allowed', async () => {
    await wide([]);
    expect(await ask('fake-ecr:4566', '/_fake-ecr/health')).toContain('--allow-host');
  });

  test('has any name if all are allowed, and pages from elsewhere are still refused', async () => {
    await wide('all');
    expect(await ask('evil.example', '/_fake-ecr/health')).toMatch(/^HTTP\/1\.1 200 /);
    const page = 'evil.example\r\norigin: https://other.example';
    expect(await ask(page, '/_fake-ecr/health')).toMatch(/^HTTP\/1\.1 403 /);
  });

  test('is called by the names of ECR if a hosts file or a proxy leads them here', async () => {
    await wide([]);
    expect(await ask('111122223333.dkr.ecr.us-west-2.amazonaws.com', '/v2/')).toMatch(/^HTTP\/1\.1 401 /);
  });
});

test('a name may be allowed on loopback too, as of a hosts file', async () => {
  await server.close();
  server = await serve({}, { allowedHosts: ['ecr.test'] });
  expect(await controlStatus('health', 'GET', { host: 'ecr.test:4566' })).toBe(200);
  expect(await controlStatus('health', 'GET', { host: '192.0.2.1' })).toBe(403);
});

test.each([[['fake-ecr:4566']], [['http://fake-ecr']], [['']], ['fake-ecr'], [[7]]])(
  'allowedHosts: %j is refused',
  async (allowedHosts) => {
    const { message } = await refusal(serve({}, { allowedHosts: allowedHosts as string[] }));
    expect(message).toMatch(/^\[fake-ecr\] allowedHosts is .*Expected 'all', or a list of names/);
  },
);

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === '::1'));

(hasIpv6 ? describe : describe.skip)('who listens at the loopback address of IPv6', () => {
  beforeEach(async () => {
    await server.close();
    server = await serve({}, { host: '::1' });
  });

  test('is found by a URL with brackets', async () => {
    expect(server.url).toBe(`http://[::1]:${server.port}`);
    expect(await (await fetch(`${server.url}/_fake-ecr/health`)).json()).toEqual({ status: 'ok' });
  });

  test('has no other names than those of loopback', async () => {
    expect(await controlStatus('health', 'GET', { host: 'evil.example:80' })).toBe(403);
    expect(await controlStatus('health', 'GET', { host: 'localhost' })).toBe(200);
  });
});

test('an address that is not of this computer is not a place to listen', async () => {
  const { message } = await refusal(serve({}, { host: '203.0.113.1', port: 4566 }));
  expect(message).toMatch(/^\[fake-ecr\] Could not listen at 203\.0\.113\.1:4566: .*EADDRNOTAVAIL/);
});

test('an empty host does not mean to listen everywhere', async () => {
  const { message } = await refusal(serve({}, { host: '' }));
  expect(message).toMatch(/^\[fake-ecr\] The host is empty/);
});
