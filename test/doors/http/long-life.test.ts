/** An endpoint that runs for days: what it keeps, whom it drops, and how it ends. */
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { MOST_UNREAD } from '../../../src/doors/http/event-stream.js';
import { timeLimits } from '../../../src/doors/http/http-server.js';
import { type EcrServer, JOURNAL, serve } from '../../../src/fake/serve.js';
import {
  expectCalled,
  expectNoImage,
  expectNoRepository,
  expectNotCalled,
  expectNotEmitted,
  image,
} from '../../../src/index.js';
import { fakeEcrWorld } from '../../../src/fake/fake-world.js';
import { SOURCE, START } from '../../support/scene.js';

let server: EcrServer;
afterEach(() => server.close());

const HEADERS = {
  'content-type': 'application/x-amz-json-1.1',
  authorization: `AWS4-HMAC-SHA256 Credential=${SOURCE}/20261124/us-west-2/ecr/aws4_request, SignedHeaders=host, Signature=0`,
};

async function call(operation: string, input: object = {}): Promise<number> {
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: { ...HEADERS, 'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}` },
    body: JSON.stringify(input),
  });
  await answer.text();
  return answer.status;
}

describe('the journal', () => {
  test('the latest calls are kept with their numbers, and a reset does not change how many', async () => {
    server = await serve({ now: START }, { journal: 8 });
    for (let round = 0; round < 2; round += 1) {
      for (let number = 0; number < 30; number += 1) await call('DescribeRegistry');
      expect(server.ecr.calls.map(({ sequence }) => sequence)).toEqual([23, 24, 25, 26, 27, 28, 29, 30]);
      expect(server.ecr.timeline()).toHaveLength(8);
      server.ecr.reset();
    }
  });

  test('so are the latest events', async () => {
    server = await serve({ now: START }, { journal: 3 });
    const registry = server.ecr.registry(SOURCE, 'us-west-2');
    registry.createRepository('app');
    for (let number = 0; number < 9; number += 1) registry.push(`app:v${number}`, image(`v${number}`));
    const tags = server.ecr.events.map(({ detail }) => detail['image-tag']);
    expect(tags).toEqual(['v6', 'v7', 'v8']);
  });

  test('entries that it has dropped do not decide an assertion', async () => {
    server = await serve({ now: START }, { journal: 4 });
    const { ecr } = server;
    const registry = ecr.registry(SOURCE, 'us-west-2');
    registry.createRepository('app').push('app:v1');
    expectNotCalled(ecr, 'DescribeRegistry');
    await call('DescribeRegistry');
    for (let number = 0; number < 9; number += 1) await call('DescribeRepositories');
    // There was one.
    const doubt =
      /can't be answered: the \d+ oldest entries of the journal are no longer kept\.(.|\n)*--journal/;
    expect(() => expectNotCalled(ecr, 'DescribeRegistry')).toThrow(doubt);
    expect(() => expectNotEmitted(ecr, { 'detail-type': 'ECR Image Action' })).toThrow(doubt);
    expect(() => expectCalled(ecr, 'DescribeRepositories', { times: 4 })).toThrow(doubt);
    expect(() => expectCalled(ecr, 'DescribeRegistry')).toThrow('oldest entries of the journal');
    // These are sure whatever went before.
    expectCalled(ecr, 'DescribeRepositories');
    expectNotCalled(ecr, 'DescribeRepositories', { times: 2 });
    ecr.reset();
    expectNotCalled(ecr, 'DescribeRegistry');
  });

  test('never says that a name which it has dropped was never there', async () => {
    server = await serve({ now: START }, { journal: 4 });
    const { ecr } = server;
    const registry = ecr.registry(SOURCE, 'us-west-2');
    registry.createRepository('payments').push('payments:stable');
    const GONE =
      /which is neither in this world nor in its journal, whose \d+ oldest entries are no longer kept/;
    const ask = () => expectNoRepository(registry, 'paymnets');
    expect(ask).toThrow("'paymnets', which has never been in this world: it would always pass.");
    for (let number = 0; number < 9; number += 1) await call('DescribeRepositories');
    expect(ask).toThrow(GONE);
    expect(ask).toThrow(/: it may be misspelt\. Did you mean 'payments'\?(.|\n)*--journal/);
    expect(() => expectNoImage(registry, 'payments:stabel')).toThrow(GONE);
    expect(() => ecr.fail('PutImage', { repository: 'paymnets' })).toThrow(GONE);
  });

  test('a text that was cut does not decide one either', async () => {
    server = await serve({ now: START });
    const imageManifest = `{"x":"${'y'.repeat(5_000)}"}`;
    await call('PutImage', { repositoryName: 'app', imageManifest });
    const doubt = /can't be answered: of 1 such inputs, only the start of long strings is kept/;
    expect(() => expectNotCalled(server.ecr, 'PutImage', { input: { imageManifest } })).toThrow(doubt);
    expectNotCalled(server.ecr, 'PutImage', { account: '999999999999' });
  });

  test('long texts are cut at any place, and say how long they were', async () => {
    server = await serve({ now: START });
    await call('CreateRepository', { repositoryName: 'app', tags: [{ Key: 'k', Value: 'v' }] });
    await call('PutImage', { repositoryName: 'app', imageManifest: `{"x":"${'y'.repeat(1_000_000)}"}` });
    const [created, put] = server.ecr.calls;
    expect(created?.input).toEqual({ repositoryName: 'app', tags: [{ Key: 'k', Value: 'v' }] });
    expect(put?.input['imageManifest']).toBe(`{"x":"${'y'.repeat(994)}… (1000008 characters)`);
    expect(JSON.stringify(server.ecr.calls).length).toBeLessThan(10_000);
  });

  test('an endpoint keeps some thousands, a world of the test and `Infinity` everything', async () => {
    const text = 'x'.repeat(2_000);
    const put = { repositoryName: 'app', imageManifest: text };
    server = await serve(fakeEcrWorld());
    await call('PutImage', put);
    expect(server.ecr.calls[0]?.input['imageManifest']).toBe(text);
    await server.close();
    server = await serve({}, { journal: Infinity });
    await call('PutImage', put);
    expect(server.ecr.calls[0]?.input['imageManifest']).toBe(text);
    expect(JOURNAL).toBe(5_000);
  });

  test('a number of entries that is none is refused', async () => {
    await expect(serve({}, { journal: -1 })).rejects.toThrow(/^\[fake-ecr\] journal is -1/);
    server = await serve();
  });
});

