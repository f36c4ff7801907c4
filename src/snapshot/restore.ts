import { injectedCause } from '../ecr/replication/failure.js';
import { shown } from '../lib/arguments.js';
import { copyJson } from '../lib/copy-json.js';
import { buildUpward, descendantsOf } from '../lib/descendants.js';
import { shapeFault } from '../lib/json-shape.js';
import { FakeEcrError } from '../lib/misuse.js';
import { sequenceOf } from '../lib/positions.js';
import type { UpstreamImage } from '../world/configuration/upstreams.js';
import type { Image } from '../world/images/image.js';
import { TagMutability } from '../world/images/tag-mutability.js';
import type { FailureCause, ReplicationAttempt, ReplicationRecord } from '../world/records/replication.js';
import { withDates } from '../world/records/scan.js';
import type { Registry } from '../world/registry.js';
import type { Repository } from '../world/repository.js';
import type { World } from '../world/world.js';
import {
  type AttemptSnapshot,
  type CauseSnapshot,
  type ImageSnapshot,
  type RegistrySnapshot,
  type RepositorySnapshot,
  SNAPSHOT_VERSION,
  type Snapshot,
  type UpstreamSnapshot,
} from './format.js';
import { type Manifests, damaged, readManifests } from './manifests.js';
import { SNAPSHOT_SHAPE } from './snapshot-shape.js';

/** A world written down, to be made as often as one likes: what costs most, its manifests, is read once. */
export class SavedWorld {
  private readonly snapshot: Omit<Snapshot, 'manifests'>;
  private readonly manifests: Manifests;

  /**
   * @param value what {@link captureSnapshot} wrote; it is not copied, and has to stay as it is
   * @throws MisuseError where the value is no snapshot, or one of another version
   */
  constructor(value: unknown) {
    const { manifests, ...snapshot } = requireSnapshot(value);
    this.snapshot = snapshot;
    this.manifests = readManifests(manifests, value as object);
  }

  /**
   * Makes an empty world this one.
   *
   * @returns what time it is there, in epoch milliseconds
   * @throws MisuseError where the snapshot was changed by hand, or cut off
   */
  restoreInto(world: World): number {
    try {
      fill(world, this.snapshot, this.manifests);
    } catch (error) {
      if (error instanceof FakeEcrError) throw error;
      throw damaged(`is damaged: ${(error as Error).message}`);
    }
    return this.snapshot.now;
  }
}

function fill(world: World, snapshot: Omit<Snapshot, 'manifests'>, manifests: Manifests): void {
  for (const saved of snapshot.accounts) {
    const account = world.account(saved.id);
    account.organizationId = saved.organizationId;
    account.organizationPath = saved.organizationPath;
    for (const region of saved.enabledRegions) account.enableRegion(region);
    for (const region of saved.disabledRegions) account.disableRegion(region);
    for (const role of saved.serviceLinkedRoles) account.serviceLinkedRoles.add(role);
  }
  for (const saved of snapshot.registries) {
    restoreRegistry(world.registry(saved.account, saved.region), saved, manifests);
  }
  for (const saved of snapshot.upstreams) restoreUpstream(world, saved, manifests);
  const written = copyJson(snapshot.written);
  for (const deployment of written?.deployments ?? []) world.origins.sources.set(deployment.key, deployment);
  for (const document of written?.documents ?? []) world.origins.add(document);
  world.positions.goOnAfter(snapshot.lastPosition);
}

function requireSnapshot(value: unknown): Snapshot {
  const version = (value as Partial<Snapshot> | null)?.fakeEcrSnapshot;
  if (version === SNAPSHOT_VERSION) {
    const fault = shapeFault(value, SNAPSHOT_SHAPE);
    if (fault === undefined) return value as Snapshot;
    throw damaged(`is damaged: ${fault.path} ${fault.problem}`);
  }
  throw new FakeEcrError(
    version === undefined
      ? 'load() was given no snapshot.'
      : `load() was given a snapshot of version ${shown(version)}.`,
    `Expected what ecr.snapshot() returns, of version ${SNAPSHOT_VERSION}; for a declaration by hand use ecr.seed().`,
  );
}

