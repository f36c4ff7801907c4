import { createRepositoryFor } from '../../domain/creation-template.js';
import type { Unit } from '../../domain/domain-event.js';
import { isFailure } from '../../domain/failure.js';
import type { Image, Origin } from '../../domain/image.js';
import { activate } from '../../domain/put-image.js';
import type { Registry } from '../../domain/registry.js';
import type { Repository } from '../../domain/repository.js';
import type { StandingAccess } from './access.js';
import type { Cargo } from './cargo.js';
import type { FailureCause } from './failure-codes.js';

export interface Delivery {
  readonly cause?: FailureCause;
  readonly createdRepository: boolean;
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
  const repository = existing ?? makeRepository(destination, repositoryName, access, unit);
  if ('kind' in repository) return { cause: repository, createdRepository: false };
  const createdRepository = existing === undefined;
  const overflow = quotaExceeded(repository, cargo, tag);
  if (overflow !== undefined) return { cause: overflow, createdRepository };

  const isNew = repository.image(cargo.manifest.digest) === undefined;
  const image = unload(repository, cargo, origin, unit, tag === undefined);
  if (tag === undefined) return { createdRepository };
  const holder = repository.tag(tag)?.image;
  if (holder !== undefined && holder !== image && !repository.tagMutability.allowsMoving(tag)) {
    unit.emit({ type: 'image-stored', repository, image, tag: undefined, origin, isNew });
    return { createdRepository, withheldBy: holder.digest };
  }
  repository.putTag(tag, image, unit.now);
  unit.emit({ type: 'image-stored', repository, image, tag, origin, isNew });
  return { createdRepository };
}

function makeRepository(
  destination: Registry,
  name: string,
  access: StandingAccess,
  unit: Unit,
): Repository | FailureCause {
  const create = access.judge('ecr:CreateRepository', name);
  if (!create.allowed) {
    return { kind: 'denied', action: 'ecr:CreateRepository', reasons: () => create.reasons() };
  }
  const template = destination.templates.resolve(name, 'REPLICATION');
  if (template !== undefined && template.resourceTags.size > 0) {
    const tagging = access.judge('ecr:TagResource', name);
    if (!tagging.allowed) {
      return { kind: 'denied', action: 'ecr:TagResource', reasons: () => tagging.reasons() };
    }
  }
  const created = createRepositoryFor('REPLICATION', destination, name, unit);
  return isFailure(created) ? { kind: 'creation-failed', problem: created.message ?? created.code } : created;
}

/** Stores what is not there yet; an archived image is active again when its replica arrives [docs]. */
function unload(repository: Repository, cargo: Cargo, origin: Origin, unit: Unit, announces: boolean): Image {
  for (const child of cargo.children) unload(repository, child, origin, unit, true);
  const known = repository.image(cargo.manifest.digest);
  if (known !== undefined) {
    if (known.status !== 'ACTIVE') activate(repository, known, unit);
    return known;
  }
  const image = repository.store(cargo.manifest, unit.now, origin, cargo.blobs);
  if (announces) {
    unit.emit({ type: 'image-stored', repository, image, tag: undefined, origin, isNew: true });
  }
  return image;
}

function quotaExceeded(
  repository: Repository,
  cargo: Cargo,
  tag: string | undefined,
): FailureCause | undefined {
  const { limits } = repository.registry.world;
  const known = repository.image(cargo.manifest.digest);
  if (known === undefined && repository.imageCount >= limits.imagesPerRepository) {
    return {
      kind: 'limit-exceeded',
      problem: `the destination repository already has ${limits.imagesPerRepository} images`,
    };
  }
  const isNewTag = tag !== undefined && repository.tag(tag)?.image !== known;
  if (known !== undefined && isNewTag && known.tags.length >= limits.tagsPerImage) {
    return { kind: 'limit-exceeded', problem: `the image already has ${limits.tagsPerImage} tags there` };
  }
  return undefined;
}