describe('event streams', () => {
  const STREAM = 'GET /_fake-ecr/events HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\r\n';

  test('a client that does not read is dropped and told so, and one that reads hears everything', async () => {
    const log: string[] = [];
    server = await serve({ now: START }, { onLog: (line) => log.push(line) });
    const registry = server.ecr.registry(SOURCE, 'us-west-2');
    registry.createRepository('app');
    const [idle, eager] = [connect(server.port, server.host), connect(server.port, server.host)];
    let heard = '';
    eager.on('data', (data) => (heard += String(data)));
    for (const socket of [idle, eager]) socket.write(STREAM);
    await new Promise((resolve) => idle.once('readable', resolve));
    const isDropped = () => log.some((line) => line.includes('This client was dropped'));
    let pushed = 0;
    while (!isDropped()) {
      for (let number = 0; number < 500; number += 1) registry.push(`app:v${(pushed += 1)}`, image('one'));
      await new Promise((resolve) => setTimeout(resolve, 1));
      // Socket buffers hold some megabytes, the server no more than its bound.
      if (pushed > 200_000) throw new Error('nobody was dropped');
    }
    let text = '';
    idle.on('data', (data) => (text += String(data)));
    await new Promise((resolve) => idle.once('close', resolve));
    expect(text).toContain(
      `event: dropped\ndata: {"message":"This client was dropped: more than ${MOST_UNREAD} bytes`,
    );
    registry.push('app:last', image('one'));
    while (!heard.includes('"image-tag":"last"')) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(heard).not.toContain('event: dropped');
    eager.destroy();
  }, 60_000);
});

describe('the end', () => {
  test('requests in flight are answered, also by clients that keep their connections', async () => {
    server = await serve({ now: START });
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    const failures: string[] = [];
    let answered = 0;
    const ask = () =>
      new Promise<string | undefined>((resolve) => {
        const headers = {
          ...HEADERS,
          'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.DescribeRegistry',
        };
        const request = httpRequest(server.url, { method: 'POST', agent, headers }, (response) => {
          response.resume();
          response.once('end', () => resolve(undefined));
          response.once('error', (error) => resolve(error.message));
        });
        request.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
        request.end('{}');
      });
    const clients = Array.from({ length: 20 }, async () => {
      for (;;) {
        const failure = await ask();
        if (failure === undefined) answered += 1;
        else return failures.push(failure);
      }
    });
    while (answered < 200) await new Promise((resolve) => setTimeout(resolve, 1));
    await server.close();
    await Promise.all(clients);
    agent.destroy();
    // Nobody's request was broken off: all that failed found nobody who listens.
    expect(new Set(failures)).toEqual(new Set(['ECONNREFUSED']));
  });

  test('a request that is still being sent may end, but not for ever', async () => {
    server = await serve({ now: START }, { closeTimeout: 300 });
    const head = `POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\nx-amz-target: AmazonEC2ContainerRegistry_V20150921.DescribeRegistry\r\ncontent-type: application/x-amz-json-1.1\r\nauthorization: ${HEADERS.authorization}\r\n\r\n{`;
    const open = () => {
      const socket = connect(server.port, server.host);
      socket.write(head);
      return socket;
    };
    const [slow, endless] = [open(), open()];
    let answer = '';
    slow.on('data', (data) => (answer += String(data)));
    endless.on('error', () => undefined);
    const gone = new Promise((resolve) => endless.once('close', resolve));
    await call('DescribeRegistry');
    const closed = server.close();
    setTimeout(() => slow.write('}'), 100);
    await closed;
    await gone;
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  test('it ends under fake timers too', async () => {
    server = await serve();
    const agent = new Agent({ keepAlive: true });
    await new Promise((resolve) =>
      httpRequest(server.url, { agent }, (answer) => answer.resume().once('end', resolve)).end(),
    );
    jest.useFakeTimers({ doNotFake: ['nextTick'] });
    try {
      await server.close();
    } finally {
      jest.useRealTimers();
    }
    agent.destroy();
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  });

  test('closing twice is closing once', async () => {
    server = await serve();
    await Promise.all([server.close(), server.close()]);
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  });
});

test('headers have the time that the whole request has', async () => {
  server = await serve();
  expect(timeLimits(60_000)).toMatchObject({ headersTimeout: 60_000 });
});
