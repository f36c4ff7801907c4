/** The line of progress, on a stream that keeps what was written and with a clock that the test moves. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProgressLine, progressLineOn } from '../../src/cli/progress-line.js';
import { main } from '../../src/cli/main.js';
import { serve } from '../../src/http.js';

const ERASE = '\r\u001b[2K';

/** Written texts, a clock, and what was put off. */
function terminal(
  given: { isTTY?: boolean; columns?: number } = {},
  environment: Record<string, string> = {},
) {
  const written: string[] = [];
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  let now = 1_000;
  const stream = { isTTY: true, columns: 40, ...given, write: (text: string) => written.push(text) };
  const line = progressLineOn(stream, environment, {
    now: () => now,
    later: (milliseconds, run) => {
      const timer = { at: now + milliseconds, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  });
  const advance = (milliseconds: number) => {
    now += milliseconds;
    for (const timer of [...timers].filter(({ at }) => at <= now)) {
      timers.delete(timer);
      timer.run();
    }
  };
  return { line: line as ProgressLine, written, timers, advance };
}

test('a line takes the place of the one before, and is erased at the end', () => {
  const { line, written, advance, timers } = terminal();
  line.show('one');
  advance(100);
  line.show('two');
  line.show('');
  expect(written).toEqual([`${ERASE}one`, `${ERASE}two`, ERASE]);
  line.clear();
  expect(written).toHaveLength(3);
  expect(timers.size).toBe(0);
});

test('work without pauses is drawn ten times a second at most', () => {
  const { line, written, advance } = terminal();
  for (let step = 0; step < 1_000; step += 1) {
    line.show(`step ${step}`);
    advance(1);
  }
  expect(written.length).toBeGreaterThan(8);
  expect(written.length).toBeLessThanOrEqual(11);
});

test('the latest line is drawn even if nothing is said after it, and no timer stays', () => {
  const { line, written, advance, timers } = terminal();
  line.show('one');
  line.show('two');
  line.show('three');
  expect(written).toEqual([`${ERASE}one`]);
  expect(timers.size).toBe(1);
  advance(100);
  expect(written).toEqual([`${ERASE}one`, `${ERASE}three`]);
  expect(timers.size).toBe(0);
  line.show('four');
  expect(timers.size).toBe(1);
  line.clear();
  expect(timers.size).toBe(0);
  advance(1_000);
  expect(written.at(-1)).toBe(ERASE);
});

test('other output stands above the line', () => {
  const { line, written } = terminal();
  line.around(() => written.push('before\n'));
  line.show('busy');
  line.around(() => written.push('note\n'));
  expect(written).toEqual(['before\n', `${ERASE}busy`, ERASE, 'note\n', `${ERASE}busy`]);
});

test('a long line is cut before the last column, and control characters are shown', () => {
  const { line, written, advance } = terminal({ columns: 10 });
  line.show('a repository with a long name');
  advance(100);
  line.show('a\u001b[31mb');
  expect(written).toEqual([`${ERASE}a reposit`, expect.not.stringContaining('\u001b[31m')]);
});

test('a clock that was set back does not silence it', () => {
  const { line, written, advance } = terminal();
  line.show('one');
  advance(-60_000);
  line.show('two');
  expect(written).toEqual([`${ERASE}one`, `${ERASE}two`]);
});

test.each([
  ['a pipe', { isTTY: false }, {}],
  ['NO_COLOR', {}, { NO_COLOR: '1' }],
  ['CI', {}, { CI: 'true' }],
  ['TERM=dumb', {}, { TERM: 'dumb' }],
] as const)('there is none with %s', (_name, stream, environment) => {
  expect(terminal(stream, environment).line).toBeUndefined();
});

test('variables that are empty or say no do not count', () => {
  expect(terminal({}, { NO_COLOR: '', CI: 'false', TERM: 'xterm' }).line).toBeDefined();
});

describe('commands', () => {
  const OWN = '111122223333';
  const PLACE = `${OWN}/us-west-2`;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fake-ecr-progress-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const seed = (name: string, content: object) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };

  /** The exit code, what was shown while it ran, and what was printed, in one list. */
  async function watched(...argv: string[]) {
    const said: string[] = [];
    const code = await main(argv, {
      print: (line) => void said.push(`> ${line}`),
      note: (line) => void said.push(`! ${line}`),
      onEnd: (end) => end(),
      onSignal: () => undefined,
      status: (line) => void said.push(line),
    });
    return { code, said };
  }

  test('convert tells which seed it loads, and ends before its result is printed', async () => {
    const repositories = { app: { images: ['v1', 'v2'] } };
    const first = seed('first.json', { registries: { [PLACE]: { repositories } } });
    const second = seed('second.json', { registries: { [PLACE]: { repositories: { lib: {} } } } });
    const out = join(folder, 'out.json');
    const { code, said } = await watched('convert', first, second, '-o', out);
    expect(code).toBe(0);
    expect(said).toEqual([
      `reading ${first} (1 of 2)`,
      `reading ${second} (2 of 2)`,
      `loading ${first} (1 of 2)`,
      `loading ${first} (1 of 2): 1 step`,
      `loading ${first} (1 of 2): 2 steps`,
      `loading ${first} (1 of 2): 3 steps`,
      `loading ${second} (2 of 2)`,
      `loading ${second} (2 of 2): 1 step`,
      '',
      `> ${out}: 2 repositories in 1 registry`,
    ]);
  });

  test('a seed that is refused ends the line before the reason is printed', async () => {
    const wrong = seed('wrong.json', { registries: { [PLACE]: { repositories: { 'Not-A-Name': {} } } } });
    const { code, said } = await watched('serve', '--seed', wrong);
    expect(code).toBe(1);
    expect(said.slice(-2)).toEqual(['', expect.stringContaining('! ')]);
  });

  test('serve and exec tell of their seeds', async () => {
    const world = seed('world.json', { registries: { [PLACE]: { repositories: { app: {} } } } });
    const served = await watched('serve', '--seed', world);
    expect(served.said.slice(-3)).toEqual([
      `loading ${world}: 1 step`,
      '',
      expect.stringMatching(/^> fake-ecr listens/),
    ]);
    const executed = await watched('exec', '--seed', world, '--', process.execPath, '-e', '0');
    expect(executed.said).toEqual([`reading ${world}`, `loading ${world}`, `loading ${world}: 1 step`, '']);
  });

  test('record and verify tell which repository they read, and how much of it', async () => {
    const environment = { ...process.env };
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: OWN, AWS_SECRET_ACCESS_KEY: 'x' });
    const server = await serve();
    try {
      server.ecr.registry(OWN, 'us-west-2').createRepository('app').createRepository('lib').push('app:v1');
      const at = ['--region', 'us-west-2', '--endpoint', server.url];
      const file = join(folder, 'recorded.json');
      const recorded = await watched('record', ...at, '--manifests', '--out', file);
      expect(recorded.said).toEqual([
        'reading the settings',
        'repository 1: app',
        'repository 1: app, 1 image',
        'repository 1: app, 0 of 1 manifests',
        'repository 2: lib',
        'repository 2: lib, 0 images',
        '',
        `> ${file}: 2 repositories`,
      ]);
      const verified = await watched('verify', file, ...at);
      expect(verified.code).toBe(0);
      expect(verified.said).toContain('repository 2: lib');
      expect(verified.said.at(-2)).toBe('');
    } finally {
      await server.close();
      process.env = environment;
    }
  });
});
