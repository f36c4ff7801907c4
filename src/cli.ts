#!/usr/bin/env node
import { main } from './cli/main.js';

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
