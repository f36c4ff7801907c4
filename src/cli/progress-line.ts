import { later } from '../doors/http/real-time.js';
import { printable } from '../lib/printable.js';
import { Clock } from '../service/clock.js';

/** A stream that may be a terminal, such as `process.stderr`. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  /** The width of the terminal. */
  readonly columns?: number;
  write(text: string): unknown;
}

/** Real time, which a test may replace. */
export interface ProgressTime {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Runs a function later, without keeping the process alive. @returns cancels it */
  readonly later: (milliseconds: number, run: () => void) => () => void;
}

/** The line is drawn at most ten times a second. */
const INTERVAL = 100;
/** To the first column, and erase what the line has. */
const ERASE = '\r\u001b[2K';
const DEFAULT_WIDTH = 80;

/**
 * One line at the bottom of a terminal that tells how far long work is. It is drawn in the place of the line before, not
 * more often than people can read it, and is gone when the work has ended.
 */
export class ProgressLine {
  /** What was said last; undefined when nothing is to be seen. */
  private line: string | undefined;
  private drawnAt = -Infinity;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly stream: ProgressStream,
    private readonly time: ProgressTime,
  ) {}

  /** @param line what is being done; empty when it is done */
  show(line: string): void {
    if (line === '') return this.clear();
    this.line = line;
    const passed = this.time.now() - this.drawnAt;
    // A system's clock may be set back.
    if (passed >= INTERVAL || passed < 0) this.draw();
    // Work that waits for answers may not say anything more for a while.
    else this.cancel ??= this.time.later(INTERVAL - passed, () => this.draw());
  }

  clear(): void {
    this.stop();
    if (this.line === undefined) return;
    this.line = undefined;
    this.stream.write(ERASE);
  }

  /** Prints something else on the same terminal: the line makes way for it, and is drawn again below. */
  around(print: () => void): void {
    if (this.line === undefined) return print();
    this.stream.write(ERASE);
    print();
    this.draw();
  }

  private draw(): void {
    this.stop();
    if (this.line === undefined) return;
    this.drawnAt = this.time.now();
    // One column less: a line that fills the last one would be continued on the next.
    const width = (this.stream.columns || DEFAULT_WIDTH) - 1;
    this.stream.write(ERASE + printable(this.line).slice(0, width));
  }

  private stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }
}

/**
 * The line of progress of a stream.
 *
 * @param environment `NO_COLOR`, `CI` and `TERM=dumb` ask for output without control sequences
 * @returns undefined if the stream is not a terminal, or its user wants plain output
 */
export function progressLineOn(
  stream: ProgressStream,
  environment: Readonly<Record<string, string | undefined>>,
  time: ProgressTime = { now: () => new Clock().now(), later },
): ProgressLine | undefined {
  const { NO_COLOR, CI, TERM } = environment;
  const isPlain = isSet(NO_COLOR) || (isSet(CI) && CI !== 'false' && CI !== '0') || TERM === 'dumb';
  return stream.isTTY === true && !isPlain ? new ProgressLine(stream, time) : undefined;
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== '';
}
