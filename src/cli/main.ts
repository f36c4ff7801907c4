import { writeFileSync } from 'node:fs';
import { printable, printableLines } from '../lib/printable.js';
import { type RecordCommand, readCommand } from './arguments.js';
import { HELP } from './help.js';
import { recordRegistry } from './record.js';
import { runConvert } from './run-convert.js';
import { runExec } from './run-exec.js';
import { runServe } from './run-serve.js';
import { explainCredentials, loadSdk, openClient } from './sdk-client.js';
import { serveInBackground } from './serve-in-background.js';
import { version } from './version.js';

/** Input and output of a command line program. */
export interface Terminal {
  /** The result. */
  print(line: string): void;
  /** Errors, and what is to be known besides. */
  note(line: string): void;
  /** Runs a function when the program should end. */
  onEnd(run: () => void): void;
  /** Runs a function at each signal that would end the program, which keeps running. */
  onSignal(run: (signal: NodeJS.Signals) => void): void;
  /** Asks the user; absent without a terminal. */
  readonly ask?: (question: string) => Promise<string>;
  /** Shows how far long work is, in the place of the line before; empty when it is done. Absent without a terminal. */
  readonly status?: (line: string) => void;
}

/**
 * The command line.
 *
 * @param argv the arguments, without program and script
 * @returns the exit code: 0 done, 1 failed, 2 the command line is wrong; of verify: 0 the same, 1 not, 2 failed
 */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  let failed = 2;
  try {
    const command = readCommand(argv);
    if (command.name !== 'verify' && command.name !== 'fidelity') failed = 1;
    switch (command.name) {
      case 'help':
        terminal.print(HELP);
        return 0;
      case 'version':
        terminal.print(version);
        return 0;
      case 'exec':
        return await runExec(command, terminal);
      case 'serve': {
        if (command.wait) return await serveInBackground(argv, terminal);
        const server = await runServe(command, {
          ...terminal,
          note: (line) => terminal.note(printable(line)),
        });
        await new Promise<void>((resolve) => terminal.onEnd(resolve));
        await server.close();
        return 0;
      }
      case 'convert':
        await runConvert(command, terminal);
        return 0;
      case 'record':
        await runRecord(command, terminal);
        return 0;
      case 'verify': {
        // What only this command needs is loaded for it alone.
        const { runVerify } = await import('./run-verify.js');
        return await runVerify(command, terminal);
      }
      case 'fidelity': {
        const { runFidelity } = await import('./run-fidelity.js');
        return await runFidelity(command, terminal, version);
      }
    }
  } catch (error) {
    terminal.status?.('');
    terminal.note(printableLines(textOf(error)));
    return failed;
  }
}

async function runRecord(command: RecordCommand, terminal: Terminal): Promise<void> {
  const sdk = await loadSdk('record reads');
  const { profile, out, manifests } = command;
  const client = openClient(sdk, command);
  const seed = await recordRegistry(sdk, client, {
    manifests,
    onProgress: (line) => terminal.status?.(line),
    onGap: (line) => terminal.note(printable(`left out: ${line}`)),
  }).catch((error: unknown) => explainCredentials(error, profile));
  terminal.status?.('');
  client.destroy();
  const text = JSON.stringify(seed, null, 2);
  if (out === undefined) return terminal.print(text);
  writeFileSync(out, `${text}\n`);
  const [registry] = Object.values(seed.registries ?? {});
  const count = Object.keys(registry?.repositories ?? {}).length;
  terminal.print(`${out}: ${count} ${count === 1 ? 'repository' : 'repositories'}`);
}

/** The message of an error; if several addresses refused a connection, those of its parts. */
function textOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message || first.name : String(first);
}
