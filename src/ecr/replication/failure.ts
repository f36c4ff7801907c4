import { type Destination, sameDestination } from '../../aws/registry-id.js';
import type {
  FailureCause,
  ReplicationAction,
  ReplicationPermission,
} from '../../world/records/replication.js';
import type { Registry } from '../../world/registry.js';
import { REPLICATION_FAILURE_CODES } from './failure-codes.js';
import type { StandingAccess } from './replication-access.js';

/** An internal call of ECR that was refused at the destination, as the log there shows it. */
export interface RefusedCall {
  readonly operation: 'ReplicateImage' | 'CreateRepository';
  /** The name of the exception. */
  readonly exception: string;
}

/** The call that a failure appears in at the destination; undefined if ECR did not get that far [assumed]. */
export function refusedCallOf(cause: FailureCause | undefined): RefusedCall | undefined {
  switch (cause?.kind) {
    case 'denied': {
      const operation = cause.action === 'ecr:ReplicateImage' ? 'ReplicateImage' : 'CreateRepository';
      return { operation, exception: 'AccessDeniedException' };
    }
    case 'creation-failed':
      return { operation: 'CreateRepository', exception: cause.exception };
    case 'limit-exceeded':
      return { operation: 'ReplicateImage', exception: 'LimitExceededException' };
    case 'key-unusable':
      return { operation: 'ReplicateImage', exception: 'KmsException' };
    case 'injected': {
      const isDenial = cause.code === REPLICATION_FAILURE_CODES.accessDenied;
      return {
        operation: 'ReplicateImage',
        exception: isDenial ? 'AccessDeniedException' : 'ServerException',
      };
    }
    default:
      return undefined;
  }
}

export function failureCodeOf(cause: FailureCause): string {
  switch (cause.kind) {
    case 'region-disabled':
    case 'denied':
      return REPLICATION_FAILURE_CODES.accessDenied;
    case 'creation-failed':
      return REPLICATION_FAILURE_CODES.repositoryCreationFailed;
    case 'limit-exceeded':
      return REPLICATION_FAILURE_CODES.limitExceeded;
    case 'key-unusable':
      return REPLICATION_FAILURE_CODES.keyUnusable;
    case 'source-deleted':
      return REPLICATION_FAILURE_CODES.sourceDeleted;
    case 'injected':
      return cause.code;
  }
}

/** Which replications are meant; omitted members match any. */
export interface ReplicationSelection {
  readonly to?: Destination;
  readonly repository?: string;
}

/** Replications that are to fail. */
export interface ReplicationFault extends ReplicationSelection {
  /** The failure code to show. */
  readonly code?: string;
}

/** Replications that are to be slow. */
export interface ReplicationDelay extends ReplicationSelection {
  /** Milliseconds from the push to the arrival, instead of the schedule's. */
  readonly latency: number;
}

/** Whether a replication to this destination is selected. */
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

/** Checked once, when the task starts: later changes of the policy have no effect on it. */
export function refusalAtStart(
  source: Registry,
  destination: Registry,
  repositoryName: string,
  access: StandingAccess,
): FailureCause | undefined {
  const disabled = regionDisabled(source, destination);
  if (disabled !== undefined) return disabled;
  const verdict = access.judge('ecr:ReplicateImage', repositoryName);
  return verdict.allowed ? undefined : denied('ecr:ReplicateImage', verdict);
}

/** Both accounts must have enabled their Region [docs]. */
export function regionDisabled(source: Registry, destination: Registry): FailureCause | undefined {
  for (const [side, registry] of [
    ['source', source],
    ['destination', destination],
  ] as const) {
    if (!registry.account.isRegionEnabled(registry.region)) {
      return { kind: 'region-disabled', side, accountId: registry.accountId, region: registry.region };
    }
  }
  return undefined;
}

/** A cause whose explanation is computed on demand. */
export function denied(
  action: ReplicationAction,
  permission: ReplicationPermission,
  template?: string,
): FailureCause {
  return { kind: 'denied', action, permission, ...(template === undefined ? {} : { template }) };
}
