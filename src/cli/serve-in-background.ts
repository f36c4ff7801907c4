import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Where the output of the process goes. */
export interface Relay {
  readonly print: (line: string) => void;
  readonly note: (line: string) => void;
}

/**
 * Serves in a background process, and waits until it listens.
 *
 * @param argv the command line, with `--wait`
 * @returns 0 once it listens; otherwise the exit code with which it ended
 */
export async function serveInBackground(argv: readonly string[], { print, note }: Relay): Promise<number> {
  const [, script = ''] = process.argv;
  const args = argv.filter((arg) => arg !== '--wait' && arg !== '--json');
  const child = spawn(process.execPath, [...process.execArgv, script, ...args, '--json'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { stdout, stderr } = child;
  const complaints: string[] = [];
  createInterface({ input: stderr }).on('line', (line) => complaints.push(line));
  const line = await Promise.race([firstLine(stdout), once(child, 'close')]);
  if (typeof line !== 'string') {
    for (const complaint of complaints) note(complaint);
    return child.exitCode ?? 1;
  }
  const { url, pid } = JSON.parse(line) as { url: string; pid: number };
  print(argv.includes('--json') ? line : `fake-ecr listens at ${url} (stop it with kill ${pid})`);
  // It continues without this process, even if its output is not read.
  stdout.destroy();
  stderr.destroy();
  child.unref();
  return 0;
}

async function firstLine(stream: Readable): Promise<string> {
  const [line] = (await once(createInterface({ input: stream }), 'line')) as [string];
  return line;
}
