/** Each command of the console does over HTTP what its TypeScript does in a test. */
import { runInNewContext } from 'node:vm';
import {
  type Command,
  advanceCommand,
  endFailCommand,
  endOutageCommand,
  endStallCommand,
  failCommand,
  grantCommand,
  outageCommand,
  resetCommand,
  settleCommand,
  shellOf,
  stallCommand,
} from '../../src/console/commands.js';
import { FakeWorld } from '../../src/fake/fake-world.js';
import { type EcrServer, serve } from '../../src/http.js';
import { image } from '../../src/index.js';
import { OTHER, SOURCE, START } from '../support/scene.js';

const AWAY = `${OTHER}/eu-west-1`;

/** A world in which two images are on their way. */
function world(): FakeWorld {
  const ecr = new FakeWorld({ layers: 'assumed', now: START, replication: 'manual' });
  const home = ecr.registry(SOURCE, 'us-west-2').createRepository('app');
  const away = ecr.registry(OTHER, 'eu-west-1');
  const own = ecr.registry(SOURCE, 'us-east-1');
  away.allowReplicationFrom(home);
  home.replicateTo([away, own]);
  home.push('app:v1', image('one'));
  return ecr;
}

async function overHttp(commands: readonly Command[], ecr: FakeWorld): Promise<EcrServer> {
  const server = await serve(ecr);
  for (const { route, body } of commands) {
    const answer = await fetch(`${server.url}/_fake-ecr/${route}`, {
      method: 'POST',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect([route, answer.status]).toEqual([route, 200]);
  }
  return server;
}

/** What there is to see of a world. */
async function lookAt(server: EcrServer): Promise<unknown> {
  const post = (operation: string, input: object) =>
    fetch(server.url, {
      method: 'POST',
      headers: {
        'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}`,
        'content-type': 'application/x-amz-json-1.1',
        authorization: `AWS4-HMAC-SHA256 Credential=${SOURCE}/20261124/us-west-2/ecr/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    });
  const statuses = [];
  for (let call = 0; call < 4; call += 1) {
    statuses.push((await post('DescribeImages', { repositoryName: 'app' })).status);
  }
  const answer = await fetch(`${server.url}/_fake-ecr/console/world`);
  const { version: _, ...seen } = (await answer.json()) as { version: number };
  const policy = await fetch(`${server.url}/_fake-ecr/console/registry?registry=${AWAY}`);
  return { seen, statuses, policy: await policy.json() };
}

const CASES: readonly (readonly [string, readonly Command[]])[] = [
  ['settle', [settleCommand()]],
  ['settle one registry', [settleCommand(AWAY)]],
  ['advance', [advanceCommand(3_600_000)]],
  ['reset', [resetCommand()]],
  ['outage', [outageCommand('us-west-2')]],
  ['the end of an outage', [outageCommand('us-west-2'), endOutageCommand('us-west-2')]],
  ['stall all', [stallCommand(), settleCommand()]],
  ['stall one registry and repository', [stallCommand(AWAY, 'app'), settleCommand()]],
  ['the end of a stall', [stallCommand(AWAY), endStallCommand(AWAY), settleCommand()]],
  ['fail once', [failCommand('DescribeImages', 'ThrottlingException', 1)]],
  [
    'fail twice in a repository',
    [failCommand('DescribeImages', 'ServerException', 2, { repository: 'app' })],
  ],
  ['fail always', [failCommand('*', 'ServerException', 'always', { account: SOURCE, region: 'us-west-2' })]],
  [
    'the end of failures',
    [
      failCommand('DescribeImages', 'ServerException', 'always', { repository: 'app' }),
      endFailCommand('DescribeImages', 'ServerException', { repository: 'app' }),
    ],
  ],
  ['grant', [grantCommand(AWAY, '777788889999')]],
];

test.each(CASES)('%s: the request and the TypeScript come to the same', async (_name, commands) => {
  const told = await overHttp(commands, world());
  const ecr = world();
  // The statements as they are shown, in one scope: what begins a fault names it, what ends it uses the name.
  runInNewContext(commands.map(({ code }) => code).join('\n'), { ecr });
  const coded = await serve(ecr);
  try {
    expect(await lookAt(told)).toEqual(await lookAt(coded));
  } finally {
    await Promise.all([told.close(), coded.close()]);
  }
});

test.each(CASES)('%s: there is something to see of it', async (_name, commands) => {
  const [told, untouched] = [await overHttp(commands, world()), await serve(world())];
  try {
    const isUndone =
      commands.length === 2 &&
      commands[0]?.route === commands[1]?.route &&
      !commands[0]?.route.startsWith('stall');
    if (isUndone) expect(await lookAt(told)).toEqual(await lookAt(untouched));
    else expect(await lookAt(told)).not.toEqual(await lookAt(untouched));
  } finally {
    await Promise.all([told.close(), untouched.close()]);
  }
});

test('a line for a shell is one word for its data, whatever the data', () => {
  expect(shellOf(settleCommand(), 'http://127.0.0.1:4566')).toBe(
    'curl -X POST http://127.0.0.1:4566/_fake-ecr/settle',
  );
  expect(shellOf(advanceCommand(60_000), 'http://127.0.0.1:4566')).toBe(
    `curl -X POST http://127.0.0.1:4566/_fake-ecr/advance -d '{"milliseconds":60000}'`,
  );
  const hostile = failCommand('*', "x'; touch /tmp/owned; '", 1);
  expect(shellOf(hostile, 'http://127.0.0.1:1')).toBe(
    `curl -X POST http://127.0.0.1:1/_fake-ecr/fail -d '{"operation":"*","code":"x'\\''; touch /tmp/owned; '\\''","times":1}'`,
  );
  expect(hostile.code).toBe(`const fault = ecr.fail('*').with('x\\'; touch /tmp/owned; \\'').once();`);
});
