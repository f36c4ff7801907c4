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

/** Everything a handler may use: who calls, from where, when, and the target of the call. */
export interface Context extends UnitOfWork {
  readonly caller: Caller;
  readonly region: string;
  /** The target that the caller was authorised for. */
  readonly target: CallTarget;
  /** The target's registry. */
  readonly registry: Registry;
  readonly engines: Engines;
  /** Who has an authorization token. */
  readonly bearers: TokenBearers;
  /** Set if the call came by the registry protocol, not by the API. */
  readonly protocol?: ProtocolRules | undefined;
  /** Whether the caller, or a role that is used, is also allowed to do what the operation causes. */
  may(action: string, registry: Registry, repositoryName: string, as?: Caller): boolean;
  /** Whether the caller could still set the repository's policy if it were this one. */
  maySetPolicyUnder(policyText: string, repository: Repository): boolean;
}

/** Reads the repository that the call names and continues with it, or returns the refusal. */
export function withRepository<T>(
  { registry, target }: Context,
  next: (repository: Repository) => Outcome<T>,
): Outcome<T> {
  const repository = registry.requireRepository(target.repositoryName);
  return isFailure(repository) ? repository : next(repository);
}

/**
 * Creates the repository that a push names, if it is missing and a template for pushes matches. It is created before
 * the push is authorised, and stays if the push is refused [observed].
 */
export function prepareForPush(context: Context): void {
  createForPush(context.registry, context.target.repositoryName, context);
}

/** Reads the repository that a push names and continues with it; the registry protocol may create any. */
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
