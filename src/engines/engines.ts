import type { DomainEvent, Unit } from '../domain/domain-event.js';
import type { World } from '../domain/world.js';
import { PolicyReplicationAccess } from './replication-access.js';
import { ReplicationEngine, type ReplicationOptions } from './replication/engine.js';
import { Scheduler } from './scheduler.js';

export interface EngineOptions {
  readonly replication: ReplicationOptions;
}

/** The engines of one world, introduced to one another: each reacts to events, none knows the others. */
export class Engines {
  readonly scheduler = new Scheduler();
  readonly replication: ReplicationEngine;

  constructor(world: World, options: EngineOptions) {
    this.replication = new ReplicationEngine(
      world,
      this.scheduler,
      new PolicyReplicationAccess(),
      options.replication,
    );
  }

  react(event: DomainEvent, unit: Unit): void {
    this.replication.react(event, unit);
  }
}
