/** How other processes learn that an endpoint listens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { main } from '../../src/cli/main.js';

const ROOT = join(__dirname, '../..');
const SLOW = 60_000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fake-ecr-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

interface Place {
  readonly url: string;
  readonly pid: number;
}

const placeIn = (line: string) => JSON.parse(line) as Place;

/** Serves in this process; both lists fill as it goes. */
function serving(...options: string[]) {
  const printed: string[] = [];
  const noted: string[] = [];
  let end = (): void => undefined;
  let tellStarted = (): void => undefined;
  const started = new Promise<void>((resolve) => (tellStarted = resolve));
  const code = main(['serve', ...options], {
    print: (line) => void printed.push(line),
    note: (line) => void noted.push(line),
    onEnd: (stop) => {
      end = stop;
      tellStarted();
    },
    onSignal: () => undefined,
  });
  return { code, printed, noted, started, end: () => end() };
}

test('the ready file says where, once requests are answered, and goes with the endpoint', async () => {
  const file = join(folder, 'ready.json');
  const one = serving('--json', '--ready-file', file);
  await one.started;
  const line = readFileSync(file, 'utf8');
  expect(line).toBe(`${one.printed.join('\n')}\n`);
  const answer = await fetch(`${placeIn(line).url}/_fake-ecr/ready`);
  expect(await answer.json()).toEqual({ status: 'ready' });
  one.end();
  expect(await one.code).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

test('the ready file of a killed endpoint is removed', async () => {
  const file = join(folder, 'ready.json');
  writeFileSync(file, '{"url":"http://127.0.0.1:1"}');
  const one = serving('--ready-file', file, '--seed', join(folder, 'missing.json'));
  expect(await one.code).toBe(1);
  expect(existsSync(file)).toBe(false);
});

test('a ready file that can not be written is an error, and the endpoint ends', async () => {
  const one = serving('--ready-file', join(folder, 'missing', 'ready.json'));
  expect(await one.code).toBe(1);
  expect(one.noted.join()).toMatch(
    /^\[fake-ecr\] The ready file \S+ can't be written: ENOENT.* Expected a file/,
  );
});

/** The program, until it ends. */
async function program(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'src/cli.ts'), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: SLOW,
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { code, out, err };
}

test(
  '--wait returns when it listens in the background, where it stays until it is ended',
  async () => {
    const { code, out, err } = await program(
      'serve',
      '--wait',
      '--json',
      '--ready-file',
      join(folder, 'ready'),
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { url, pid } = placeIn(out);
    try {
      expect((await fetch(`${url}/_fake-ecr/ready`)).status).toBe(200);
      expect(placeIn(readFileSync(join(folder, 'ready'), 'utf8'))).toEqual(placeIn(out));
    } finally {
      process.kill(pid, 'SIGTERM');
    }
    while (existsSync(join(folder, 'ready'))) await new Promise((resolve) => setTimeout(resolve, 20));
  },
  SLOW,
);

test(
  '--wait says why there is nothing to wait for',
  async () => {
    const { code, out, err } = await program('serve', '--wait', '--seed', join(folder, 'missing.json'));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^\[fake-ecr\] The seed \S+missing.json can't be read/);
  },
  SLOW,
);

test('--wait and --verbose exclude each other', async () => {
  const one = serving('--wait', '--verbose');
  expect(await one.code).toBe(2);
  expect(one.noted.join()).toBe(
    '[fake-ecr] --wait and --verbose exclude each other. Serve in the foreground to see requests.',
  );
});
