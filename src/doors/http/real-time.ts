/** Sockets live in real time: the timers of the process, even if a test has put fake ones in their place. */
const { setTimeout: start, clearTimeout: stop, setImmediate: afterReading } = globalThis;

/**
 * Runs a function later, in real time, if the process still runs by then.
 *
 * @param milliseconds how much later
 * @returns calls it off
 */
export function later(milliseconds: number, run: () => void): () => void {
  const timer = start(run, milliseconds);
  timer.unref();
  return () => stop(timer);
}

/** The same, but after what sockets have received by then was read. */
export function laterAfterReading(milliseconds: number, run: () => void): () => void {
  return later(milliseconds, () => void afterReading(run));
}
