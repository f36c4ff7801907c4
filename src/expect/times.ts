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
 * @param known the options there are
 * @throws MisuseError where an option is none, or a number of times is none
 */
export function requireTimes(options: Times, who: string, known: readonly string[] = ['times']): void {
  requireOptions(options, who, known);
  const { times } = options;
  if (times === undefined || (Number.isInteger(times) && times >= 0)) return;
  throw new FakeEcrError(`${who} was given times: ${shown(times)}.`, 'Expected a whole number.');
}
