/** While a fake is attached, no call that passes it by leaves for AWS, however it came to pass it by. */
import { mkdirSync, cpSync, rmSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import { join } from 'node:path';
import type * as Sdk from '@aws-sdk/client-ecr';
import { DescribeRegistryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { createSandbox } from 'sinon';
import type { FakeEcr, FakeEcrOptions } from '../../../src/index.js';
import { fakeEcr } from '../../../src/index.js';
import { refusal } from '../../support/refusal.js';
import { anotherSdk, sendOf } from '../client-mock/recording-dispatcher.js';
import { recordingResolver } from './recording-resolver.js';

const HOST = 'api.ecr.us-west-2.amazonaws.com';
const settings = {
  region: 'us-west-2',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
};
const realSend = sendOf(ECRClient.prototype) as () => unknown;
const connectOf = (): unknown => Object.getOwnPropertyDescriptor(net.Socket.prototype, 'connect')?.value;
const connect = connectOf();

const mocks: { restore(): void }[] = [];
const mocked = <M extends { restore(): void }>(mock: M): M => {
  mocks.push(mock);
  return mock;
};

let ecr: FakeEcr;
let resolver: ReturnType<typeof recordingResolver>;

function start(options: FakeEcrOptions = {}): void {
  ecr = fakeEcr(options);
}

beforeEach(() => {
  resolver = recordingResolver();
});
afterEach(() => {
  jest.restoreAllMocks();
  for (const mock of mocks.splice(0)) mock.restore();
  ecr.restore();
});

const call = (sdk: typeof Sdk, options: object = {}) =>
  refusal(new sdk.ECRClient({ ...settings, ...options }).send(new sdk.DescribeRegistryCommand({})));
const ask = (client: ECRClient = new ECRClient(settings)) =>
  refusal(client.send(new DescribeRegistryCommand({})));

function expectStopped({ message }: Error, why: RegExp, host = HOST): void {
  expect(message).toMatch(`[fake-ecr] A call to ${host} was stopped before it left for AWS`);
  expect(message).toMatch(why);
  expect(resolver.names).toEqual([]);
}

test('the resolver of these tests sees calls if they are allowed', async () => {
  start({ allowHosts: 'all' });
  expect((await call(anotherSdk())).message).toContain('ENOTFOUND');
  expect(resolver.names).toEqual([HOST]);
});

describe('a copy of the SDK', () => {
  test('of an isolated module registry', async () => {
    start();
    expectStopped(
      await call(anotherSdk()),
      /not attached to .*after a module reset.* Attach it: ecr\.attach\(sdk\)/,
    );
  });

  test('loaded after a reset of the module registry, until the next reset of the fake', async () => {
    start();
    jest.resetModules();
    const sdk = jest.requireActual<typeof Sdk>('@aws-sdk/client-ecr');
    const path = require.resolve('@aws-sdk/client-ecr');
    expectStopped(
      await call(sdk),
      new RegExp(`Loaded but not attached: ${path.replaceAll(/[\\.]/g, '\\$&')}`),
    );
    ecr.reset();
    await new sdk.ECRClient(settings).send(new sdk.DescribeRegistryCommand({}));
    expect(ecr.calls).toHaveLength(1);
  });

  describe('nested in a dependency', () => {
    const root = join(__dirname, '../../../node_modules/.cache/nested-sdk');
    const path = join(root, 'node_modules/@aws-sdk/client-ecr');
    beforeAll(() => {
      mkdirSync(path, { recursive: true });
      const original = join(require.resolve('@aws-sdk/client-ecr/package.json'), '..');
      for (const name of ['package.json', 'dist-cjs']) {
        cpSync(join(original, name), join(path, name), { recursive: true });
      }
    });
    afterAll(() => rmSync(root, { recursive: true, force: true }));

    test('is attached to by itself if it is loaded already', async () => {
      const sdk = jest.requireActual<typeof Sdk>(path);
      expect(sdk.ECRClient).not.toBe(ECRClient);
      start();
      await new sdk.ECRClient(settings).send(new sdk.DescribeRegistryCommand({}));
      expect(ecr.calls).toHaveLength(1);
      ecr.restore();
      expect(Object.hasOwn(sdk.ECRClient.prototype, 'send')).toBe(false);
    });

    test('is left alone if it has its own mock, or if the fake is for certain clients', async () => {
      const sdk = jest.requireActual<typeof Sdk>(path);
      const own = mocked(mockClient(sdk.ECRClient));
      start();
      await new sdk.ECRClient(settings).send(new sdk.DescribeRegistryCommand({}));
      expect(own.calls()).toHaveLength(1);
      own.restore();
      ecr.restore();
      start({ clients: [new ECRClient(settings)] });
      expectStopped(await call(sdk), /Loaded but not attached/);
    });

    test('is stopped if it is loaded later', async () => {
      start();
      jest.resetModules();
      expectStopped(await call(jest.requireActual<typeof Sdk>(path)), /nested-sdk/);
    });
  });
});

describe('a fake that was taken off', () => {
  test('by a restore of everything, until the next reset', async () => {
    const sandbox = createSandbox();
    start({ sandbox });
    sandbox.restore();
    expectStopped(
      await ask(),
      /ECRClient was restored from outside, as sinon\.restore\(\) does\. ecr\.reset\(\) attaches/,
    );
    ecr.reset();
    await new ECRClient(settings).send(new DescribeRegistryCommand({}));
  });

  test('by its own mock', async () => {
    start();
    ecr.mock.restore();
    expectStopped(await ask(), /ECRClient was restored by mock\.restore\(\)/);
    ecr.reset();
    await new ECRClient(settings).send(new DescribeRegistryCommand({}));
  });

  test('by a mock made later that calls through', async () => {
    start();
    const own = mocked(mockClient(ECRClient));
    own.send.callsFake(function (this: ECRClient, ...args: unknown[]) {
      return Reflect.apply(realSend, this, args as []);
    } as never);
    expectStopped(await ask(), /another mockClient\(\) replaced the fake on ECRClient/);
    expect(() => ecr.reset()).toThrow('[fake-ecr] ECRClient is mocked by another mockClient().');
    own.restore();
  });

  test('by a spy that goes to the real client', async () => {
    start();
    const spy = jest.spyOn(ECRClient.prototype, 'send').mockImplementation(function (
      this: ECRClient,
      ...args: unknown[]
    ) {
      return Reflect.apply(realSend, this, args as []);
    } as never);
    expectStopped(
      await ask(),
      /something else was installed over the fake on ECRClient, as jest\.spyOn\(\) does/,
    );
    spy.mockRestore();
  });
});

test('a client with its own send is stopped', async () => {
  start();
  const client = new ECRClient(settings);
  Object.assign(client, { send: realSend });
  expectStopped(await ask(client), /or has a send\(\) of its own/);
  ecr.attach(client);
  await client.send(new DescribeRegistryCommand({}));
});

test('clients beside those of a fake for certain clients are stopped', async () => {
  start({ clients: [new ECRClient(settings)] });
  expectStopped(await ask(), /Attach it/);
});

test('STS is stopped, which names its fake', async () => {
  start();
  const RoleArn = 'arn:aws:iam::444455556666:role/ci';
  const error = await refusal(
    new STSClient(settings).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'build' })),
  );
  expectStopped(error, /fakeSts\(ecr\) of 'fake-ecr\/sts' answers STS/, 'sts.us-west-2.amazonaws.com');
});

