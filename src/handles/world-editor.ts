import type { Outcome } from '../aws/failure.js';
import type { Witness } from '../ecr/witness.js';
import type { ReplicationRule } from '../world/configuration/replication-configuration.js';
import type { UnitOfWork } from '../world/domain-event.js';
import type { Registry } from '../world/registry.js';

/** What handles and views need from the model: an up-to-date world, and a way to change it as a unit. */
export interface WorldEditor extends Witness {
  /**
   * Changes the world like a caller of ECR: events are raised and replications start.
   *
   * @throws a `[fake-ecr]` error if the service would refuse
   */
  act<T>(what: string, change: (unit: UnitOfWork) => Outcome<T>, at?: number): T;
  /**
   * Changes the world in several steps at one moment. If one throws, all changes are undone, the latest first, and no
   * events are raised.
   *
   * @param steps gets a function that registers the undo of each change, before it is made
   */
  asOne(steps: (undo: (putBack: () => void) => void) => void): void;
  /**
   * Appends rules to a registry's replication document, like PutReplicationConfiguration.
   *
   * @throws a `[fake-ecr]` error if the service would refuse the document
   */
  addReplicationRules(registry: Registry, rules: readonly ReplicationRule[]): void;
}
