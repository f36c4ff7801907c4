import { writeFileSync } from 'node:fs';
import { shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { printable, printableLines } from '../lib/printable.js';
import { HELP, type RecordCommand, readCommand } from './arguments.js';
import { recordRegistry } from './record.js';
import { runExec } from './run-exec.js';
import { runServe } from './run-serve.js';
import { serveInBackground } from './serve-in-background.js';

/** The version of this package; a test compares it with the manifest. */
export const version = '0.1.0';

/** Where a command line program reads and writes. */
export interface Terminal {
  /** What was asked for. */
  print(line: string): void;
  /** What is to be known besides: progress, and what went wrong. */
  note(line: string): void;
  /** Runs a function when the program is asked to end. */
  onEnd(run: () => void): void;
  /** Runs a function at each signal that would end the program, which goes on. */
  onSignal(run: (signal: NodeJS.Signals) => void): void;
}

/**
 * The command line.
 *
 * @param argv the arguments, without program and script
 * @returns the exit code: 0 done, 1 failed, 2 the command line is wrong
 */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  let isUnderstood = false;
  try {
    const command = readCommand(argv);
    isUnderstood = true;
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
        const server = await runServe(command, (line) => terminal.print(line));
        await new Promise<void>((resolve) => terminal.onEnd(resolve));
        await server.close();
        return 0;
      }
      case 'record':
        await runRecord(command, terminal);
        return 0;
    }
  } catch (error) {
    terminal.note(printableLines(textOf(error)));
    return isUnderstood || !(error instanceof FakeEcrError) ? 1 : 2;
  }
}

async function runRecord(command: RecordCommand, terminal: Terminal): Promise<void> {
  const sdk = await import('@aws-sdk/client-ecr').catch(explainMissingSdk);
  const { region, profile, endpoint, out, manifests } = command;
  const client = new sdk.ECRClient({
    region,
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const seed = await recordRegistry(sdk, client, {
    manifests,
    onProgress: (line) => terminal.note(printable(line)),
    onGap: (line) => terminal.note(printable(`left out: ${line}`)),
  }).catch((error: unknown) => explainCredentials(error, profile));
  client.destroy();
  const text = JSON.stringify(seed, null, 2);
  if (out === undefined) return terminal.print(text);
  writeFileSync(out, `${text}\n`);
  const [registry] = Object.values(seed.registries ?? {});
  const count = Object.keys(registry?.repositories ?? {}).length;
  terminal.print(`${out}: ${count} ${count === 1 ? 'repository' : 'repositories'}`);
}

/** @throws FakeEcrError in the place of Node's own words for a peer that is not installed */
function explainMissingSdk(error: unknown): never {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error;
  throw new FakeEcrError(
    'record reads with @aws-sdk/client-ecr, which is not installed here.',
    'Install it: npm install --save-dev @aws-sdk/client-ecr.',
  );
}

/** @throws FakeEcrError in the place of the SDK's own words for credentials that it does not find */
function explainCredentials(error: unknown, profile: string | undefined): never {
  if (!(error instanceof Error) || error.name !== 'CredentialsProviderError') throw error;
  if (profile !== undefined) {
    throw new FakeEcrError(
      `The profile ${shown(profile)} is not there, or has no credentials: ${error.message.replace(/\.$/, '')}.`,
      'Pass a --profile that `aws configure list-profiles` names, or none to read with those of the environment.',
    );
  }
  throw new FakeEcrError(
    `There are no credentials to read with: ${error.message.replace(/\.$/, '')}.`,
    'Pass a --profile that has some, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  );
}

/** What an error says; a connection that several addresses refused says it in its parts only. */
function textOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message || first.name : String(first);
}