// The world gets copies of what it may change, and of no more: images are many.

function restoreRegistry(
  registry: Registry,
  { repositories, ...settings }: RegistrySnapshot,
  manifests: Manifests,
): void {
  const saved = copyJson(settings);
  registry.policyText = saved.policy;
  for (const { rules, putAt } of saved.replication) registry.replication.put(rules, putAt);
  for (const [name, value] of Object.entries(saved.settings)) {
    const refusal = registry.settings.put(name, value);
    if (refusal !== undefined) throw new TypeError(`${name} can't be ${shown(value)}`);
  }
  registry.scanning.scanType = saved.scanning.scanType;
  registry.scanning.rules = saved.scanning.rules;
  for (const [reference, findings] of Object.entries(saved.findings)) {
    registry.seededFindings.set(reference, withDates(findings));
  }
  registry.signing.rules = saved.signing;
  for (const { principalArn, createdAt } of saved.exclusions) {
    registry.pullTimeExclusions.register(principalArn, createdAt);
  }
  for (const rule of saved.pullThrough) registry.pullThrough.put(rule);
  for (const template of saved.templates) {
    const { mode, exclusions } = template.tagMutability;
    registry.templates.put({
      ...template,
      tagMutability: new TagMutability(mode, exclusions),
      resourceTags: new Map(Object.entries(template.resourceTags)),
    });
  }
  for (const { progress, endedAt, failureCode, results, ...backfill } of saved.backfills) {
    registry.backfills.add({
      ...backfill,
      endedAt,
      failureCode,
      results: [...results],
      progress:
        progress === undefined ? undefined : { ...progress, failureCodes: new Set(progress.failureCodes) },
    });
  }
  for (const repository of [...repositories].sort(bySequence)) {
    restoreRepository(registry, repository, manifests);
  }
}

function restoreRepository(
  registry: Registry,
  { layers, images, ...settings }: RepositorySnapshot,
  manifests: Manifests,
): void {
  const saved = copyJson(settings);
  const { mode, exclusions } = saved.tagMutability;
  const repository = registry.addRepository(saved.name, saved.position, saved.createdAt, {
    tagMutability: new TagMutability(mode, exclusions),
    scanOnPush: saved.scanOnPush,
    encryption: saved.encryption,
    resourceTags: new Map(Object.entries(saved.resourceTags)),
    ...(saved.policy === undefined ? {} : { policyText: saved.policy }),
  });
  if (saved.lifecycle !== undefined)
    repository.lifecycle = { ...saved.lifecycle, runs: [...saved.lifecycle.runs] };
  if (saved.preview !== undefined) {
    repository.preview = { ...saved.preview, endedAt: saved.preview.endedAt };
  }
  for (const following of saved.following ?? []) repository.following.add({ ...following });
  for (const [tag, at] of Object.entries(saved.upstreamChecks)) repository.upstreamChecks.set(tag, at);
  for (const { digest, size, mediaType } of layers) {
    repository.layers.add(digest, size).mediaType = mediaType;
  }
  restoreImages(repository, images, manifests);
}

/** In the order of their pushes, but children before the indexes that hold them, whose size they make. */
function restoreImages(repository: Repository, saved: readonly ImageSnapshot[], manifests: Manifests): void {
  const inOrder = saved
    .map((image) => ({ image, sequence: sequenceOf(image.position) }))
    .sort((a, b) => a.sequence - b.sequence);
  let byDigest: Map<string, ImageSnapshot> | undefined;
  const childrenOf = (image: ImageSnapshot): readonly ImageSnapshot[] => {
    const { children } = manifests(image.digest).manifest;
    if (children.length === 0) return [];
    const known = (byDigest ??= new Map(saved.map((one) => [one.digest, one])));
    return children.flatMap((digest) =>
      repository.image(digest) === undefined ? (known.get(digest) ?? []) : [],
    );
  };
  for (const { image } of inOrder) {
    if (repository.image(image.digest) !== undefined) continue;
    for (const child of descendantsOf(image, childrenOf)) restoreImage(repository, child, manifests);
    restoreImage(repository, image, manifests);
  }
}

