import { type TraceScope, TRACE_SCOPES, traceScopes } from '../inspect/trace/scopes.js';
import { Trace, type TraceOptions } from '../inspect/trace/trace.js';
import { shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';

/** Whether a trace is printed, of what, or who takes its lines. */
export type Debug = boolean | string | ((line: string) => void);

const VARIABLE = 'FAKE_ECR_DEBUG';

/** @throws FakeEcrError if it is not one */
export function requireDebug(debug: unknown): void {
  if (typeof debug === 'boolean' || typeof debug === 'function') return;
  if (typeof debug === 'string') return void traceScopes(debug, 'debug');
  throw new FakeEcrError(
    `debug is ${shown(debug)}.`,
    "Expected true, scopes such as 'replication,access', or a function that takes lines.",
  );
}

/**
 * The trace that was asked for, by an option or by the environment.
 *
 * @param debug the option, which prevails; without it the variable FAKE_ECR_DEBUG counts
 * @returns undefined if none was asked for
 * @throws FakeEcrError if the variable names a scope that there is not
 */
export function traceOf(
  debug: Debug | undefined,
  sources: Pick<TraceOptions, 'world' | 'now'>,
): Trace | undefined {
  if (debug === false) return undefined;
  const said = process.env[VARIABLE];
  const byVariable = said === undefined ? undefined : traceScopes(said, VARIABLE);
  const scopes = scopesOf(debug, byVariable);
  if (scopes === undefined) return undefined;
  return new Trace({ scopes, write: typeof debug === 'function' ? debug : toStandardError, ...sources });
}

function scopesOf(
  debug: Debug | undefined,
  byVariable: ReadonlySet<TraceScope> | undefined,
): ReadonlySet<TraceScope> | undefined {
  if (debug === undefined) return byVariable;
  if (typeof debug === 'string') return traceScopes(debug, 'debug');
  return byVariable ?? new Set(TRACE_SCOPES);
}

/** Not the console: runners put stacks around what is printed there, or keep it until the test has ended. */
function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}
