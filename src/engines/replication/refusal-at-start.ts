import type { Registry } from '../../domain/registry.js';
import type { AccessVerdict, ReplicationAction, StandingAccess } from './access.js';
import type { FailureCause } from './failure-codes.js';

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
export function denied(action: ReplicationAction, verdict: AccessVerdict) {
  return {
    kind: 'denied' as const,
    action,
    reasons: () => verdict.reasons(),
    statement: () => verdict.statement(),
    origin: () => verdict.origin(),
  };
}
