/** A trace has a line for each call, decision and event, with what decided. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  CreateRepositoryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { type FakeEcr, type FakeEcrOptions, image } from '../../src/index.js';
import { fakeEcrWorld } from '../../src/fake/fake-world.js';
import { traceScopes } from '../../src/inspect/trace/scopes.js';
import { OTHER, SOURCE, push, scene } from '../support/scene.js';

const MOMENT = '2026-11-24T09:00:00.000Z';
const ROLE = `arn:aws:iam::${SOURCE}:role/ci`;

let lines: string[];
let ecr: FakeEcr;

beforeEach(() => (lines = []));

function start(options: FakeEcrOptions = {}): void {
  ecr = scene({ debug: (line) => lines.push(line), ...options });
}

const prod = () => ecr.registry(SOURCE, 'us-west-2');
const dr = () => ecr.registry(OTHER, 'eu-west-1');
const client = () => ecr.client(SOURCE, 'us-west-2');

/** What was traced since the last time, without moment and prefix. */
const traced = (...scopes: string[]) =>
  lines
    .splice(0)
    .map((line) => line.replace(`${MOMENT} fake-ecr:`, ''))
    .filter((line) => scopes.length === 0 || scopes.some((scope) => line.startsWith(`${scope} `)));

describe('a push', () => {
  beforeEach(() => {
    start();
    prod().createRepository('payments').replicateTo(dr(), { prefix: 'pay' });
  });

  test('tells the rule, and the statement that is missing', async () => {
    expect(traced()).toEqual([
      `test create repository 'payments' at ${SOURCE}/us-west-2`,
      `test set the replication rules of ${SOURCE}/us-west-2`,
    ]);
    await push(client(), 'payments', 'v1');
    expect(traced()).toEqual([
      `call PutImage payments:v1 ${SOURCE}/us-west-2 by user/fake-ecr -> ok; replicates by rule #1 'pay' to ${OTHER}/eu-west-1: DENIED ecr:ReplicateImage, no statement for repository/payments`,
      `event ${SOURCE}/us-west-2 ECR Image Action PUSH payments:v1 SUCCESS`,
      `call ReplicateImage payments:v1 ${OTHER}/eu-west-1 by AWSServiceRoleForECRReplication -> AccessDeniedException`,
      `event ${OTHER}/eu-west-1 ECR Replication Action REPLICATE payments:v1 FAILED`,
    ]);
  });

  test('tells the statement that let it in, what was made for it, and a statement that comes near', async () => {
    dr().allowReplicationFrom(prod(), { prefix: 'orders' });
    traced();
    await push(client(), 'payments', 'v1');
    expect(traced('call')[0]).toMatch(
      /: DENIED ecr:ReplicateImage, Statement "ReplicationFrom111122223333" does not match: Resource is /,
    );
    dr().allowReplicationFrom(prod());
    await push(client(), 'payments', 'v2', 'two');
    expect(traced('call')[0]).toMatch(/: COMPLETE, allowed by statement \w+, repository made$/);
  });

  test('tells that no filter matches, that a tag stays, and what the test injected', async () => {
    dr().allowReplicationFrom(prod()).createRepository('payments', { imageTagMutability: 'IMMUTABLE' });
    dr().push('payments:v1', image('other'));
    prod().createRepository('orders').createRepository('payroll');
    ecr.failReplication({ repository: 'payroll', code: 'TOLD' }).once();
    traced();
    await push(client(), 'orders', 'v1');
    await push(client(), 'payments', 'v1');
    await push(client(), 'payroll', 'v1');
    expect(traced('call').filter((line) => line.includes('PutImage'))).toEqual([
      expect.stringMatching(/; replicates nowhere: no filter matches the name \('pay'\)$/),
      expect.stringMatching(/: COMPLETE, allowed by .*, without its tag, which stays at sha256:\w{12}$/),
      expect.stringMatching(/: FAILED TOLD, by the test$/),
    ]);
  });

  test('of the test itself tells the same', () => {
    traced();
    prod().push('payments:v1');
    expect(traced('test', 'replication')).toEqual([
      `test push payments:v1 to ${SOURCE}/us-west-2`,
      `replication payments:v1 ${SOURCE}/us-west-2 replicates by rule #1 'pay' to ${OTHER}/eu-west-1: DENIED ecr:ReplicateImage, no statement for repository/payments`,
    ]);
  });
});

