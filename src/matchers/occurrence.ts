import { MisuseError } from '../domain/misuse.js';

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

/** @throws MisuseError where a number of times is none */
export function requireTimes({ times }: Times, who: string): void {
  if (times === undefined || (Number.isInteger(times) && times >= 0)) return;
  throw new MisuseError(`${who} was given times: ${String(times)}.`, 'Expected a whole number.');
}
