import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ReplicationSchedule } from '../../ecr/replication/replication-engine.js';
import type { Caller } from '../../iam/caller.js';
import type { IssuedKey } from '../../iam/credentials.js';
import { FakeEcrError } from '../../lib/misuse.js';
import type { Snapshot } from '../../snapshot/snapshot.js';

/** The version of the folder that this package writes, and the newest that it reads. */
export const FOLDER_VERSION = 1;

/** Options of a world that decide what its calls do: the journal is read with those that it was written with. */
export interface KeptOptions {
  readonly defaultAccount?: string;
  readonly layers: 'assumed' | 'required';
  readonly replication: ReplicationSchedule;
}

/** A world at one moment. What happened since is in the journal of the same number. */
export interface State {
  readonly fakeEcrData: number;
  /** The version of the package that wrote it. */
  readonly writtenBy: string;
  readonly options: KeptOptions;
  readonly world: Snapshot;
  /** What a reset returns to, if that is not an empty world. */
  readonly baseline?: Snapshot;
  /** How far the clock is advanced, in milliseconds. */
  readonly ahead: number;
  /** Where the sequence of identifiers is. */
  readonly ids: number;
  readonly keys: readonly IssuedKey[];
  readonly bearers: { readonly latest: number; readonly callers: readonly Caller[] };
}

/** A state, and its number. */
export interface FoundState {
  readonly number: number;
  readonly state: State;
}

const STATE = /^state-(\d+)\.json$/;
const OURS = /^(state-\d+\.json(\.part)?|journal-\d+\.ndjson|blobs|lock.*|lost\+found|\..*)$/;

function statePath(folder: string, number: number): string {
  return join(folder, `state-${number}.json`);
}

export function journalPath(folder: string, number: number): string {
  return join(folder, `journal-${number}.ndjson`);
}

/**
 * The latest state of a folder; undefined if it is empty.
 *
 * @param version of this package, for messages
 * @throws FakeEcrError if the folder has other files, or was written by a newer version
 */
export function readState(folder: string, version: string): FoundState | undefined {
  const names = readdirSync(folder);
  const numbers = names.flatMap((name) => STATE.exec(name)?.[1] ?? []).map(Number);
  if (numbers.length === 0) {
    const foreign = names.find((name) => !OURS.test(name));
    if (foreign === undefined) return undefined;
    throw new FakeEcrError(
      `The folder ${folder} has a file '${foreign}', and no world of fake-ecr.`,
      'Give --data-dir an empty folder, or one that it has filled.',
    );
  }
  const number = Math.max(...numbers);
  const path = statePath(folder, number);
  const state = parse(path);
  if (typeof state.fakeEcrData !== 'number') {
    throw new FakeEcrError(`${path} is not a world of fake-ecr.`, 'Give --data-dir an empty folder.');
  }
  if (state.fakeEcrData > FOLDER_VERSION) {
    throw new FakeEcrError(
      `The folder ${folder} was written by fake-ecr ${String(state.writtenBy)}, in version ${state.fakeEcrData} of its format. This is fake-ecr ${version}, which reads up to version ${FOLDER_VERSION}.`,
      'Use that version or a newer one, or another folder.',
    );
  }
  return { number, state };
}

function parse(path: string): State {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as State;
  } catch (error) {
    throw new FakeEcrError(
      `${path} can't be read: ${(error as Error).message}.`,
      'Restore the folder from a copy.',
    );
  }
}

/** Writes a state under another name first: a file with the name of a state is always whole. */
export function writeState(folder: string, number: number, state: State): void {
  const path = statePath(folder, number);
  const descriptor = openSync(`${path}.part`, 'w', 0o600);
  try {
    const bytes = Buffer.from(JSON.stringify(state));
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${path}.part`, path);
}

/** Removes states and journals with other numbers. */
export function removeOthers(folder: string, number: number): void {
  for (const name of readdirSync(folder)) {
    const of = /^(?:state|journal)-(\d+)\./.exec(name)?.[1];
    if (of !== undefined && (Number(of) !== number || name.endsWith('.part'))) {
      rmSync(join(folder, name), { force: true });
    }
  }
}
