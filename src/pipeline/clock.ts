import { shown } from '../domain/arguments.js';
import { MisuseError } from '../domain/misuse.js';

/** The last moment that a Date can hold, in epoch milliseconds. */
const END_OF_TIME = 8.64e15;

/**
 * The fake's time: `Date.now()` plus what was advanced, so Jest's fake timers and `setSystemTime` drive it;
 * or, where a start was given, that moment plus what was advanced, and nothing else.
 */
export class Clock {
  private offset = 0;

  constructor(private readonly start?: number) {}

  /** Epoch milliseconds. */
  now(): number {
    return (this.start ?? Date.now()) + this.offset;
  }

  /** @param milliseconds how far to go; time never goes back */
  advance(milliseconds: number): void {
    if (!Number.isFinite(milliseconds) || milliseconds < 0) {
      throw new MisuseError(
        `The clock can't be advanced by ${shown(milliseconds)}.`,
        'Expected a number of milliseconds of at least 0.',
      );
    }
    if (this.now() + milliseconds > END_OF_TIME) {
      throw new MisuseError(
        `The clock can't be advanced by ${milliseconds} ms: no date is that late.`,
        'Expected a number of milliseconds, such as 60000 for a minute.',
      );
    }
    this.offset += milliseconds;
  }

  /** Goes to a moment, in epoch milliseconds; with the clock of the system it goes on from there. */
  set(moment: number): void {
    this.offset += moment - this.now();
  }

  reset(): void {
    this.offset = 0;
  }
}
