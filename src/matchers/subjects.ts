import { requireKind } from '../domain/brand.js';
import type { Registry } from '../domain/registry.js';
import type { AccessVerdict } from '../engines/policy/explain-access.js';
import type { Who } from '../fixtures/access-fixture.js';
import type { Witness } from '../fixtures/witness.js';
import type { PendingReplication } from './pending-check.js';

/** A fake, whichever copy of this package made it. */
export interface FakeSubject {
  readonly witness: Witness;
  pendingReplications(): readonly PendingReplication[];
}

/** A registry handle, whichever copy of this package made it. */
export interface RegistrySubject {
  readonly registry: Registry;
  readonly witness: Witness;
  readonly key: string;
  /** Epoch milliseconds. */
  now(): number;
  explainAccess(action: string, principal: Who): AccessVerdict;
}

/** A repository handle, whichever copy of this package made it. */
export interface RepositorySubject {
  readonly registry: RegistrySubject;
  readonly witness: Witness;
  readonly name: string;
  readonly key: string;
  explainAccess(action: string, principal: Who): AccessVerdict;
}

/** @throws MisuseError where the value is not a fake */
export function fakeSubject(value: unknown, who: string): FakeSubject {
  requireKind(value, 'fake', who);
  return value as FakeSubject;
}

/** @throws MisuseError where the value is not a registry handle */
export function registrySubject(value: unknown, who: string): RegistrySubject {
  requireKind(value, 'registry', who);
  return value as RegistrySubject;
}
