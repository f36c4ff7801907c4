import type { AccessVerdict } from '../ecr/access/explain-access.js';
import type { Witness } from '../ecr/witness.js';
import type { Registry } from '../world/registry.js';
import type { Repository } from '../world/repository.js';
import type { PrincipalLike } from './access-case.js';

// What the rest of this package reads of a handle, by a symbol: users and runners that print handles do not see it.

/** What is behind a registry handle, of any copy of this package. */
export interface RegistryInside {
  /** After all due work. */
  readonly registry: Registry;
  readonly witness: Witness;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly explainAccess: (action: string, principal: PrincipalLike) => AccessVerdict;
}

/** What is behind a repository handle, of any copy of this package. */
export interface RepositoryInside {
  readonly witness: Witness;
  /** After all due work. @throws FakeEcrError if it is missing */
  readonly repository: () => Repository;
  readonly explainAccess: (action: string, principal: PrincipalLike) => AccessVerdict;
}
