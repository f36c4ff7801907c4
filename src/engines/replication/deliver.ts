import { TEMPLATE_NEEDS_ROLE, createRepositoryFor } from '../../domain/creation-template.js';
import type { Unit } from '../../domain/domain-event.js';
import { isFailure } from '../../domain/failure.js';
import type { Image, Origin } from '../../domain/image.js';
import { activate } from '../../domain/put-image.js';
import type { Registry } from '../../domain/registry.js';
import type { Repository } from '../../domain/repository.js';
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
  const known = repository.image(cargo.manifest.digest);
  const holder = tag === undefined ? undefined : repository.tag(tag)?.image;
  const withheldBy =
    tag !== undefined &&
    holder !== undefined &&
    holder !== known &&
    !repository.tagMutability.allowsMoving(tag)
      ? holder.digest
      : undefined;
  const arriving = withheldBy === undefined ? tag : undefined;
  const overflow = quotaExceeded(repository, cargo, arriving);
  if (overflow !== undefined) return { cause: overflow };

  const image = unload(repository, cargo, origin, unit, tag === undefined);
  if (tag === undefined) return {};
  if (arriving !== undefined) repository.putTag(arriving, image, unit.now);
  unit.emit({ type: 'image-stored', repository, image, tag: arriving, origin, isNew: known === undefined });
  return withheldBy === undefined ? {} : { withheldBy };
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
  // Counted only where it may matter.
  const room = limits.imagesPerRepository - repository.imageCount;
  if (room < cargoSize(cargo) && room < newImages(repository, cargo).size) {
    return {
      kind: 'limit-exceeded',
      problem: `the destination repository takes no more than ${limits.imagesPerRepository} images`,
    };
  }
  const isNewTag = tag !== undefined && repository.tag(tag)?.image !== known;
  if (known !== undefined && isNewTag && known.tags.length >= limits.tagsPerImage) {
    return { kind: 'limit-exceeded', problem: `the image already has ${limits.tagsPerImage} tags there` };
  }
  return undefined;
}

function cargoSize({ children }: Cargo): number {
  return children.reduce((size, child) => size + cargoSize(child), 1);
}

/** Digests of what would be stored: the image, and its children if it is an index. */
function newImages(repository: Repository, cargo: Cargo, found = new Set<string>()): ReadonlySet<string> {
  if (repository.image(cargo.manifest.digest) === undefined) found.add(cargo.manifest.digest);
  for (const child of cargo.children) newImages(repository, child, found);
  return found;
}
