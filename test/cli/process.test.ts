/** The program itself, as a process that is started and ended from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { refusal } from '../support/refusal.js';

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
  'it goes on serving when nobody reads its output any more',
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
