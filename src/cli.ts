#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { main } from './cli/main.js';
import { progressLineOn } from './cli/progress-line.js';

// A reader of the output may end (`| head -1`): the endpoint keeps running.
for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreBrokenPipe);

function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

const progress = progressLineOn(process.stderr, process.env);

async function ask(question: string): Promise<string> {
  progress?.clear();
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl+C is no answer, and neither is the end of the input.
  reader.on('SIGINT', () => reader.close());
  const closed = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
  try {
    return await Promise.race([reader.question(question), closed]);
  } finally {
    reader.close();
  }
}

void main(process.argv.slice(2), {
  print: (line) => {
    // Both streams may be the same terminal.
    progress?.clear();
    console.log(line);
  },
  note: (line) => {
    if (progress === undefined) console.error(line);
    else progress.around(() => console.error(line));
  },
  onEnd: (run) => {
    process.once('SIGINT', run);
    process.once('SIGTERM', run);
  },
  onSignal: (run) => {
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, run);
    // Ctrl+C reaches the whole process group; forwarding it would count as a second one.
    process.on('SIGINT', (signal) => process.stdin.isTTY || run(signal));
  },
  ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
  ...(progress === undefined ? {} : { status: (line: string) => progress.show(line) }),
}).then((exitCode) => {
  process.exitCode = exitCode;
});
