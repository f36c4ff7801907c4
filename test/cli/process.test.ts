/** The program itself, as a process that is started and ended from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { serve } from '../../src/http.js';
import { refusal } from '../support/refusal.js';
import { INSIDE } from '../../src/lib/handle-kind.js';

const ROOT = join(__dirname, '../..');
const SLOW = 60_000;

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'src/cli.ts'), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: SLOW,
  });
}

/** The first line of a stream. */
async function firstLine(stream: ChildProcess['stdout']): Promise<string> {
  const lines = createInterface({ input: stream as NonNullable<typeof stream> });
  const [line] = (await once(lines, 'line')) as [string];
  return line;
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends it with 0, even with a stream and an upload open',
  async (signal) => {
    const program = start('serve', '--json');
    const { url, host, port, pid } = JSON.parse(await firstLine(program.stdout)) as Record<string, unknown>;
    expect({ url, host, pid }).toEqual({ url: `http://127.0.0.1:${String(port)}`, host, pid: program.pid });
    const stream = await fetch(`${String(url)}/_fake-ecr/events`, {
      headers: { accept: 'text/event-stream' },
    });
    const upload = refusal(
      fetch(String(url), {
        method: 'POST',
        body: new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(10)) }),
        duplex: 'half',
      }),
    );
    program.kill(signal);
    expect(await once(program, 'exit')).toEqual([0, null]);
    expect((await upload).message).toBe('fetch failed');
    await stream.body?.cancel().catch(() => undefined);
  },
  SLOW,
);

test(
  'it says that a command line is wrong on the error stream, and ends with 2',
  async () => {
    const program = start('serve', '--port', 'x');
    const [line, exit] = await Promise.all([firstLine(program.stderr), once(program, 'exit')]);
    expect(line).toMatch(/^\[fake-ecr\] --port x is not a port/);
    expect(exit).toEqual([2, null]);
  },
  SLOW,
);

test(
  'it goes on serving when its output is not read any more',
  async () => {
    const program = start('serve', '--json', '--verbose');
    const { url } = JSON.parse(await firstLine(program.stdout)) as { url: string };
    program.stdout?.destroy();
    program.stderr?.destroy();
    for (let number = 0; number < 20; number += 1) {
      expect((await fetch(`${url}/_fake-ecr/health`)).status).toBe(200);
    }
    program.kill('SIGTERM');
    expect(await once(program, 'exit')).toEqual([0, null]);
  },
  SLOW,
);

test(
  'Ctrl+C in the middle of statements removes what they made, and says how to go on',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fake-ecr-'));
    const output = join(folder, 'recording.json');
    const server = await serve();
    const env = { ...process.env, AWS_ACCESS_KEY_ID: '111122223333', AWS_SECRET_ACCESS_KEY: 'x' };
    const place = ['--endpoint', server.url, '--region', 'us-west-2', '--output', output];
    const program = spawn(
      process.execPath,
      ['--import', 'tsx', join(ROOT, 'src/cli.ts'), 'verify', '--fidelity', '--yes', ...place],
      { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: SLOW },
    );
    const ended = once(program, 'exit');
    const noted: string[] = [];
    createInterface({ input: program.stderr }).on('line', (line) => noted.push(line));
    const registry = server.ecr.registry('111122223333', 'us-west-2')[INSIDE].registry;
    while (registry.repositoryCount === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    program.kill('SIGINT');
    expect(await ended).toEqual([2, null]);
    expect(noted.at(-1)).toContain('Ended early: fake-ecr verify --fidelity --resume');
    expect(registry.repositoryCount).toBe(0);
    expect(JSON.parse(readFileSync(output, 'utf8'))).toMatchObject({ isComplete: false });
    await server.close();
    rmSync(folder, { recursive: true });
  },
  SLOW,
);
