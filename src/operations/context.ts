import type { Caller } from '../domain/caller.js';
import type { Unit } from '../domain/domain-event.js';
import { type Outcome, isFailure } from '../domain/failure.js';
import type { Registry } from '../domain/registry.js';
import type { Repository } from '../domain/repository.js';
import type { World } from '../domain/world.js';
import type { Engines } from '../engines/engines.js';

/** All that a handler may use: who calls, from where, when, and the world as that caller addresses it. */
export interface Context extends Unit {
  readonly caller: Caller;
  readonly region: string;
  readonly world: World;
  readonly engines: Engines;
}

/** The registry an input names: another account's, or the caller's own. */
export function registryOf(context: Context, registryId?: string): Registry {
  return context.world.registry(registryId ?? context.caller.accountId, context.region);
}

/** The repository an input names, or the refusal. */
export function repositoryOf(
  context: Context,
  input: { readonly registryId?: string | undefined; readonly repositoryName: string },
): Outcome<Repository> {
  return registryOf(context, input.registryId).requireRepository(input.repositoryName);
}

/** Reads a repository and goes on with it, or answers the refusal. */
export function withRepository<T>(
  context: Context,
  input: { readonly registryId?: string | undefined; readonly repositoryName: string },
  next: (repository: Repository) => Outcome<T>,
): Outcome<T> {
  const repository = repositoryOf(context, input);
  return isFailure(repository) ? repository : next(repository);
}
