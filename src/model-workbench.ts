import type { DomainEvent, Unit } from './domain/domain-event.js';
import { type Outcome, isFailure } from './domain/failure.js';
import { MisuseError } from './domain/misuse.js';
import type { World } from './domain/world.js';
import type { Workbench } from './fixtures/workbench.js';
import type { Model } from './pipeline/model.js';

/** The model as fixtures use it: without call log and faults, and with refusals as mistakes of the test. */
export class ModelWorkbench implements Workbench {
  constructor(private readonly model: Model) {}

  get world(): World {
    this.model.catchUp();
    return this.model.world;
  }

  now(): number {
    return this.model.clock.now();
  }

  act<T>(what: string, change: (unit: Unit) => Outcome<T>): T {
    const now = this.model.clock.now();
    this.model.catchUp(now);
    const events: DomainEvent[] = [];
    const outcome = change({ now, emit: (event) => events.push(event) });
    if (isFailure(outcome)) {
      throw new MisuseError(`Could not ${what}.`, `${outcome.code}: ${outcome.message ?? ''}`);
    }
    this.model.commit(events, now);
    return outcome;
  }
}
