import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { clientEnvironment } from '../fake/client-environment.js';
import type { ExecCommand } from './arguments.js';
import { startServing } from './run-serve.js';

/** A shell's exit codes for a command that is not found, and for one that can't be executed. */
const NOT_FOUND = 127;
const NOT_RUNNABLE = 126;
/** A shell adds this to the number of the signal that ended a command. */
const ENDED_BY_SIGNAL = 128;

/** What running a command needs from its terminal. */
export interface Surroundings {
  /** Called for the signals of this process, until it ends. */
  readonly onSignal: (run: (signal: NodeJS.Signals) => void) => void;
  readonly note: (line: string) => void;
  /** Told how far a seed is; absent without a terminal. */
  readonly status?: (line: string) => void;
}

/**
 * Runs a command with an endpoint that its SDKs use.
 *
 * @returns its exit code
 */
export async function runExec(command: ExecCommand, surroundings: Surroundings): Promise<number> {
  const { onSignal, note } = surroundings;
  const server = await startServing(command.serve, surroundings);
  const led = clientEnvironment(process.env, server, command.region);
  try {
    const child = spawn(command.program, command.args, {
      stdio: 'inherit',
      env: { ...process.env, ...led },
      // On Windows programs of npm are scripts, which only a shell can start.
      shell: process.platform === 'win32',
    });
    onSignal((signal) => void child.kill(signal));
    return await exitCodeOf(child, (message) =>
      note(`[fake-ecr] ${command.program} could not be run: ${message}.`),
    );
  } finally {
    await server.close();
  }
}

async function exitCodeOf(child: ChildProcess, onFailure: (message: string) => void): Promise<number> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return code ?? ENDED_BY_SIGNAL + constants.signals[signal as NodeJS.Signals];
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    onFailure(message);
    return code === 'ENOENT' ? NOT_FOUND : NOT_RUNNABLE;
  }
}
