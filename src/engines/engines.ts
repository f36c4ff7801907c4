import type { DomainEvent, Unit } from '../domain/domain-event.js';
import type { Retention } from '../domain/retained.js';
import type { World } from '../domain/world.js';
import { ArchiveEngine } from './archive/engine.js';
import { type EventDelivery, NotificationEngine } from './notifications/engine.js';
import { PolicyReplicationAccess } from './replication-access.js';
import { BackfillEngine } from './replication/backfill.js';
import { ReplicationEngine, type ReplicationOptions } from './replication/engine.js';
import { LifecycleEngine } from './lifecycle/engine.js';
import { ScanningEngine } from './scanning/engine.js';
import { Scheduler } from './scheduler.js';
import { PolicySigningRights } from './signing-rights.js';
import { SigningEngine } from './signing/engine.js';
import type { WorkFailures } from './work-failures.js';

export interface EngineOptions {
  readonly replication: ReplicationOptions;
  /** Failures that the test wants. */
  readonly failures?: WorkFailures;
  /** How many events are kept; all by default. */
  readonly retention?: Retention;
  /** Told of each EventBridge event. */
  readonly onEvent?: EventDelivery;
}

/** The engines of one world, introduced to one another: each reacts to events, none knows the others. */
export class Engines {
  readonly scheduler = new Scheduler();
  readonly lifecycle = new LifecycleEngine(this.scheduler);
  readonly archive = new ArchiveEngine(this.scheduler);
  readonly failures: WorkFailures;
  readonly scanning: ScanningEngine;
  readonly signing: SigningEngine;
  readonly replication: ReplicationEngine;
  readonly backfill: BackfillEngine;
  readonly notifications: NotificationEngine;

  constructor(world: World, options: EngineOptions) {
    this.failures = options.failures ?? { take: () => undefined };
    this.scanning = new ScanningEngine(this.scheduler, this.failures);
    this.signing = new SigningEngine(this.scheduler, this.failures, new PolicySigningRights());
    this.replication = new ReplicationEngine(
      world,
      this.scheduler,
      new PolicyReplicationAccess(),
      options.replication,
    );
    this.backfill = new BackfillEngine(this.replication, this.scheduler, options.replication.schedule);
    this.notifications = new NotificationEngine(
      world.ids,
      options.onEvent ?? (() => undefined),
      options.retention,
    );
  }

  react(event: DomainEvent, unit: Unit): void {
    this.notifications.react(event, unit);
    this.replication.react(event, unit);
    this.lifecycle.react(event, unit);
    this.archive.react(event, unit);
    this.scanning.react(event, unit);
    this.signing.react(event, unit);
  }
}
