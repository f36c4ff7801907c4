import type { Retention } from '../lib/retained.js';
import type { DomainEvent, UnitOfWork } from '../world/domain-event.js';
import type { World } from '../world/world.js';
import { ArchiveEngine } from './archive/archive-engine.js';
import { type EventDelivery, NotificationEngine } from './events/event-bridge.js';
import { LifecycleEngine } from './lifecycle/lifecycle-engine.js';
import { BackfillEngine } from './replication/backfill.js';
import { PolicyReplicationAccess } from './replication/replication-access.js';
import { ReplicationEngine, type ReplicationOptions } from './replication/replication-engine.js';
import { ScanningEngine } from './scanning/scanning-engine.js';
import { Scheduler } from './scheduler.js';
import { SigningEngine } from './signing/signing-engine.js';
import { PolicySigningRights } from './signing/signing-rights.js';
import type { WorkFailures } from './work-failures.js';

export interface EngineOptions {
  readonly replication: ReplicationOptions;
  /** Failures injected by the test. */
  readonly failures?: WorkFailures;
  /** How many events are kept; all by default. */
  readonly retention?: Retention;
  /** Called with each EventBridge event. */
  readonly onEvent?: EventDelivery;
}

/** The engines of one world: each reacts to events and does not know the others. */
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

  react(event: DomainEvent, unit: UnitOfWork): void {
    this.notifications.react(event, unit);
    this.replication.react(event, unit);
    this.lifecycle.react(event, unit);
    this.archive.react(event, unit);
    this.scanning.react(event, unit);
    this.signing.react(event, unit);
  }
}
