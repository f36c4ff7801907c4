import type { AccessVerdict } from '../ecr/access/explain-access.js';
import type { Witness } from '../ecr/witness.js';
import type { PrincipalLike } from '../handles/access-case.js';
import { requireKind } from '../lib/handle-kind.js';
import type { Unused } from '../service/declarations.js';
import type { Registry } from '../world/registry.js';

/** A replication that has not arrived. */
export interface PendingReplication {
  /** `<account>/<region>` of the destination. */
  readonly destination: string;
  readonly text: string;
}

/** A fake, of any copy of this package. */
export interface FakeSubject {
  readonly witness: Witness;
  pendingReplications(): readonly PendingReplication[];
  /** What was declared and not used so far. It is not reported again. */
  assertedUnused(): readonly Unused[];
}

/** A registry handle, of any copy of this package. */
export interface RegistrySubject {
  readonly registry: Registry;
  readonly witness: Witness;
  readonly key: string;
  /** Epoch milliseconds. */
  now(): number;
  explainAccess(action: string, principal: PrincipalLike): AccessVerdict;
}

/** A repository handle, of any copy of this package. */
export interface RepositorySubject {
  readonly registry: RegistrySubject;
  readonly witness: Witness;
  readonly name: string;
  readonly key: string;
  explainAccess(action: string, principal: PrincipalLike): AccessVerdict;
}

/** @throws FakeEcrError if the value is not a fake */
export function fakeSubject(value: unknown, who: string): FakeSubject {
  requireKind(value, 'fake', who);
  return value as FakeSubject;
}

/** @throws FakeEcrError if the value is not a registry handle */
export function registrySubject(value: unknown, who: string): RegistrySubject {
  requireKind(value, 'registry', who);
  return value as RegistrySubject;
}
