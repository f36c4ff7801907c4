import type { DomainEvent, Unit } from '../domain/domain-event.js';
import type { World } from '../domain/world.js';
import { type EventListener, NotificationEngine } from './notifications/engine.js';
import { PolicyReplicationAccess } from './replication-access.js';
import { ReplicationEngine, type ReplicationOptions } from './replication/engine.js';
import { Scheduler } from './scheduler.js';

export interface EngineOptions {
  readonly replication: ReplicationOptions;
  /** Told of each EventBridge event. */
  readonly onEvent?: EventListener;
}

/** The engines of one world, introduced to one another: each reacts to events, none knows the others. */
export class Engines {
  readonly scheduler = new Scheduler();
  readonly replication: ReplicationEngine;
  readonly notifications: NotificationEngine;

  constructor(world: World, options: EngineOptions) {
    this.replication = new ReplicationEngine(
      world,
      this.scheduler,
      new PolicyReplicationAccess(),
      options.replication,
    );
    this.notifications = new NotificationEngine(world.ids, options.onEvent ?? (() => undefined));
  }

  react(event: DomainEvent, unit: Unit): void {
    this.notifications.react(event, unit);
    this.replication.react(event, unit);
  }
}
