#!/usr/bin/env node
import { main } from './cli/main.js';

// Who reads along may leave (`| head -1`): the world stays for those who use it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreBrokenPipe);

function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

void main(process.argv.slice(2), {
  print: (line) => console.log(line),
  note: (line) => console.error(line),
  onEnd: (run) => {
    process.once('SIGINT', run);
    process.once('SIGTERM', run);
  },
  onSignal: (run) => {
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, run);
    // Ctrl+C reaches the whole group by itself; a second one would be taken for impatience.
    process.on('SIGINT', (signal) => process.stdin.isTTY || run(signal));
  },
}).then((exitCode) => {
  process.exitCode = exitCode;
});
