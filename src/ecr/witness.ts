import type { World } from '../world/world.js';
import type { JournalEntry } from './journal-entry.js';

/** What has been in a world: what is there, and what happened since the last reset. */
export interface Memory {
  /** The world after all work that is due. */
  readonly world: World;
  /** Calls, replications and events, in order. */
  readonly journal: readonly JournalEntry[];
  /** The moment of the clock, in epoch milliseconds. */
  now(): number;
}

/** Who remembers what has been in a world, and writes down what a test looked at. */
export interface Witness extends Memory {
  /** How many of the oldest entries are no longer kept, where the journal holds the latest only. */
  readonly forgotten: number;

  /**
   * @param where `<account>/<region>`, or empty if it was the whole world
   * @param text what was asserted, and what was there
   */
  note(where: string, text: string): void;
}