describe('every way to a socket', () => {
  const failed = (emitter: NodeJS.EventEmitter) =>
    new Promise<Error>((resolve) => {
      emitter.on('error', resolve);
    });

  test.each<[string, () => Promise<Error>]>([
    ['fetch', () => fetch(`https://${HOST}/`).then(String, (error: Error) => error.cause) as Promise<Error>],
    ['https', () => failed(https.get(`https://${HOST}/`))],
    ['http', () => failed(http.get(`http://${HOST}/`))],
    ['https without an agent', () => failed(https.get({ host: HOST, agent: false }))],
    ['http2', () => failed(http2.connect(`https://${HOST}`))],
    ['a plain connection', () => failed(net.connect(443, HOST))],
    [
      'an agent for a proxy',
      () => {
        const agent = new https.Agent();
        agent.createConnection = () => net.connect(1, 'proxy.invalid');
        return failed(https.get({ host: HOST, agent }));
      },
    ],
  ])('%s is stopped', async (_, attempt) => {
    start();
    expectStopped(await attempt(), /Attach it/);
  });

  test('other hosts are reached', async () => {
    start();
    const server = http.createServer((_, response) => response.end('here')).listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      server.once('listening', resolve);
    });
    const { port } = server.address() as net.AddressInfo;
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here');
    await refusal(fetch('https://s3.us-west-2.amazonaws.com/'));
    expect(resolver.names).toEqual(['s3.us-west-2.amazonaws.com']);
    server.closeAllConnections();
    server.close();
  });
});

describe('allowHosts', () => {
  test('lets the named ones through', async () => {
    start({ allowHosts: [HOST] });
    await call(anotherSdk());
    expect(resolver.names).toEqual([HOST]);
    resolver.names.length = 0;
    const error = await call(anotherSdk(), { region: 'eu-west-1' });
    expectStopped(error, /Attach it/, 'api.ecr.eu-west-1.amazonaws.com');
  });

  test.each([['none'], [[1]], [['']], [{}]])('%p is refused', (allowHosts) => {
    start();
    expect(() => fakeEcr({ allowHosts: allowHosts as never })).toThrow(
      /^\[fake-ecr\] allowHosts is .* Expected 'all', or a list of host names/,
    );
  });
});

describe('replacements on the classes of Node', () => {
  test('by a finished file is replaced by that of the next file', () => {
    const key = Symbol.for('fake-ecr.network-guard');
    const leave = jest.fn();
    Object.defineProperty(net.Socket.prototype, key, {
      value: { realm: {}, watches: new Set(), leave },
      configurable: true,
    });
    start();
    expect(leave).toHaveBeenCalledTimes(1);
    ecr.restore();
    expect(Object.hasOwn(net.Socket.prototype, key)).toBe(false);
  });

  test('is gone after a restore', async () => {
    start();
    expect(connectOf()).not.toBe(connect);
    ecr.restore();
    expect(connectOf()).toBe(connect);
    expect((await call(anotherSdk())).message).toContain('ENOTFOUND');
    expect(resolver.names).toEqual([HOST]);
  });

  test('stays while another fake is there, and steps aside beneath what came on top', async () => {
    const second = fakeEcr({ clients: [new ECRClient(settings)] });
    start();
    second.restore();
    expectStopped(await call(anotherSdk()), /Attach it/);
    const ours = connectOf();
    const onTop = jest.spyOn(net.Socket.prototype, 'connect');
    ecr.restore();
    await call(anotherSdk());
    expect(resolver.names).toEqual([HOST]);
    onTop.mockRestore();
    expect(connectOf()).toBe(ours);
    Object.assign(net.Socket.prototype, { connect });
  });
});
