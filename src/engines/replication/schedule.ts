import type { Destination } from '../../domain/destination.js';

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
  return now + (typeof latency === 'function' ? latency(destination) : latency);
}
