import { type Destination, sameDestination } from '../../domain/destination.js';
import { REPLICATION_FAILURE_CODES, type FailureCause } from './failure-codes.js';

/** Which replications a test speaks of; what is left out does not matter. */
export interface ReplicationSelection {
  readonly to?: Destination;
  readonly repository?: string;
}

/** Replications that are to fail. */
export interface ReplicationFault extends ReplicationSelection {
  /** The failure code to show. */
  readonly code?: string;
}

/** Replications that are to take their time. */
export interface ReplicationDelay extends ReplicationSelection {
  /** Milliseconds from the push to the arrival, whatever the schedule says. */
  readonly latency: number;
}

/** Is a replication to this destination one of those selected? */
export function selects(
  { to, repository }: ReplicationSelection,
  destination: Destination,
  repositoryName: string,
): boolean {
  return (
    (to === undefined || sameDestination(to, destination)) &&
    (repository ?? repositoryName) === repositoryName
  );
}

export function injectedCause({ code }: ReplicationFault): FailureCause {
  return { kind: 'injected', code: code ?? REPLICATION_FAILURE_CODES.injected };
}
