import { shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { END_OF_TIME, isMoment } from '../lib/moment.js';

/**
 * The fake's time: `Date.now()` plus what was advanced, so Jest's fake timers and `setSystemTime` drive it. If a
 * start was given: that moment plus what was advanced, independent of the system's time.
 */
export class Clock {
  private offset = 0;
  private held: number | undefined;

  constructor(private readonly start?: number) {}

  /**
   * Epoch milliseconds.
   *
   * @throws FakeEcrError if `Date.now()` was replaced and does not return a time
   */
  now(): number {
    if (this.held !== undefined) return this.held;
    const base = this.start ?? systemTime();
    const now = base + this.offset;
    if (isMoment(now)) return now;
    throw new FakeEcrError(
      `Date.now() answers ${shown(base)}, which makes it ${shown(now)} on the clock of the fake: a Date can't hold that.`,
      'Expected epoch milliseconds that a Date can hold.',
    );
  }

  /** @param milliseconds how far to advance; time never goes back */
  advance(milliseconds: number): void {
    if (!Number.isFinite(milliseconds) || milliseconds < 0) {
      throw new FakeEcrError(
        `The clock can't be advanced by ${shown(milliseconds)}.`,
        'Expected a number of milliseconds of at least 0.',
      );
    }
    if (this.now() + milliseconds > END_OF_TIME) {
      throw new FakeEcrError(
        `The clock can't be advanced by ${milliseconds} ms: a Date can't hold the result.`,
        'Expected a number of milliseconds, such as 60000 for a minute.',
      );
    }
    this.offset += milliseconds;
    if (this.held !== undefined) this.held += milliseconds;
  }

  /** Sets the time to a moment, in epoch milliseconds; with the system's clock it goes on from there. */
  set(moment: number): void {
    this.offset += moment - this.now();
    if (this.held !== undefined) this.held = moment;
  }

  reset(): void {
    if (this.held !== undefined) this.held -= this.offset;
    this.offset = 0;
  }

  /** How far the time was advanced, in milliseconds. */
  get ahead(): number {
    return this.offset;
  }

  /**
   * Stops the time, while something that happened earlier is done again.
   *
   * @param moment epoch milliseconds
   * @param ahead how far the time had been advanced, in milliseconds
   */
  hold(moment: number, ahead: number): void {
    this.held = moment;
    this.offset = ahead;
  }

  /** Lets the time go on, but not before the moment at which it was stopped. */
  goOn(): void {
    const held = this.held ?? -Infinity;
    this.held = undefined;
    this.offset += Math.max(0, held - this.now());
  }
}

/** Suites mock `Date.now`, and a mock without a return value would make every moment of the world NaN. */
function systemTime(): number {
  const now: unknown = Date.now();
  if (isMoment(now)) return now;
  throw new FakeEcrError(
    `Date.now() answers ${shown(now)}, which is not a time.`,
    'Expected epoch milliseconds: give the mock of Date.now a return value, or fix the clock with fakeEcr({ now }).',
  );
}
