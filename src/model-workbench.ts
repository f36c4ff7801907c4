import type { DomainEvent, Unit } from './domain/domain-event.js';
import { type Outcome, isFailure } from './domain/failure.js';
import { MisuseError } from './domain/misuse.js';
import type { World } from './domain/world.js';
import type { Happening } from './engines/happening.js';
import { checkInput } from './model/check.js';
import { configurationShape } from './operations/replication/configuration-shape.js';
import type { Registry } from './domain/registry.js';
import type { ReplicationRule } from './domain/replication-configuration.js';
import { putReplicationConfiguration } from './domain/put-replication-configuration.js';
import type { Workbench } from './fixtures/workbench.js';
import type { Model } from './pipeline/model.js';

/** The model as fixtures use it: without call log and faults, and with refusals as mistakes of the test. */
export class ModelWorkbench implements Workbench {
  constructor(private readonly model: Model) {}

  get world(): World {
    this.model.catchUp();
    return this.model.world;
  }

  get journal(): readonly Happening[] {
    this.model.catchUp();
    return this.model.journal;
  }

  note(where: string, text: string): void {
    const last = this.model.journal.at(-1);
    // A test that waits for something asks again and again.
    if (last?.kind === 'assertion' && last.where === where && last.text === text) return;
    this.model.remember({ kind: 'assertion', at: this.model.clock.now(), where, text });
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

  addReplicationRules(registry: Registry, rules: readonly ReplicationRule[]): void {
    this.act(`set the replication rules of ${registry.key}`, ({ now }) => {
      const all = [...registry.replication.rules, ...rules];
      const input = { replicationConfiguration: configurationShape(all) };
      return (
        checkInput('PutReplicationConfiguration', input) ?? putReplicationConfiguration(registry, all, now)
      );
    });
  }
}
