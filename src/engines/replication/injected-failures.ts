import type { Destination } from '../../domain/destination.js';
import { REPLICATION_FAILURE_CODES, type FailureCause } from './failure-codes.js';
import type { ReplicationTask } from './task.js';

/** Which replications are to fail; what is left out does not matter. */
export interface ReplicationFault {
  readonly to?: Destination;
  readonly repository?: string;
  /** The failure code to show. */
  readonly code?: string;
}

export function faultApplies(fault: ReplicationFault, { destination, plan }: ReplicationTask): boolean {
  const { to, repository = plan.repositoryName } = fault;
  const isThere =
    to === undefined || (to.region === destination.region && to.registryId === destination.registryId);
  return isThere && repository === plan.repositoryName;
}

export function injectedCause({ code }: ReplicationFault): FailureCause {
  return { kind: 'injected', code: code ?? REPLICATION_FAILURE_CODES.injected };
}
