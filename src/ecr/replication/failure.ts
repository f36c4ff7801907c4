import { type Destination, sameDestination } from '../../aws/registry-id.js';
import type {
  FailureCause,
  ReplicationAction,
  ReplicationPermission,
} from '../../world/records/replication.js';
import type { Registry } from '../../world/registry.js';
import type { StandingAccess } from './replication-access.js';

/** Codes of failed replications. ECR publishes no list; only the first was ever seen [observed]. */
export const REPLICATION_FAILURE_CODES = {
  /** Refused by permission, or a Region that is not enabled [observed]. */
  accessDenied: 'DESTINATION_REGISTRY_ACCESS_DENIED',
  /** The creation template needs a role that it does not name [assumed]. */
  repositoryCreationFailed: 'DESTINATION_REPOSITORY_CREATION_FAILED',
  /** A quota of the destination was met [assumed]. */
  limitExceeded: 'DESTINATION_LIMIT_EXCEEDED',
  /** The source went while the task was under way, where the option asks for it [assumed]. */
  sourceDeleted: 'SOURCE_IMAGE_DELETED',
  /** Of a backfill: half of what was processed had failed [assumed]. */
  tooManyFailed: 'FAILURE_THRESHOLD_EXCEEDED',
  /** The test asked for a failure and gave no code. */
  injected: 'REPLICATION_FAILURE_INJECTED',
} as const;

/** A call of ECR's own at the destination that was refused, as its log there shows it. */
export interface RefusedCall {
  readonly operation: 'ReplicateImage' | 'CreateRepository';
  /** The name of the exception. */
  readonly exception: string;
}

/** The call that a failure shows in at the destination; none if ECR did not get that far [assumed]. */
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
    case 'source-deleted':
      return REPLICATION_FAILURE_CODES.sourceDeleted;
    case 'injected':
      return cause.code;
  }
}

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

/** Judged once, when the task starts: a later grant does not save it, a later revocation does not stop it. */
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

/** Both accounts have to have enabled their Region [docs]. */
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

/** A cause that is explained when somebody asks. */
export function denied(
  action: ReplicationAction,
  permission: ReplicationPermission,
  template?: string,
): FailureCause {
  return { kind: 'denied', action, permission, ...(template === undefined ? {} : { template }) };
}
