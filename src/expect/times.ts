import { requireOptions, shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';

/** How often something must have happened: at least once where `times` is absent. */
export interface Times {
  readonly times?: number | undefined;
}

export function isOftenEnough(count: number, { times }: Times): boolean {
  return times === undefined ? count > 0 : count === times;
}

export function describeTimes({ times }: Times): string {
  if (times === undefined) return 'at least once';
  return times === 1 ? 'once' : `${times} times`;
}

/**
 * Why the entries that are kept don't decide it: there may have been more among those that are not.
 *
 * @param count how many there are among those that are kept
 * @param forgotten how many entries are no longer kept
 */
export function doubt(count: number, { times }: Times, forgotten: number): string | undefined {
  // What is there is there; and what is too often already stays too often.
  if (forgotten === 0 || (times === undefined ? count > 0 : count > times)) return undefined;
  return `the ${forgotten} oldest entries of the journal are no longer kept`;
}

/**
 * @param known the options there are
 * @throws FakeEcrError if an option is none, or a number of times is none
 */
export function requireTimes(options: Times, who: string, known: readonly string[] = ['times']): void {
  requireOptions(options, who, known);
  const { times } = options;
  if (times === undefined || (Number.isInteger(times) && times >= 0)) return;
  throw new FakeEcrError(`${who} was given times: ${shown(times)}.`, 'Expected a whole number.');
}
