import { shown } from '../../domain/arguments.js';
import { type Destination, destinationKey } from '../../domain/destination.js';
import { MisuseError } from '../../domain/misuse.js';
import { isMoment } from '../../domain/moment.js';

/**
 * When replicas arrive. `instant`: before the call that caused them is answered. `manual`: when the test
 * settles. `latency`: that many milliseconds later on the fake's clock, for all destinations or by one.
 */
export type ReplicationSchedule =
  'instant' | 'manual' | { readonly latency: number | ((destination: Destination) => number) };

/** The moment a task that starts now is delivered; Infinity where only the test brings it about. */
export function deliveryAt(schedule: ReplicationSchedule, destination: Destination, now: number): number {
  if (schedule === 'instant') return now;
  if (schedule === 'manual') return Infinity;
  const { latency } = schedule;
  if (typeof latency !== 'function') return afterLatency(now, latency);
  return afterLatency(
    now,
    requireLatency(latency(destination), `{ latency } for ${destinationKey(destination)}`),
  );
}

/** The moment that is so many milliseconds after another; Infinity where no clock gets that far. */
export function afterLatency(now: number, latency: number): number {
  const moment = now + latency;
  return isMoment(moment) ? moment : Infinity;
}

/** Refuses what is not a schedule. */
export function requireSchedule(schedule: ReplicationSchedule): ReplicationSchedule {
  if (schedule === 'instant' || schedule === 'manual') return schedule;
  const { latency } = (schedule ?? {}) as { latency?: unknown };
  if (typeof latency !== 'function' && typeof latency !== 'number') {
    throw new MisuseError(
      `replication: ${shown(schedule)} is not a schedule.`,
      "Expected 'instant', 'manual' or { latency }, in milliseconds or as a function of the destination.",
    );
  }
  if (typeof latency === 'number') requireLatency(latency, '{ latency }');
  return schedule;
}

/** Refuses what is not a duration; Infinity is one that only `settle()` ends. */
export function requireLatency(latency: unknown, what: string): number {
  if (typeof latency === 'number' && latency >= 0) return latency;
  throw new MisuseError(`${what} is ${shown(latency)}.`, 'Expected a number of milliseconds of at least 0.');
}
