import { type Outcome, isFailure } from '../aws/failure.js';
import type { Engines } from '../ecr/engines.js';
import { createForPush } from '../ecr/templates/create-repository-for.js';
import type { Caller } from '../iam/caller.js';
import type { UnitOfWork } from '../world/domain-event.js';
import { repositoryNotFound } from '../world/failures.js';
import type { ProtocolRules } from '../world/registry-protocol.js';
import type { Registry } from '../world/registry.js';
import type { Repository } from '../world/repository.js';
import type { TokenBearers } from '../world/token-bearers.js';
import type { CallTarget } from './target.js';

/** All that a handler may use: who calls, from where, when, and what the call touches. */
export interface Context extends UnitOfWork {
  readonly caller: Caller;
  readonly region: string;
  /** What the caller was authorised to touch. */
  readonly target: CallTarget;
  /** That of the target. */
  readonly registry: Registry;
  readonly engines: Engines;
  /** Who has an authorization token. */
  readonly bearers: TokenBearers;
  /** Set if the registry protocol asks, and not the API. */
  readonly protocol?: ProtocolRules | undefined;
  /** Whether the caller, or a role used on the way, may also do something that the operation brings about. */
  may(action: string, registry: Registry, repositoryName: string, as?: Caller): boolean;
  /** Whether the caller might still set the policy of a repository if it were this one. */
  maySetPolicyUnder(policyText: string, repository: Repository): boolean;
}

/** Reads the repository that the call names and goes on with it, or answers the refusal. */
export function withRepository<T>(
  { registry, target }: Context,
  next: (repository: Repository) => Outcome<T>,
): Outcome<T> {
  const repository = registry.requireRepository(target.repositoryName);
  return isFailure(repository) ? repository : next(repository);
}

/**
 * Makes the repository that a push names, if it is missing and a template for pushes matches. It is made before
 * anybody asks whether the pusher is permitted anything, and stays if the push is refused [observed].
 */
export function prepareForPush(context: Context): void {
  createForPush(context.registry, context.target.repositoryName, context);
}

/** Reads the repository that a push names and goes on with it; the registry protocol may make any. */
export function withRepositoryForPush<T>(
  { registry, target, now, protocol }: Context,
  next: (repository: Repository) => Outcome<T>,
): Outcome<T> {
  const { repositoryName: name } = target;
  const present = registry.repository(name);
  if (present !== undefined) return next(present);
  if (protocol?.createsRepositories !== true) return repositoryNotFound(name, registry.accountId);
  const made = registry.createRepository(name, now);
  return isFailure(made) ? made : next(made);
}
