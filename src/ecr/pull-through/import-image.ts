import { Failure, type Outcome, isFailure } from '../../aws/failure.js';
import type { Caller } from '../../iam/caller.js';
import { descendantsOf } from '../../lib/descendants.js';
import type { PullThroughRule } from '../../world/configuration/pull-through-rules.js';
import type { UpstreamImage } from '../../world/configuration/upstreams.js';
import type { DomainEvent, UnitOfWork } from '../../world/domain-event.js';
import { type ImageId, type ImageProblem, findImage } from '../../world/images/image-lookup.js';
import { parseManifest } from '../../world/images/manifest.js';
import type { Registry } from '../../world/registry.js';
import type { Repository } from '../../world/repository.js';
import { DAY } from '../../world/world-options.js';
import { type ImageCopy, type ManifestCopy, storeImage } from '../images/store-image.js';
import { createRepositoryFor } from '../templates/create-repository-for.js';
import { type MayRead, askUpstream } from './upstream-lookup.js';

/** How long a cached tag is served before its upstream is asked again [docs]. */
const SERVED_UNASKED_FOR = DAY;

/** What the puller is allowed to do besides pulling. */
export interface ImportRights {
  may(action: string, registry: Registry, repositoryName: string, as?: Caller): boolean;
}

/** One pull of an image through a rule. */
interface Pull {
  readonly registry: Registry;
  readonly rule: PullThroughRule;
  readonly repositoryName: string;
  readonly id: ImageId;
  readonly rights: ImportRights;
}

/**
 * Imports what a pull needs into the cache, if a rule covers the repository: missing images, and tags that were not
 * compared with the upstream for a day. A missing permission looks like a missing image [docs].
 *
 * @returns why the upstream did not serve an id, by its index in the list; or a failure if there is no repository
 */
export function pullThrough(
  registry: Registry,
  repositoryName: string,
  ids: readonly ImageId[],
  rights: ImportRights,
  unit: UnitOfWork,
): Outcome<ReadonlyMap<number, ImageProblem>> {
  const problems = new Map<number, ImageProblem>();
  const rule = registry.pullThrough.ruleFor(repositoryName);
  if (rule === undefined) return problems;
  let imported = false;
  for (const [index, id] of ids.entries()) {
    const repository = registry.repository(repositoryName);
    if (repository !== undefined && isFresh(repository, id, unit.now)) continue;
    if (!mayFill(registry, id)) continue;
    if (!mayImport(registry, repositoryName, repository, rights)) continue;
    const outcome = fetch({ registry, rule, repositoryName, id, rights }, repository, unit);
    if (isFailure(outcome)) {
      // A quota shows only if everything was refused; once something came in, the call succeeds [assumed].
      if (!imported) return outcome;
    } else if (outcome === 'imported') imported = true;
    else if (outcome !== undefined) problems.set(index, outcome);
  }
  const [problem] = problems.values();
  if (problem !== undefined && registry.repository(repositoryName) === undefined) return unableToGet(problem);
  return problems;
}

/** It is not known which failures of an upstream lead to this, nor the text [assumed]. */
function unableToGet({ failureCode, failureReason }: ImageProblem): Failure {
  return new Failure(
    'UnableToGetUpstreamImageException',
    `The image could not be pulled through the cache: ${failureReason}`,
    {},
    failureCode,
  );
}

/** Digests don't change, and an image that was pushed here has no upstream [assumed]. */
function isFresh(repository: Repository, id: ImageId, now: number): boolean {
  const image = findImage(repository, id);
  if (image === undefined) return false;
  if (id.imageDigest !== undefined || id.imageTag === undefined) return true;
  const checked = repository.upstreamChecks.get(id.imageTag);
  return checked === undefined || now - checked < SERVED_UNASKED_FOR;
}

/** Whether the cache imports an image for this kind of id. */
function mayFill({ world }: Registry, { imageTag }: ImageId): boolean {
  return imageTag !== undefined || world.behaviour.pullThroughByDigest === 'imported';
}

