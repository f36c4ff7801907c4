/** The process's real timers for sockets, even if a test has installed fake timers. */
const { setTimeout: start, clearTimeout: stop, setImmediate: afterReading } = globalThis;

/**
 * Runs a function later, in real time; does not keep the process alive.
 *
 * @param milliseconds the delay
 * @returns a function that cancels it
 */
export function later(milliseconds: number, run: () => void): () => void {
  const timer = start(run, milliseconds);
  timer.unref();
  return () => stop(timer);
}

/** The same, but after sockets have read what they received by then. */
export function laterAfterReading(milliseconds: number, run: () => void): () => void {
  return later(milliseconds, () => void afterReading(run));
}
