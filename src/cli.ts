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
}).then((exitCode) => {
  process.exitCode = exitCode;
});
