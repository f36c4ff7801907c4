import { FakeEcrError } from '../lib/misuse.js';
import type { Simulation } from './simulation.js';

const simulations = new WeakMap<object, Simulation>();

/** Notes what is behind a fake. A fake itself shows nothing of it. */
export function isSimulatedBy(fake: object, simulation: Simulation): void {
  simulations.set(fake, simulation);
}

/**
 * The simulation behind a fake, for doors.
 *
 * @throws FakeEcrError if the object was not made by fakeEcr(), or by another copy of this package
 */
export function simulationOf(fake: unknown): Simulation {
  const simulation = typeof fake === 'object' && fake !== null ? simulations.get(fake) : undefined;
  if (simulation !== undefined) return simulation;
  throw new FakeEcrError('That is not a fake.', 'Pass what fakeEcr() returned.');
}
