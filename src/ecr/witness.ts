import type { World } from '../world/world.js';
import type { JournalEntry } from './journal-entry.js';

/** The state of a world, and what happened since the last reset. */
export interface Memory {
  /** The world after all due work. */
  readonly world: World;
  /** Calls, replications and events, in order. */
  readonly journal: readonly JournalEntry[];
  /** How many of the oldest entries were dropped, if the journal is limited. */
  readonly forgotten: number;
  /** The time of the clock, in epoch milliseconds. */
  now(): number;
}

/** Gives access to a world and its journal, and records what a test asserted. */
export interface Witness extends Memory {
  /**
   * @param where `<account>/<region>`, or empty for the whole world
   * @param text what was asserted, and what was there
   */
  note(where: string, text: string): void;
}
