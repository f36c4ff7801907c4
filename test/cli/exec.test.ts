/** A command with its own endpoint. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.js';

const SLOW = 60_000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fake-ecr-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs `exec` with a script of Node, which may write to the file that it is given. */
function exec(script: string, ...options: string[]) {
  const noted: string[] = [];
  const file = join(folder, 'said');
  let signal = (_name: NodeJS.Signals): void => undefined;
  const code = main(['exec', ...options, '--', process.execPath, '-e', script, file], {
    print: () => undefined,
    note: (line) => void noted.push(line),
    onEnd: () => undefined,
    onSignal: (tell) => (signal = tell),
  });
  const said = () => JSON.parse(readFileSync(file, 'utf8')) as unknown;
  return { code, noted, file, said, signal: (name: NodeJS.Signals) => signal(name) };
}

/** Puts variables into the environment for as long as something takes. */
async function withEnvironment(set: Record<string, string>, run: () => Promise<void>): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, set);
  try {
    await run();
  } finally {
    process.env = before;
  }
}

test(
  'an SDK and STS in the command meet the endpoint, without a word of it in its source',
  async () => {
    const seed = join(folder, 'seed.json');
    const registries = { '111122223333/eu-west-1': { repositories: { app: { images: ['v1'] } } } };
    writeFileSync(seed, JSON.stringify({ registries }));
    const script = `
    const { ECRClient, DescribeRepositoriesCommand } = require('@aws-sdk/client-ecr');
    const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
    (async () => {
      const { repositories } = await new ECRClient({}).send(new DescribeRepositoriesCommand({}));
      const { Account } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
      require('fs').writeFileSync(process.argv[1], JSON.stringify([repositories[0].repositoryArn, Account]));
    })();`;
    const run = exec(script, '--seed', seed, '--account', '111122223333', '--region', 'eu-west-1');
    expect([await run.code, run.noted]).toEqual([0, []]);
    expect(run.said()).toEqual(['arn:aws:ecr:eu-west-1:111122223333:repository/app', '111122223333']);
  },
  SLOW,
);

test(
  'what would lead the command elsewhere is not handed on',
  async () => {
    const misleading = {
      AWS_PROFILE: 'prod',
      AWS_SESSION_TOKEN: 'real',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      AWS_ACCESS_KEY_ID: 'AKIAREAL',
      AWS_REGION: 'ap-south-1',
    };
    await withEnvironment(misleading, async () => {
      const run = exec(`require('fs').writeFileSync(process.argv[1], JSON.stringify(process.env))`);
      expect(await run.code).toBe(0);
      const said = run.said() as Record<string, string>;
      expect(Object.keys(misleading).map((name) => said[name])).toEqual([
        undefined,
        undefined,
        undefined,
        '123456789012',
        'ap-south-1',
      ]);
      expect(said).toMatchObject({ AWS_DEFAULT_REGION: 'ap-south-1', AWS_EC2_METADATA_DISABLED: 'true' });
      const urls = [said['FAKE_ECR_URL'], said['AWS_ENDPOINT_URL_ECR'], said['AWS_ENDPOINT_URL_STS']];
      expect(new Set(urls).size).toBe(1);
      // The endpoint ended with its command.
      await expect(fetch(urls[0] as string)).rejects.toThrow('fetch failed');
    });
  },
  SLOW,
);

test.each([0, 7])('it ends with the exit code %i of its command', async (code) => {
  expect(await exec(`process.exit(${code})`).code).toBe(code);
});

test('a command that a signal ended counts as in a shell', async () => {
  expect(await exec(`process.kill(process.pid, 'SIGKILL')`).code).toBe(128 + 9);
});

test('signals are handed on, and the command decides', async () => {
  const script = `
    process.on('SIGTERM', () => process.exit(42));
    require('fs').writeFileSync(process.argv[1], '""');
    setInterval(() => {}, 1000);`;
  const run = exec(script);
  await until(() => existsSync(run.file));
  run.signal('SIGTERM');
  expect(await run.code).toBe(42);
});

test('a command that is not there is 127, one that may not be run is 126', async () => {
  const file = join(folder, 'plain');
  writeFileSync(file, '');
  const noted: string[] = [];
  const terminal = {
    print: () => undefined,
    note: (line: string) => void noted.push(line),
    onEnd: () => undefined,
    onSignal: () => undefined,
  };
  expect(await main(['exec', '--', join(folder, 'nothing')], terminal)).toBe(127);
  expect(await main(['exec', '--', file], terminal)).toBe(126);
  expect(noted).toEqual([
    expect.stringMatching(/^\[fake-ecr\] \S+nothing could not be run: spawn \S+ ENOENT\.$/),
    expect.stringMatching(/^\[fake-ecr\] \S+plain could not be run: spawn \S+ EACCES\.$/),
  ]);
});

test('with --verbose the trace is noted, and the output stays the command’s own', async () => {
  const script = `fetch(process.env.FAKE_ECR_URL + '/_fake-ecr/health')`;
  const run = exec(script, '--verbose');
  expect([await run.code, run.noted]).toEqual([
    0,
    [expect.stringMatching(/^\S+ fake-ecr:request GET \/_fake-ecr\/health 200$/)],
  ]);
});

test(
  'the program itself hands signals on, and ends with the exit code',
  async () => {
    const root = join(__dirname, '../..');
    const file = join(folder, 'started');
    const script = `
    process.on('SIGTERM', () => process.exit(42));
    require('fs').writeFileSync(process.argv[1], '');
    setInterval(() => {}, 1000);`;
    const cli = [
      '--import',
      'tsx',
      join(root, 'src/cli.ts'),
      'exec',
      '--',
      process.execPath,
      '-e',
      script,
      file,
    ];
    const program = spawn(process.execPath, cli, { cwd: root, stdio: 'ignore', timeout: SLOW });
    await until(() => existsSync(file));
    program.kill('SIGTERM');
    expect(await once(program, 'exit')).toEqual([42, null]);
  },
  SLOW,
);

/** Waits for another process; the test's own time limit is its end. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}
