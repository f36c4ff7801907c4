import type { Witness } from '../ecr/witness.js';
import type { RegistryInside } from '../handles/inside.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import { INSIDE, requireKind } from '../lib/handle-kind.js';
import type { Unused } from '../service/declarations.js';

/** A replication that has not arrived. */
export interface PendingReplication {
  /** `<account>/<region>` of the destination. */
  readonly destination: string;
  /** A line for people: which image goes where. */
  readonly text: string;
}

/** What is behind a fake, of any copy of this package. */
export interface FakeInside {
  readonly witness: Witness;
  /** The registry of an assertion that names a Region, and an account or the default one. */
  registryAt(region: string, account?: string): RegistryHandle;
  /** What was declared and not used so far. It is not reported again. */
  assertedUnused(): readonly Unused[];
}

/** A fake, for assertions. */
export interface FakeSubject extends FakeInside {
  pendingReplications(): readonly PendingReplication[];
}

/** A registry handle, for assertions. */
export interface RegistrySubject extends RegistryInside {
  /** `<account>/<region>`. */
  readonly key: string;
}

/** What has a method of a fake, whichever copy of this package it is of. */
interface FakeHandle {
  readonly [INSIDE]: FakeInside;
  pendingReplications(): readonly PendingReplication[];
}

/** @throws FakeEcrError if the value is not a fake */
export function fakeSubject(value: unknown, who: string): FakeSubject {
  requireKind(value, 'fake', who);
  const fake = value as FakeHandle;
  return { ...fake[INSIDE], pendingReplications: () => fake.pendingReplications() };
}

/** @throws FakeEcrError if the value is not a registry handle */
export function registrySubject(value: unknown, who: string): RegistrySubject {
  requireKind(value, 'registry', who);
  const handle = value as RegistryHandle;
  return { ...handle[INSIDE], key: handle.key };
}
