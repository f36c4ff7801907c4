import { TEMPLATE_NEEDS_ROLE, createRepositoryFor } from '../../domain/creation-template.js';
import type { Unit } from '../../domain/domain-event.js';
import { isFailure } from '../../domain/failure.js';
import type { Origin } from '../../domain/image.js';
import type { Registry } from '../../domain/registry.js';
import type { Repository } from '../../domain/repository.js';
import { storeImage } from '../../domain/store-image.js';
import type { StandingAccess } from './access.js';
import type { Cargo } from './cargo.js';
import type { FailureCause } from './failure-codes.js';
import { denied } from './refusal-at-start.js';

export interface Delivery {
  readonly cause?: FailureCause;
  /** There where the repository was missing and was made, by a template where one matched. */
  readonly madeRepository?: { readonly template?: string };
  /** The digest that keeps the tag, where an immutable destination withheld it. */
  readonly withheldBy?: string;
}

/**
 * Puts what travelled into the destination: the repository if it is missing and may be made, children before
 * their index, then the tag if the destination's own mutability lets it move [docs].
 */
export function deliver(
  destination: Registry,
  repositoryName: string,
  cargo: Cargo,
  tag: string | undefined,
  origin: Origin,
  access: StandingAccess,
  unit: Unit,
): Delivery {
  const existing = destination.repository(repositoryName);
  if (existing !== undefined) return unpack(existing, cargo, tag, origin, unit);
  const made = makeRepository(destination, repositoryName, access, unit);
  if ('kind' in made) return { cause: made };
  const { repository, ...madeRepository } = made;
  return { ...unpack(repository, cargo, tag, origin, unit), madeRepository };
}

function unpack(
  repository: Repository,
  cargo: Cargo,
  tag: string | undefined,
  origin: Origin,
  unit: Unit,
): Delivery {
  const stored = storeImage(repository, cargo, { origin, tag, heldTag: 'withhold' }, unit);
  if (isFailure(stored)) {
    return { cause: { kind: 'limit-exceeded', problem: stored.message ?? stored.code } };
  }
  return stored.withheldBy === undefined ? {} : { withheldBy: stored.withheldBy };
}

function makeRepository(
  destination: Registry,
  name: string,
  access: StandingAccess,
  unit: Unit,
): { readonly repository: Repository; readonly template?: string } | FailureCause {
  const create = access.judge('ecr:CreateRepository', name);
  if (!create.allowed) return denied('ecr:CreateRepository', create);
  const template = destination.templates.resolve(name, 'REPLICATION');
  if (template !== undefined && template.resourceTags.size > 0) {
    const tagging = access.judge('ecr:TagResource', name);
    if (!tagging.allowed) return { ...denied('ecr:TagResource', tagging), template: template.prefix };
  }
  const repository = createRepositoryFor('REPLICATION', destination, name, unit);
  if (isFailure(repository)) {
    return {
      kind: 'creation-failed',
      problem: repository.message ?? repository.code,
      // What the log shows of a template that lacks its role is unknown [assumed].
      exception: repository.code === TEMPLATE_NEEDS_ROLE ? 'AccessDeniedException' : repository.code,
    };
  }
  return template === undefined ? { repository } : { repository, template: template.prefix };
}
