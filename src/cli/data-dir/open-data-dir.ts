import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { BlobFolder } from '../../doors/registry/blob-folder.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { SavedWorld } from '../../snapshot/snapshot.js';
import { Blobs } from '../../world/blobs.js';
import { controlOf } from '../../fake/control-of.js';
import type { Debug } from '../../fake/debugging.js';
import { FakeWorld } from '../../fake/fake-world.js';
import { simulationOf } from '../../fake/simulation-of.js';
import type { Entry } from './entry.js';
import { FolderLock } from './folder-lock.js';
import { JournalFile, readJournal } from './journal-file.js';
import { Keeper } from './keeper.js';
import { redo, startAfresh } from './redo.js';
import { type FoundState, type KeptOptions, journalPath, readState } from './state-file.js';

/** How a folder is opened. */
export interface Opening {
  readonly options: KeptOptions;
  /** The version of this package. */
  readonly version: string;
  readonly debug?: Debug;
  /** Told what is to be known. */
  readonly note: (line: string) => void;
  /** Fills the world of an empty folder; a reset returns to what it did. */
  readonly fill?: ((world: FakeWorld) => Promise<void>) | undefined;
}

/**
 * Opens the folder of a world that outlives its process. What changes the world is in a journal before it is
 * answered, so a process that is killed loses nothing that it answered.
 *
 * @param folder is created if it is missing
 * @returns the world, which is kept from now on
 * @throws FakeEcrError if the folder is in use, damaged, of a newer version, of somebody else, or not writable
 */
export async function openDataDir(folder: string, opening: Opening): Promise<Keeper> {
  const { options, version, note, fill } = opening;
  requireFolder(folder);
  // Nothing is written into a folder that belongs to somebody else.
  readState(folder, version);
  const lock = new FolderLock(folder);
  try {
    const found = readState(folder, version);
    if (found === undefined) return await create(folder, lock, opening);
    if (fill !== undefined) note(`${folder} holds a world already: the seed is not loaded.`);
    if (isDeepStrictEqual(found.state.options, options)) return recover(folder, found, lock, opening);
    changeOptions(folder, found, lock, opening);
    return recover(folder, readState(folder, version) as FoundState, lock, opening);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function requireFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new FakeEcrError(
      `The folder ${folder} can't keep a world: ${(error as Error).message}.`,
      'Give --data-dir a folder that can be written to.',
    );
  }
}

async function create(folder: string, lock: FolderLock, opening: Opening): Promise<Keeper> {
  const { options, version, debug, fill } = opening;
  const { world, blobs } = newWorld(folder, options, debug);
  simulationOf(world).service.lasting.blobs.sweep();
  await fill?.(world);
  if (fill !== undefined) world.baseline();
  const keeper = new Keeper({
    ...{ folder, lock, blobs, version, options, world },
    number: 0,
    journal: new JournalFile(journalPath(folder, 0), 0),
    baseline: fill === undefined ? undefined : world.snapshot(),
    keys: [],
  });
  keeper.compact();
  return keeper;
}

/** The world of an earlier process: its last state, and what happened since. */
function recover(
  folder: string,
  { number, state }: FoundState,
  lock: FolderLock,
  { options, version, debug, note }: Opening,
): Keeper {
  const { world, blobs } = newWorld(folder, options, debug);
  const simulation = simulationOf(world);
  const { service, callers } = simulation;
  if (state.baseline !== undefined) {
    const baseline = new SavedWorld(state.baseline);
    simulation.replaceBy(baseline);
    simulation.returnTo(baseline);
  }
  simulation.replaceBy(new SavedWorld(state.world));
  service.goBackTo({ now: state.world.now, ahead: state.ahead, ids: state.ids });
  for (const key of state.keys) callers.takeOver(key);
  service.lasting.bearers.goOnAfter(state.bearers.latest, state.bearers.callers);

  const path = journalPath(folder, number);
  const { entries, size } = readJournal(path);
  const control = controlOf(world, simulation);
  for (const [index, entry] of entries.entries()) {
    const difference = tried(() => redo(entry as Entry, simulation, control));
    if (difference !== undefined) note(`${path}, line ${index + 1}: ${difference}.`);
  }
  service.clock.goOn();
  service.lasting.blobs.sweep();
  const issued = (entries as Entry[]).flatMap((entry) => (entry.did === 'key' ? entry.key : []));
  const keeper = new Keeper({
    ...{ folder, lock, blobs, version, options, world, number },
    journal: new JournalFile(path, size),
    baseline: state.baseline,
    keys: [...state.keys, ...issued],
  });
  if (entries.length > 0) {
    keeper.did({ did: 'open' }, () => startAfresh(simulation));
    keeper.compact();
  }
  return keeper;
}

/** The journal was written with other options: what is in it is done with those, and goes on with the new ones. */
function changeOptions(folder: string, found: FoundState, lock: FolderLock, opening: Opening): void {
  const { debug: _, ...quietly } = opening;
  const keeper = recover(folder, found, lock, { ...quietly, options: found.state.options });
  const isDone = keeper.compact(opening.options);
  keeper.leave();
  if (isDone) return;
  throw new FakeEcrError(
    `The world in ${folder} has work pending, and was served with other options: ${JSON.stringify(found.state.options)}.`,
    'Serve it with these once more, and settle or wait for that work.',
  );
}

function newWorld(folder: string, { defaultAccount, ...options }: KeptOptions, debug: Debug | undefined) {
  const storage = new BlobFolder(join(folder, 'blobs'), { lasts: true });
  const blobs = new Blobs(storage, Infinity);
  blobs.keeps = true;
  blobs.takeOver();
  const world = new FakeWorld(
    {
      ...options,
      // Nobody is there to mend it.
      onUnused: 'ignore',
      ...(defaultAccount === undefined ? {} : { defaultAccount }),
      ...(debug === undefined ? {} : { debug }),
    },
    blobs,
  );
  return { world, blobs: storage };
}

/** @returns what went wrong, if something did */
function tried(work: () => string | undefined): string | undefined {
  try {
    return work();
  } catch (error) {
    return `it can't be done again: ${(error as Error).message}`;
  }
}