function restoreImage(repository: Repository, saved: ImageSnapshot, manifests: Manifests): void {
  const { manifest, blobs } = manifests(saved.digest);
  const { pushedAt, origin, position, tags } = saved;
  const image = repository.store(manifest, pushedAt, origin, blobs, position, tags);
  if (saved.status !== 'ACTIVE') repository.setStatus(image, saved.status);
  image.lastPulledAt = saved.lastPulledAt;
  image.lastArchivedAt = saved.lastArchivedAt;
  image.lastActivatedAt = saved.lastActivatedAt;
  image.scans = copyJson(saved.scans);
  restoreOutcomes(image, saved);
}

function restoreOutcomes(image: Image, saved: ImageSnapshot): void {
  if (saved.signings !== undefined) image.signings = copyJson([...saved.signings]);
  image.replications = copyJson(saved.replications)?.map(
    ({ attempts, failureCode, ...record }): ReplicationRecord => ({
      ...record,
      failureCode,
      attempts: attempts.map(restoreAttempt),
    }),
  );
}

function restoreAttempt({ cause, tag, dueAt, ...attempt }: AttemptSnapshot): ReplicationAttempt {
  const restored = { ...attempt, tag, dueAt: dueAt ?? Infinity };
  if (cause !== undefined) return { ...restored, cause: restoreCause(cause) };
  // A failure that somebody wrote into the file is one that the test wants.
  return attempt.status === 'FAILED'
    ? {
        ...restored,
        cause: injectedCause(attempt.failureCode === undefined ? {} : { code: attempt.failureCode }),
      }
    : restored;
}

function restoreCause(cause: CauseSnapshot): FailureCause {
  if (cause.kind !== 'denied') return cause;
  const { reasons, statement, origin, ...denial } = cause;
  return {
    ...denial,
    permission: { allowed: false, reasons: () => reasons, statement: () => statement, origin: () => origin },
  };
}

function restoreUpstream(world: World, saved: UpstreamSnapshot, manifests: Manifests): void {
  const upstream = world.upstreams.at(saved.url);
  upstream.trouble = saved.trouble;
  upstream.troubleReason = saved.troubleReason;
  const savedChildren = new Map(saved.images.map((image) => [image.digest, image.children]));
  const built = new Map<string, UpstreamImage>();
  const build = (digest: string): UpstreamImage => {
    const childrenOf = (one: { readonly digest: string }) =>
      built.has(one.digest) ? [] : (savedChildren.get(one.digest) ?? []).map((child) => ({ digest: child }));
    return buildUpward({ digest }, childrenOf, (one, children: readonly UpstreamImage[]) => {
      const { manifest } = manifests(one.digest);
      const known = built.get(one.digest);
      const image = known ?? {
        manifest: manifest.text,
        mediaType: manifest.mediaType,
        digest: one.digest,
        children,
      };
      built.set(one.digest, image);
      return image;
    });
  };
  for (const { repository, digest } of saved.images) upstream.push(repository, undefined, build(digest));
  for (const [reference, digest] of Object.entries(saved.tags)) {
    const separator = reference.lastIndexOf(':');
    upstream.push(reference.slice(0, separator), reference.slice(separator + 1), build(digest));
  }
}

function bySequence(a: { readonly position: number }, b: { readonly position: number }): number {
  return sequenceOf(a.position) - sequenceOf(b.position);
}
