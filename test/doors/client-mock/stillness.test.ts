import { mkdtempSync, rmSync } from 'node:fs';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import Module from 'node:module';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ECR, ECRClient, ListImagesCommand } from '@aws-sdk/client-ecr';
import { closeDoors, openDoor, rejection } from './recording-dispatcher.js';

const command = () => new ListImagesCommand({ repositoryName: 'payments' });
const environment = process.env;
let home = '';

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'home-'));
});
afterAll(() => rmSync(home, { recursive: true }));
beforeEach(() => {
  process.env = Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
  process.env.HOME = home;
});
afterEach(() => {
  closeDoors();
  jest.useRealTimers();
  jest.restoreAllMocks();
  process.env = environment;
});

/** Everything by which a call could reach outside, watched. */
function watched(): jest.SpyInstance[] {
  return [
    ...(['readFile', 'readFileSync', 'open', 'openSync', 'stat', 'statSync', 'existsSync'] as const).map(
      (name) => jest.spyOn(fs, name),
    ),
    ...(['readFile', 'open', 'stat', 'access'] as const).map((name) => jest.spyOn(fs.promises, name)),
    jest.spyOn(http, 'request'),
    jest.spyOn(https, 'request'),
    jest.spyOn(net, 'connect'),
    jest.spyOn(Module.prototype, 'require'),
    ...(['setTimeout', 'setInterval', 'setImmediate'] as const).map((name) => jest.spyOn(global, name)),
    jest.spyOn(process, 'nextTick'),
  ];
}

test.each([
  ['has nothing configured', () => new ECRClient({})],
  ['is the aggregated one', () => new ECR({})],
  ['has a Region', () => new ECRClient({ region: 'eu-west-1' })],
  ['has credentials', () => new ECRClient({ credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })],
])('no file, network, module or timer is touched for a client that %s', async (_, make) => {
  const { model } = openDoor();
  const client = make();
  const spies = watched();
  const touched = () => spies.filter((spy) => spy.mock.calls.length > 0).map((spy) => spy.getMockName());
  try {
    await client.send(command());
    model.refuse('RepositoryNotFoundException', 'No.');
    await rejection(client.send(command()));
    // Whatever a look-up went on with meanwhile.
    for (let turn = 0; turn < 200; turn++) await Promise.resolve();
    expect(touched()).toEqual([]);
  } finally {
    jest.restoreAllMocks();
  }
});

test('the same holds if a Region is required and missing', async () => {
  openDoor({ defaultRegion: 'required' });
  const client = new ECRClient({});
  const spies = watched();
  try {
    expect((await rejection(client.send(command()))).message).toBe('Region is missing');
    for (let turn = 0; turn < 200; turn++) await Promise.resolve();
    expect(spies.flatMap((spy) => spy.mock.calls as unknown[])).toEqual([]);
  } finally {
    jest.restoreAllMocks();
  }
});

test('calls settle under fake timers, with nothing left real', async () => {
  const { model } = openDoor();
  jest.useFakeTimers({ now: 0 });
  const client = new ECRClient({
    credentials: { accessKeyId: 'a', secretAccessKey: 'b', accountId: '111111111111' },
  });
  await client.send(command());
  const data = await new Promise((resolve) => {
    client.send(command(), (_error: unknown, output: unknown) => resolve(output));
  });
  expect(data).toMatchObject({ answeredBy: 'model' });
  model.refuse('RepositoryNotFoundException', 'No.');
  expect((await rejection(client.send(command()))).name).toBe('RepositoryNotFoundException');
  expect(jest.getTimerCount()).toBe(0);
  expect(model.seen.map(({ scope }) => scope.caller.accountId)).toEqual(Array(3).fill('111111111111'));
});