function mayImport(
  registry: Registry,
  name: string,
  repository: Repository | undefined,
  rights: ImportRights,
): boolean {
  if (!rights.may('ecr:BatchImportUpstreamImage', registry, name)) return false;
  return repository !== undefined || rights.may('ecr:CreateRepository', registry, name);
}

/** @returns why the upstream did not serve the image, or the quota that it would exceed */
function fetch(
  pull: Pull,
  existing: Repository | undefined,
  unit: UnitOfWork,
): Outcome<ImageProblem | 'imported' | undefined> {
  const { registry, rule, repositoryName, id } = pull;
  const { imageTag: tag, imageDigest: digest } = id;
  if (tag === undefined && digest === undefined) return undefined;
  const mayRead: MayRead = (arn, upstream, name) => {
    const accountId = arn.split(':')[4] ?? registry.accountId;
    return pull.rights.may('ecr:BatchGetImage', upstream, name, { arn, accountId });
  };
  const { image, trouble } = askUpstream(registry, rule, repositoryName, id, mayRead);
  if (trouble !== undefined) {
    announce(pull, digest, unit, trouble);
    // A cached image is served even if the upstream fails [docs].
    return { failureCode: trouble.code, failureReason: trouble.reason };
  }
  if (image === undefined) {
    // The upstream no longer has the cached image.
    if (tag !== undefined && existing?.tag(tag) !== undefined) existing.upstreamChecks.set(tag, unit.now);
    return undefined;
  }
  const events: DomainEvent[] = [];
  const trial: UnitOfWork = { now: unit.now, caller: unit.caller, emit: (event) => events.push(event) };
  const repository = existing ?? createRepositoryFor('PULL_THROUGH_CACHE', registry, repositoryName, trial);
  if (isFailure(repository)) return undefined;
  copyBytes(registry, image);
  const stored = storeImage(
    repository,
    copyOf(image),
    { origin: 'pull-through', tag, heldTag: 'withhold' },
    trial,
  );
  if (isFailure(stored)) {
    if (existing === undefined) registry.deleteRepository(repositoryName, true);
    const { code, message: reason = code } = stored;
    announce(pull, image.digest, unit, { code, reason });
    return existing !== undefined && findImage(existing, id) !== undefined ? undefined : stored;
  }
  for (const event of events) unit.emit(event);
  if (tag !== undefined) repository.upstreamChecks.set(tag, unit.now);
  announce(pull, image.digest, unit);
  return 'imported';
}

/** Bytes beyond the limit are left out: the image can still be described, but its layers can't be read. */
function copyBytes({ world }: Registry, upstream: UpstreamImage): void {
  for (const { blobs = [] } of [upstream, ...descendantsOf(upstream, (one) => one.children)]) {
    for (const { digest, bytes, isKept } of blobs) {
      if (isKept === true && bytes !== undefined) world.blobs.keep(digest, bytes);
    }
  }
}

function copyOf(upstream: UpstreamImage): ImageCopy {
  const children = descendantsOf(upstream, (one) => one.children);
  return { ...manifestOf(upstream), children: children.map(manifestOf) };
}

function manifestOf({ manifest, mediaType }: UpstreamImage): ManifestCopy {
  const parsed = parseManifest(manifest, mediaType);
  if (isFailure(parsed)) throw new Error(`an upstream holds no manifest: ${String(parsed.message)}`);
  return parsed;
}

function announce(
  { registry, rule, repositoryName, id }: Pull,
  digest: string | undefined,
  unit: UnitOfWork,
  failure?: { readonly code: string; readonly reason: string },
): void {
  unit.emit({
    type: 'pull-through-synced',
    registry,
    repositoryName,
    rulePrefix: rule.prefix,
    upstreamUrl: rule.upstreamUrl,
    tag: id.imageTag,
    digest,
    ...(failure === undefined ? {} : { failure }),
  });
}
