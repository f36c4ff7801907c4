import type { Outcome } from '../aws/failure.js';
import type { Witness } from '../ecr/witness.js';
import type { ReplicationRule } from '../world/configuration/replication-configuration.js';
import type { UnitOfWork } from '../world/domain-event.js';
import type { Registry } from '../world/registry.js';

/** What fixtures and inspection need of the model: a current world, and a way to change it as a unit. */
export interface WorldEditor extends Witness {
  /**
   * Does something to the world as ECR would on a caller's behalf: events are raised and replications start.
   *
   * @throws a `[fake-ecr]` error if the service would refuse
   */
  act<T>(what: string, change: (unit: UnitOfWork) => Outcome<T>, at?: number): T;
  /**
   * Changes the world in several steps, at one moment, of which nothing stays where one throws: what was changed is
   * put back then, the latest first, and nobody is told of it.
   *
   * @param steps told where to leave what puts each change back, before it is made
   */
  asOne(steps: (undo: (putBack: () => void) => void) => void): void;
  /**
   * Puts more rules at the end of a registry's replication document, as PutReplicationConfiguration would.
   *
   * @throws a `[fake-ecr]` error if the service would refuse the document, by its model or by its rules
   */
  addReplicationRules(registry: Registry, rules: readonly ReplicationRule[]): void;
}
