import { type Outcome, isFailure } from '../aws/failure.js';
import type { Engines } from '../ecr/engines.js';
import { createForPush } from '../ecr/templates/create-repository-for.js';
import type { Caller } from '../iam/caller.js';
import type { UnitOfWork } from '../world/domain-event.js';
import { repositoryNotFound } from '../world/failures.js';
import type { ProtocolRules } from '../world/registry-protocol.js';
import type { Registry } from '../world/registry.js';
import type { Repository } from '../world/repository.js';
import type { World } from '../world/world.js';

/** All that a handler may use: who calls, from where, when, and the world as that caller addresses it. */
export interface Context extends UnitOfWork {
  readonly caller: Caller;
  readonly region: string;
  readonly world: World;
  readonly engines: Engines;
  /** Set where the registry protocol asks, and not the API. */
  readonly protocol?: ProtocolRules | undefined;
  /** Whether the caller, or a role used on the way, may also do something that the operation brings about. */
  may(action: string, registry: Registry, repositoryName: string, as?: Caller): boolean;
  /** Whether the caller might still set the policy of a repository if it were this one. */
  maySetPolicyUnder(policyText: string, repository: Repository): boolean;
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

/** What a push names. */
interface PushTarget {
  readonly registryId?: string | undefined;
  readonly repositoryName: string;
}

/**
 * Makes the repository that a push names, if it is missing and a template for pushes matches. It is made before
 * anybody asks whether the pusher is permitted anything, and stays if the push is refused [observed].
 */
export function prepareForPush({ registryId, repositoryName }: PushTarget, context: Context): void {
  createForPush(registryOf(context, registryId), repositoryName, context);
}

/** Reads the repository that a push names and goes on with it; the registry protocol may make any. */
export function withRepositoryForPush<T>(
  context: Context,
  input: PushTarget,
  next: (repository: Repository) => Outcome<T>,
): Outcome<T> {
  const registry = registryOf(context, input.registryId);
  const { repositoryName: name } = input;
  const present = registry.repository(name);
  if (present !== undefined) return next(present);
  if (context.protocol?.createsRepositories !== true) return repositoryNotFound(name, registry.accountId);
  const made = registry.createRepository(name, context.now);
  return isFailure(made) ? made : next(made);
}
