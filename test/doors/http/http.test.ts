import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { CreateRepositoryCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { type Control } from '../../../src/doors/http/control.js';
import { startHttpServer } from '../../../src/doors/http/http-server.js';
import { LARGEST_BODY } from '../../../src/doors/http/http-server.js';
import { image } from '../../../src/index.js';
import { type EcrServer, serve } from '../../../src/http.js';
import { simulationOf } from '../../../src/fake/simulation-of.js';
import { refusal } from '../../support/refusal.js';
import { SOURCE, START } from '../../support/scene.js';
import { INSIDE } from '../../../src/lib/handle-kind.js';

let server: EcrServer;

beforeEach(async () => {
  server = await serve({ now: START, layers: 'assumed', onUnmodelled: 'ignore' });
});

afterEach(() => server.close());

const TARGET = 'AmazonEC2ContainerRegistry_V20150921.';
const AUTHORIZATION = `AWS4-HMAC-SHA256 Credential=${SOURCE}/20261124/us-west-2/ecr/aws4_request, SignedHeaders=host, Signature=0`;

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

async function post(
  operation: string,
  body: string | object = {},
  headers: Record<string, string | undefined> = {},
): Promise<Answer> {
  const all = {
    'x-amz-target': operation === '' ? undefined : TARGET + operation,
    'content-type': 'application/x-amz-json-1.1',
    authorization: AUTHORIZATION,
    ...headers,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: given,
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: JSON.parse(text) as Record<string, unknown>,
  };
}

const control = (route: string, method = 'GET', body?: unknown) =>
  fetch(`${server.url}/_fake-ecr/${route}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

describe('the protocol', () => {
  test('numbers are epoch seconds, absent members are left out', async () => {
    const { status, headers, body } = await post('CreateRepository', { repositoryName: 'app' });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(body['repository']).toMatchObject({ repositoryName: 'app', createdAt: START / 1000 });
    expect((await post('DescribeRepositories')).body).not.toHaveProperty('nextToken');
  });

  test('errors have their type, text and headers', async () => {
    const { status, headers, body } = await post('ListImages', { repositoryName: 'nope' });
    expect(status).toBe(400);
    expect(headers.get('x-amzn-errortype')).toBe('RepositoryNotFoundException');
    expect(body).toEqual({
      __type: 'RepositoryNotFoundException',
      message: `The repository with name 'nope' does not exist in the registry with id '${SOURCE}'`,
    });
  });

  test.each<[string, string, string | object, Record<string, string | undefined>, number, string]>([
    ['malformed JSON', 'ListImages', '{"a":', {}, 400, 'SerializationException'],
    ['a list', 'ListImages', '[]', {}, 400, 'SerializationException'],
    [
      'a wrong content type',
      'ListImages',
      '{}',
      { 'content-type': 'text/plain' },
      400,
      'SerializationException',
    ],
    ['an unknown operation', 'Nope', '{}', {}, 400, 'UnknownOperationException'],
    ['no target', '', '{}', {}, 400, 'UnknownOperationException'],
    [
      'no signature',
      'ListImages',
      '{}',
      { authorization: undefined },
      400,
      'MissingAuthenticationTokenException',
    ],
    [
      'a damaged signature',
      'ListImages',
      '{}',
      { authorization: 'AWS4-HMAC-SHA256 Credential=x' },
      400,
      'IncompleteSignatureException',
    ],
    ['no base64', 'UploadLayerPart', { layerPartBlob: '!' }, {}, 400, 'SerializationException'],
    ['a wrong type', 'ListImages', { repositoryName: 5 }, {}, 400, 'SerializationException'],
    [
      'no UTF-8',
      'ListImages',
      new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]),
      {},
      400,
      'SerializationException',
    ],
    [
      'base64 with padding inside',
      'UploadLayerPart',
      { layerPartBlob: 'AA==AAAA' },
      {},
      400,
      'SerializationException',
    ],
    [
      'base64 that is cut off',
      'UploadLayerPart',
      { layerPartBlob: 'AAA' },
      {},
      400,
      'SerializationException',
    ],
    [
      'a deep body',
      'ListImages',
      `{"repositoryName":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
      {},
      400,
      'SerializationException',
    ],
    [
      'a deep unknown member',
      'ListImages',
      `{"x":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
      {},
      400,
      'InvalidParameterException',
    ],
    [
      'a body in chunks of its own form',
      'ListImages',
      '{}',
      { 'content-encoding': 'aws-chunked' },
      400,
      'SerializationException',
    ],
    [
      'a signature for another service',
      'ListImages',
      '{}',
      { authorization: AUTHORIZATION.replace('/ecr/', '/s3/') },
      400,
      'InvalidSignatureException',
    ],
    [
      'an empty signature',
      'ListImages',
      '{}',
      { authorization: AUTHORIZATION.replace('Signature=0', 'Signature=') },
      400,
      'IncompleteSignatureException',
    ],
  ])('%s', async (_what, operation, body, headers, status, type) => {
    const answer = await post(operation, body, headers);
    expect([answer.status, answer.body['__type']]).toEqual([status, type]);
    expect(answer.headers.get('x-amzn-errortype')).toBe(type);
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('no content type is refused with the one that is wanted', async () => {
    const answer = await fetch(server.url, {
      method: 'POST',
      headers: { 'x-amz-target': `${TARGET}ListImages`, authorization: AUTHORIZATION },
      body: new Uint8Array([0x7b, 0x7d]),
    });
    expect(await answer.json()).toEqual({
      __type: 'SerializationException',
      message: 'The content type must be application/x-amz-json-1.1.',
    });
  });

  test('no body is an empty input', async () => {
    const { status, body } = await post('DescribeRepositories', '');
    expect([status, body]).toEqual([200, { repositories: [] }]);
  });

  test('a signature for no Region is one for the default Region', async () => {
    const authorization = AUTHORIZATION.replace('/us-west-2/', '//');
    const { body } = await post('CreateRepository', { repositoryName: 'app' }, { authorization });
    expect(body['repository']).toMatchObject({
      repositoryArn: `arn:aws:ecr:us-east-1:${SOURCE}:repository/app`,
    });
  });

  test('a mistake of the test is sent to the client that waits at the socket', async () => {
    await server.close();
    server = await serve({ onUnmodelled: 'error' });
    const { status, body } = await post('ListImages', { repositoryName: 'app', fitler: {} });
    expect([status, body['__type']]).toEqual([400, 'UnknownOperationException']);
    expect(body['message']).toContain("[fake-ecr] ListImages has no input member 'fitler'");
  });

  test.each<[string, unknown]>([
    ['an error', new Error('broken')],
    ['what is not an error', 'broken'],
  ])('a function of the test that throws %s is answered as a failure inside', async (_what, thrown) => {
    await server.close();
    const latency = () => {
      throw thrown;
    };
    server = await serve({ replication: { latency }, layers: 'assumed' });
    const registry = server.ecr.registry(SOURCE, 'us-west-2').createRepository('app');
    registry.replicateTo(server.ecr.registry(SOURCE, 'eu-west-1'));
    const input = { repositoryName: 'app', imageTag: 'v1', imageManifest: image('v1').manifest };
    const { status, body } = await post('PutImage', input);
    expect([status, body]).toEqual([500, { __type: 'InternalFailure', message: 'broken' }]);
    expect((await post('DescribeRepositories')).status).toBe(200);
  });

  test('other paths and methods', async () => {
    expect((await fetch(`${server.url}/v3/`)).status).toBe(404);
    for (const method of ['PUT', 'DELETE', 'OPTIONS']) {
      const answer = await fetch(server.url, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    }
    expect((await post('DescribeRepositories', {})).status).toBe(200);
  });
});

describe('control routes', () => {
  test('reset, advance, settle, state, topology and health', async () => {
    await post('CreateRepository', { repositoryName: 'app' });
    const state = await (await control('state')).text();
    expect((await control('advance', 'POST', { milliseconds: 60_000 })).status).toBe(200);
    expect(server.ecr.clock.now()).toEqual(new Date(START + 60_000));
    expect((await control('reset', 'POST')).status).toBe(200);
    expect((await post('DescribeRepositories')).body['repositories']).toEqual([]);
    expect((await control('state', 'PUT', state)).status).toBe(200);
    expect((await post('DescribeRepositories')).body['repositories']).toHaveLength(1);
    expect((await control('settle', 'POST')).status).toBe(200);
    expect(await (await control('topology')).text()).toContain(`${SOURCE}/us-west-2`);
    expect(await (await control('health')).json()).toEqual({ status: 'ok' });
  });

  test('health and readiness are for anyone, with GET or HEAD', async () => {
    expect(await (await control('ready')).json()).toEqual({ status: 'ready' });
    for (const route of ['health', 'ready']) {
      const answer = await control(route, 'HEAD');
      expect([answer.status, await answer.text()]).toEqual([200, '']);
    }
  });

  test('a server that has begun to close is not ready', async () => {
    const { port } = server;
    const socket = connect(port, '127.0.0.1');
    const answered = text(socket);
    await once(socket, 'connect');
    // Half of a request, so that the server waits for the rest of it.
    socket.write('GET /_fake-ecr/ready HTTP/1.1\r\nhost: 127.0.0.1\r\n');
    await control('health');
    const closed = server.close();
    socket.write('connection: close\r\n\r\n');
    expect(await answered).toMatch(/^HTTP\/1.1 503 [\s\S]*\{"status":"closing"\}$/);
    await closed;
  });

  test('settle ends what arrives at one registry, or everything', async () => {
    await server.close();
    server = await serve({ layers: 'assumed', replication: 'manual' });
    const destinations = ['us-east-1', 'eu-west-1'].map((region) => ({ region, registryId: SOURCE }));
    await post('CreateRepository', { repositoryName: 'app' });
    await post('PutReplicationConfiguration', { replicationConfiguration: { rules: [{ destinations }] } });
    await post('PutImage', { repositoryName: 'app', imageTag: 'v1', imageManifest: image('app').manifest });
    const left = () => server.ecr.pendingReplications().map(({ destination }) => destination);
    expect(left()).toEqual([`${SOURCE}/us-east-1`, `${SOURCE}/eu-west-1`]);

    expect((await control('settle', 'POST', { to: `${SOURCE}/eu-west-1` })).status).toBe(200);
    expect(left()).toEqual([`${SOURCE}/us-east-1`]);
    expect((await control('settle', 'POST', {})).status).toBe(200);
    expect(left()).toEqual([]);
  });

  test('the tree is text, the report a document for a browser', async () => {
    await post('CreateRepository', { repositoryName: 'app' });
    const tree = await control('inspect');
    expect(tree.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await tree.text()).toBe(server.ecr.inspect());
    const report = await control('report');
    expect(report.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await report.text()).toBe(server.ecr.report());
  });

  test('an error says what is wrong', async () => {
    for (const [route, method, body, status, text] of [
      [
        'nope',
        'GET',
        undefined,
        404,
        'there are reset, settle, advance, state, events, explain, topology, inspect, report, health, ready',
      ],
      ['reset', 'GET', undefined, 405, 'reset takes POST, not GET.'],
      ['advance', 'POST', {}, 400, 'advance was not told how far'],
      ['advance', 'POST', 'null', 400, 'advance was not told how far'],
      ['advance', 'POST', 'x', 400, 'The body is not JSON'],
      ['advance', 'POST', { milliseconds: -1 }, 400, "can't be advanced by -1"],
      ['advance', 'POST', { milliseconds: 1e300 }, 400, "a Date can't hold the result"],
      ['settle', 'POST', 'x', 400, 'The body is not JSON'],
      ['settle', 'POST', { too: 'x' }, 400, 'settle was given'],
      [
        'settle',
        'POST',
        { to: 'us-east-1' },
        400,
        "settle was given 'us-east-1' as `to`, which is not a registry",
      ],
      ['settle', 'POST', { to: 7 }, 400, 'settle was given 7 as `to`'],
      ['state', 'PUT', {}, 400, 'load() was given no snapshot'],
      ['state', 'PUT', 'null', 400, 'load() was given no snapshot'],
      ['state', 'PUT', { fakeEcrSnapshot: 1 }, 400, 'The snapshot is damaged'],
      ['constructor', 'GET', undefined, 404, 'There is no route constructor'],
      ['__proto__', 'GET', undefined, 404, 'There is no route __proto__'],
      ['console', 'GET', undefined, 404, 'there are reset, settle'],
      ['health', 'DELETE', undefined, 405, 'health takes GET and HEAD, not DELETE.'],
      ['state', 'POST', {}, 405, 'state takes GET and PUT, not POST.'],
    ] as const) {
      const answer = await control(route, method, body);
      expect(answer.status).toBe(status);
      expect(((await answer.json()) as { message: string }).message).toContain(text);
    }
  });

  test.each<[string, unknown, string]>([
    ['an error', new Error('broken'), 'broken'],
    ['what is not an error', 7, '7'],
  ])('a world that throws %s is a failure of the server', async (_what, thrown, message) => {
    const settle = () => {
      throw thrown;
    };
    const world = { wire: simulationOf(server.ecr), control: { settle } as unknown as Control };
    const other = await startHttpServer(world);
    const answer = await fetch(`${other.url}/_fake-ecr/settle`, { method: 'POST' });
    expect([answer.status, await answer.json()]).toEqual([500, { message }]);
    await other.close();
  });

  test('events are a list, and a stream', async () => {
    const push = () =>
      post('PutImage', {
        repositoryName: 'app',
        imageTag: 'v1',
        imageManifest: image('v1').manifest,
      });
    await post('CreateRepository', { repositoryName: 'app' });
    const stop = new AbortController();
    const stream = await fetch(`${server.url}/_fake-ecr/events`, {
      headers: { accept: 'text/event-stream' },
      signal: stop.signal,
    });
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
    expect((await push()).status).toBe(200);
    let text = '';
    while (!text.includes('\ndata: ')) text += new TextDecoder().decode((await reader.read()).value);
    expect(text).toContain('"action-type":"PUSH"');
    stop.abort();
    await reader.read().catch(() => undefined);
    expect(await (await control('events')).json()).toHaveLength(1);
  });
});

describe('robustness', () => {
  test('a thousand requests at once: none gets in the way of another', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `repo-${index}`);
    const answers = await Promise.all(
      names.map((repositoryName) => post('CreateRepository', { repositoryName })),
    );
    expect(answers.map((one) => one.status).filter((status) => status !== 200)).toEqual([]);
    expect(server.ecr.registry(SOURCE, 'us-west-2')[INSIDE].registry.repositoryCount).toBe(1000);
  }, 60_000);

  test('pipelined requests are answered in their order', async () => {
    const message = (name: string) => {
      const body = JSON.stringify({ repositoryName: name });
      return [
        'POST / HTTP/1.1',
        'host: localhost',
        `x-amz-target: ${TARGET}CreateRepository`,
        'content-type: application/x-amz-json-1.1',
        `authorization: ${AUTHORIZATION}`,
        `content-length: ${body.length}`,
        '',
        body,
      ].join('\r\n');
    };
    const socket = connect(server.port, server.host);
    socket.write(message('first') + message('second'));
    let text = '';
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      text += chunk.toString();
      if (text.includes('"repositoryName":"second"')) break;
    }
    expect(text.indexOf('"repositoryName":"first"')).toBeLessThan(text.indexOf('"repositoryName":"second"'));
  });

  test('a client that hangs up midway harms no other client', async () => {
    const socket = connect(server.port, server.host);
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"a"');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
    const garbage = connect(server.port, server.host);
    garbage.write('this is not HTTP\r\n\r\n');
    const answer = await new Promise<string>((resolve) =>
      garbage.once('data', (data) => resolve(String(data))),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect((await post('DescribeRepositories')).status).toBe(200);
  });

  test.each([
    ['of known length', { 'content-length': String(LARGEST_BODY + 2 * 1024 * 1024) }],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('a body %s that is too large is refused, and read to its end', async (_what, headers) => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(server.url, { method: 'POST', headers }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      });
      request.on('error', reject);
      const chunk = Buffer.alloc(1024 * 1024, 0x20);
      let sent = 0;
      const write = () => {
        while (sent <= LARGEST_BODY + chunk.length) {
          sent += chunk.length;
          if (!request.write(chunk)) return void request.once('drain', write);
        }
        request.end();
      };
      write();
    });
    expect(status).toBe(413);
  });

  test('a port that is taken is named', async () => {
    const { message } = await refusal(serve({}, { port: server.port }));
    expect(message).toBe(
      `[fake-ecr] Port ${server.port} of 127.0.0.1 is taken. Choose another one, or 0 for any free port.`,
    );
  });

  test('it listens at loopback unless told otherwise', () => {
    expect(server.host).toBe('127.0.0.1');
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  });
});

test('the SDK works over the endpoint', async () => {
  const client = new ECRClient({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: SOURCE, secretAccessKey: 'x' },
  });
  const { repository } = await client.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  expect(repository?.createdAt).toEqual(new Date(START));
  expect((await client.send(new DescribeRepositoriesCommand({}))).repositories).toHaveLength(1);
  client.destroy();
});

test('requests are logged for those who ask', async () => {
  const lines: string[] = [];
  const other = await serve({}, { onLog: (line) => lines.push(line) });
  await fetch(`${other.url}/_fake-ecr/health`);
  await fetch(other.url, { method: 'POST' });
  await other.close();
  expect(lines).toEqual(['GET /_fake-ecr/health 200', 'POST / 400 UnknownOperationException']);
});
