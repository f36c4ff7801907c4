import { requireOptions, shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';

/** How often something must have happened: at least once if `times` is absent. */
export interface Times {
  /** The exact number; at least once when absent. */
  readonly times?: number | undefined;
}

export function isOftenEnough(count: number, { times }: Times): boolean {
  return times === undefined ? count > 0 : count === times;
}

export function describeTimes({ times }: Times): string {
  if (times === undefined) return 'at least once';
  return times === 1 ? 'once' : `${times} times`;
}

/** The advice if the journal has dropped its older entries. */
export const KEEP_MORE =
  'Keep more entries (serve({ journal }), or --journal on the command line), or reset shortly before the part in question.';

/**
 * Why the kept entries are not enough for an answer: there may have been more among the dropped ones.
 *
 * @param count how many there are among the kept entries
 * @param forgotten how many entries are no longer kept
 */
export function doubt(count: number, { times }: Times, forgotten: number): string | undefined {
  // At least one is enough for "at least once", and too many stay too many.
  if (forgotten === 0 || (times === undefined ? count > 0 : count > times)) return undefined;
  return `the ${forgotten} oldest entries of the journal are no longer kept`;
}

/**
 * @param known the names of all options
 * @throws FakeEcrError if an option is unknown, or `times` is not a whole number
 */
export function requireTimes(options: Times, who: string, known: readonly string[] = ['times']): void {
  requireOptions(options, who, known);
  const { times } = options;
  if (times === undefined || (Number.isInteger(times) && times >= 0)) return;
  throw new FakeEcrError(`${who} was given times: ${shown(times)}.`, 'Expected a whole number.');
}
