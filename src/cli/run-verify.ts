import { printable } from '../lib/printable.js';
import { type Drift, compareWithRegistry } from '../verify/drift/compare-with-registry.js';
import type { RegistryPlace } from '../verify/drift/expected.js';
import type { Difference } from '../verify/drift/tree.js';
import { loadExpected } from './load-expected.js';
import { explainCredentials, loadSdk, openClient } from './sdk-client.js';
import type { VerifyCommand } from './verify-arguments.js';

/** Where a comparison is printed. */
export interface Printer {
  readonly print: (line: string) => void;
  readonly note: (line: string) => void;
  /** Told how far it is; absent without a terminal. */
  readonly status?: (line: string) => void;
}

/**
 * Compares a file with a registry and prints what differs.
 *
 * @returns the exit code: 0 the same, 1 something differs, 2 a part could not be read and nothing else differs
 */
export async function runVerify(command: VerifyCommand, { print, note, status }: Printer): Promise<number> {
  const sdk = await loadSdk('verify reads');
  const client = openClient(sdk, command);
  const { file, ignore, seedOptions, profile } = command;
  const load = (place: RegistryPlace) =>
    loadExpected(file, place, seedOptions, {
      note: (line) => note(printable(line)),
      ...(status && { status }),
    });
  const drift = await compareWithRegistry(sdk, client, load, {
    ignore,
    onProgress: (line) => status?.(line),
  }).catch((error: unknown) => explainCredentials(error, profile));
  status?.('');
  client.destroy();
  if (command.json) print(JSON.stringify({ file, ...drift }, null, 2));
  else for (const line of linesOf(file, drift)) print(printable(line));
  if (drift.differences.length > 0) return 1;
  return drift.unread.length > 0 ? 2 : 0;
}

function linesOf(file: string, { registry, kind, differences, unread }: Drift): readonly string[] {
  const count = differences.length;
  const outcome = count === 0 ? 'no differences' : count === 1 ? '1 difference' : `${count} differences`;
  return [
    ...differences.map(lineOf),
    ...unread.map(({ path, problem }) => `? ${path}: not compared, ${problem}`),
    `${registry} and ${file} (${kind}): ${outcome}${unread.length === 0 ? '' : `, ${unread.length} not compared`}`,
  ];
}

function lineOf({ path, kind, expected, actual }: Difference): string {
  switch (kind) {
    case 'missing':
      return `- ${path}: in the file, not in the registry${valueOf(expected)}`;
    case 'unexpected':
      return `+ ${path}: in the registry, not in the file${valueOf(actual)}`;
    case 'changed':
      return `~ ${path}: ${JSON.stringify(expected)} in the file, ${JSON.stringify(actual)} in the registry`;
  }
}

/** How much of a value is shown behind what it is. */
const LONGEST = 160;

function valueOf(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? '' : ` (${text})`;
}
