import { type Failure, isFailure } from '../../aws/failure.js';
import { descendantsOf } from '../../lib/descendants.js';
import type { UnitOfWork } from '../../world/domain-event.js';
import type { Image, Origin } from '../../world/images/image.js';
import type { FailureCause } from '../../world/records/replication.js';
import type { Registry } from '../../world/registry.js';
import type { Repository } from '../../world/repository.js';
import { type Arriving, type ImageCopy, storeImage, storeRefusal } from '../images/store-image.js';
import {
  TEMPLATE_NEEDS_ROLE,
  createRepositoryFor,
  creationRefusal,
} from '../templates/create-repository-for.js';
import { denied } from './failure.js';
import type { StandingAccess } from './replication-access.js';

export interface Delivery {
  readonly cause?: FailureCause;
  /** Present if the repository was missing and was created, by a template if one matched. */
  readonly madeRepository?: { readonly template?: string };
  /** The digest that keeps the tag, if an immutable destination withheld it. */
  readonly withheldBy?: string;
}

/** Decided when the task started. */
export interface DeliveryPlan {
  readonly destination: Registry;
  readonly repositoryName: string;
  readonly cargo: CarriedImage;
  readonly tag: string | undefined;
  readonly origin: Origin;
  readonly access: StandingAccess;
}

/**
 * Stores a replica at the destination: the repository if it is missing and may be created, children before their
 * index, then the tag if the destination's mutability allows it [docs].
 *
 * @param interfere called if it would succeed: returns the failure that the test injected, if any
 */
export function deliver(
  plan: DeliveryPlan,
  interfere: () => FailureCause | undefined,
  unit: UnitOfWork,
): Delivery {
  const { destination, repositoryName, cargo } = plan;
  const existing = destination.repository(repositoryName);
  if (existing === undefined) return deliverIntoNew(plan, interfere, unit);
  const refused = storeRefusal(existing, cargo, arrivalOf(plan));
  const cause = refused === undefined ? interfere() : notStored(refused);
  return cause === undefined ? unpack(existing, plan, unit) : { cause };
}

function deliverIntoNew(
  plan: DeliveryPlan,
  interfere: () => FailureCause | undefined,
  unit: UnitOfWork,
): Delivery {
  const { destination, repositoryName, cargo } = plan;
  const refused = creationCause(plan);
  if (refused !== undefined) return { cause: refused };
  const isTooMuch = cargo.children.length + 1 > destination.world.limits.imagesPerRepository;
  const injected = isTooMuch ? undefined : interfere();
  if (injected !== undefined) return { cause: injected };
  const template = destination.templates.resolve(repositoryName, 'REPLICATION')?.prefix;
  const repository = createRepositoryFor('REPLICATION', destination, repositoryName, unit);
  if (isFailure(repository)) throw new Error(`a judged creation failed: ${repository.code}`);
  const madeRepository = template === undefined ? {} : { template };
  return { ...unpack(repository, plan, unit), madeRepository };
}

function unpack(repository: Repository, plan: DeliveryPlan, unit: UnitOfWork): Delivery {
  const stored = storeImage(repository, plan.cargo, arrivalOf(plan), unit);
  if (isFailure(stored)) return { cause: notStored(stored) };
  return stored.withheldBy === undefined ? {} : { withheldBy: stored.withheldBy };
}

function arrivalOf({ origin, tag }: DeliveryPlan): Arriving {
  return { origin, tag, heldTag: 'withhold' };
}

function notStored({ message, code }: Failure): FailureCause {
  return { kind: code === 'KmsException' ? 'key-unusable' : 'limit-exceeded', problem: message ?? code };
}

/** Why the repository can't be created, or undefined. */
function creationCause({ destination, repositoryName, access }: DeliveryPlan): FailureCause | undefined {
  const create = access.judge('ecr:CreateRepository', repositoryName);
  if (!create.allowed) return denied('ecr:CreateRepository', create);
  const template = destination.templates.resolve(repositoryName, 'REPLICATION');
  if (template !== undefined && template.resourceTags.size > 0) {
    const tagging = access.judge('ecr:TagResource', repositoryName);
    if (!tagging.allowed) return denied('ecr:TagResource', tagging, template.prefix);
  }
  const refusal = creationRefusal('REPLICATION', destination, repositoryName);
  if (refusal === undefined) return undefined;
  return {
    kind: 'creation-failed',
    problem: refusal.message ?? refusal.code,
    // It is unknown what the log shows if a template lacks its role [assumed].
    exception: refusal.code === TEMPLATE_NEEDS_ROLE ? 'AccessDeniedException' : refusal.code,
    ...(template === undefined ? {} : { template: template.prefix }),
  };
}

/** The copy to send, taken when the task starts, so that it completes even if the source is removed [assumed]. */
export interface CarriedImage extends ImageCopy {
  /** Images of the source. */
  readonly children: readonly Image[];
}

export function carriedImage(repository: Repository, image: Image): CarriedImage {
  const children = descendantsOf(image, ({ manifest }) =>
    manifest.children.flatMap((digest) => repository.image(digest) ?? []),
  );
  return { manifest: image.manifest, children };
}