test('a late arrival has its own line, which says what held it back or brought it', async () => {
  start({ replication: { latency: 30_000 } });
  prod().createRepository('payments').replicateTo(dr());
  dr().allowReplicationFrom(prod());
  const stall = ecr.stallReplication();
  traced();
  await push(client(), 'payments', 'v1');
  expect(traced('call')[0]).toMatch(/; replicates by rule #1 to 4\S+: due at 2026-11-24 09:00:30\.000Z$/);
  ecr.clock.advance(30_000);
  stall.end();
  expect(lines.map((line) => line.replace('2026-11-24T09:00:30.000Z fake-ecr:', ''))).toEqual([
    'time advanced by 30000 ms',
    `call CreateRepository payments ${OTHER}/eu-west-1 by AWSServiceRoleForECRReplication -> ok`,
    `call ReplicateImage payments:v1 ${OTHER}/eu-west-1 by AWSServiceRoleForECRReplication -> ok`,
    `replication ${SOURCE}/us-west-2 payments:v1 -> ${OTHER}/eu-west-1 COMPLETE after 30000 ms; by rule #1: COMPLETE, allowed by statement ReplicationFrom111122223333, repository made`,
    `event ${OTHER}/eu-west-1 ECR Replication Action REPLICATE payments:v1 SUCCESS`,
  ]);
});

test('a refusal tells the statement that came nearest, and an injected one who declared it', async () => {
  start();
  prod().createRepository('payments');
  const Statement = [{ Sid: 'Pull', Effect: 'Allow', Action: 'ecr:BatchGetImage', Resource: '*' }];
  const ci = ecr.principal(ROLE, { policies: [{ Version: '2012-10-17', Statement }] }).client('us-west-2');
  traced();
  await push(ci, 'payments', 'v1').catch(() => undefined);
  ecr.fail('DescribeRepositories').with('ThrottlingException').once();
  await client()
    .send(new DescribeRepositoriesCommand({}))
    .catch(() => undefined);
  expect(traced()).toEqual([
    expect.stringMatching(
      /^access \S+assumed-role\/ci\/\S+, ecr:PutImage on arn:\S+ -> DENIED, because no identity-based policy allows the ecr:PutImage action \(identity policy, statement "Pull": Action is .*, the call has .*\)$/,
    ),
    expect.stringMatching(
      /^call PutImage payments:v1 \S+ by assumed-role\/ci\/\S+ -> AccessDeniedException: /,
    ),
    expect.stringMatching(
      /^call DescribeRepositories \S+ by user\/fake-ecr -> ThrottlingException: Rate exceeded; by ecr\.fail\('DescribeRepositories'\)\.with\('ThrottlingException'\)\.once\(\) at test\/inspect\/trace\.test\.ts:\d+$/,
    ),
  ]);
});

test('a lifecycle run tells which rule took what', () => {
  start();
  prod().createRepository('payments').push('payments:v1').push('payments:v2', image('two'));
  prod()
    .repository('payments')
    .setLifecyclePolicy({
      rules: [
        {
          rulePriority: 7,
          selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
          action: { type: 'expire' },
        },
      ],
    });
  ecr.runLifecycle();
  expect(traced('lifecycle')).toEqual([`lifecycle payments ${SOURCE}/us-west-2 expired v1 by rule 7`]);
});

test('control sequences of a terminal are escaped', async () => {
  start();
  const repositoryName = 'a\u001b[2J\nb';
  await client()
    .send(new CreateRepositoryCommand({ repositoryName }))
    .catch(() => undefined);
  expect(traced()).toHaveLength(1);
  expect(lines.join('')).not.toMatch(/[\u0000-\u001f]/);
});

describe('scopes', () => {
  test('are chosen in the syntax of debug', () => {
    const scopes = (text: string) => [...(traceScopes(text, 'debug') ?? ['none'])];
    expect(scopes('1')).toHaveLength(8);
    expect(scopes('*')).toEqual(scopes('true'));
    expect(scopes('replication,access')).toEqual(['replication', 'access']);
    expect(scopes('fake-ecr:re*  time')).toEqual(['replication', 'request', 'time']);
    expect(scopes('*,-event,-re*')).toEqual(['call', 'access', 'lifecycle', 'test', 'time']);
    for (const off of ['', ' ', '0', 'false']) expect(scopes(off)).toEqual(['none']);
    expect(() => scopes('replicaton')).toThrow(
      "[fake-ecr] debug names 'replicaton', which nothing is traced by. Did you mean 'replication'? There are call, ",
    );
  });

  test('only what was chosen is written', async () => {
    start({ debug: false });
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const world = fakeEcrWorld({ debug: 'call,-time', now: 0 });
    const settings = { region: 'us-east-1', credentials: world.credentials(SOURCE) };
    const asked = new ECRClient({ ...settings, requestHandler: world.requestHandler() });
    await asked.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
    world.clock.advance(5);
    const written = write.mock.calls.map(([text]) => text);
    write.mockRestore();
    expect(written).toEqual([
      `1970-01-01T00:00:00.000Z fake-ecr:call CreateRepository app ${SOURCE}/us-east-1 by user/fake-ecr -> ok\n`,
    ]);
  });

  test('an unknown choice is refused', () => {
    expect(() => fakeEcrWorld({ debug: 5 as never })).toThrow(
      /^\[fake-ecr\] debug is 5\. Expected true, scopes/,
    );
    expect(() => fakeEcrWorld({ debug: 'calls' })).toThrow("Did you mean 'call'?");
  });

  test('the environment chooses, unless the option names scopes', () => {
    process.env['FAKE_ECR_DEBUG'] = 'time';
    try {
      start();
      ecr.clock.advance(1);
      prod().createRepository('payments');
      expect(lines).toEqual(['2026-11-24T09:00:00.001Z fake-ecr:time advanced by 1 ms']);
      process.env['FAKE_ECR_DEBUG'] = 'tiem';
      expect(() => fakeEcrWorld()).toThrow("FAKE_ECR_DEBUG names 'tiem'");
      expect(() => fakeEcrWorld({ debug: false })).not.toThrow();
    } finally {
      delete process.env['FAKE_ECR_DEBUG'];
    }
  });
});

test('an error of a listener in the middle of a call loses no line', async () => {
  start();
  prod().createRepository('payments');
  traced();
  ecr.onEvent(() => {
    throw new Error('of the listener');
  });
  await push(client(), 'payments', 'v1');
  await ecr.eventsDelivered().catch(() => undefined);
  expect(traced('call')).toHaveLength(1);
});

test('a call that the fake refuses to answer leaves the trace in order', async () => {
  start();
  prod().createRepository('payments');
  ecr.fail('PutImage');
  traced();
  await expect(client().send(new PutImageCommand({} as never))).rejects.toThrow('does not say with what');
  await push(client(), 'payments', 'v1');
  expect(traced('call')).toHaveLength(1);
});

test('the demo tells its story on standard error', async () => {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', join(__dirname, '../../examples/demo.ts')],
    { env: { ...process.env, FAKE_ECR_DEBUG: 'call' }, timeout: 60_000 },
  );
  expect(stdout).not.toContain('fake-ecr:call');
  expect(stderr).toContain(
    `${MOMENT} fake-ecr:call PutImage payments:v1 ${SOURCE}/us-west-2 by user/fake-ecr -> ok; replicates by rule #1 'pay' to ${OTHER}/eu-west-1: COMPLETE, allowed by statement`,
  );
  expect(stderr).toContain(': DENIED ecr:ReplicateImage, no statement for repository/payments');
}, 70_000);
