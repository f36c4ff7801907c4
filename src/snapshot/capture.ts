import { copyJson } from '../lib/copy-json.js';
import { sequenceOf } from '../lib/positions.js';
import type { Account } from '../world/account.js';
import type { Upstream } from '../world/configuration/upstreams.js';
import type { Image } from '../world/images/image.js';
import type { TagMutability } from '../world/images/tag-mutability.js';
import { bringUpToDate } from '../world/records/lifecycle.js';
import type { FailureCause, ReplicationRecord } from '../world/records/replication.js';
import type { Registry } from '../world/registry.js';
import type { Repository } from '../world/repository.js';
import type { World } from '../world/world.js';
import type { WrittenOrigins } from '../world/written-origins.js';
import {
  type AccountSnapshot,
  type AttemptSnapshot,
  type CauseSnapshot,
  type ImageSnapshot,
  type RegistrySnapshot,
  type ReplicationSnapshot,
  type RepositorySnapshot,
  SNAPSHOT_VERSION,
  type Snapshot,
  type UpstreamSnapshot,
} from './format.js';

type Manifests = Map<string, { readonly text: string; readonly mediaType: string }>;

/**
 * A world as JSON: the same world gives the same bytes, whatever order it was made in by name. Nothing of it is
 * the world's own.
 */
export function captureSnapshot(world: World, now: number): Snapshot {
  const manifests: Manifests = new Map();
  const registries = [...world.registries()]
    .filter((registry) => !isUntouched(registry))
    .sort((a, b) => compare(a.key, b.key))
    .map((registry) => captureRegistry(registry, manifests, now));
  const upstreams = [...world.upstreams.all()]
    .sort((a, b) => compare(a.url, b.url))
    .map((upstream) => captureUpstream(upstream, manifests));
  return {
    fakeEcrSnapshot: SNAPSHOT_VERSION,
    now,
    lastPosition: world.positions.lastGiven,
    accounts: [...world.allAccounts()]
      .sort((a, b) => compare(a.id, b.id))
      .map(captureAccount)
      .filter((account) =>
        Object.values(account).some((value) =>
          Array.isArray(value) ? value.length > 0 : value !== account.id,
        ),
      ),
    registries,
    upstreams,
    manifests: sorted(manifests),
    ...captureWritten(world.origins),
  };
}

function captureWritten(origins: WrittenOrigins): Pick<Snapshot, 'written'> {
  const deployments = [...origins.sources.values()];
  const documents = [...origins.entries()];
  if (deployments.length === 0 && documents.length === 0) return {};
  return {
    written: copyJson({
      deployments: deployments.sort((a, b) => compare(a.key, b.key)),
      documents: documents.sort((a, b) => compare(a.kind, b.kind) || compare(a.place, b.place)),
    }),
  };
}

/** A registry that somebody only looked at is the same as one that nobody named. */
function isUntouched(registry: Registry): boolean {
  const { scanning, settings, seededFindings, signing } = registry;
  const lists = [
    registry.repositories(),
    registry.templates.list(),
    registry.pullThrough.list(),
    registry.pullTimeExclusions.list(),
    registry.backfills.all(),
    settings.entries(),
    seededFindings.entries(),
    registry.replication.history,
  ];
  return (
    registry.policyText === undefined &&
    signing.rules === undefined &&
    scanning.scanType === 'BASIC' &&
    scanning.rules.length === 0 &&
    lists.every((list) => [...list].length === 0)
  );
}

function captureAccount(account: Account): AccountSnapshot {
  const { enabled, disabled } = account.regionSettings();
  return {
    id: account.id,
    ...present({ organizationId: account.organizationId, organizationPath: account.organizationPath }),
    enabledRegions: [...enabled].sort(),
    disabledRegions: [...disabled].sort(),
    serviceLinkedRoles: [...account.serviceLinkedRoles].sort(),
  };
}

function captureRegistry(registry: Registry, manifests: Manifests, now: number): RegistrySnapshot {
  const { scanning } = registry;
  const settings: Omit<RegistrySnapshot, 'repositories'> = {
    account: registry.accountId,
    region: registry.region,
    ...present({ policy: registry.policyText, signing: registry.signing.rules }),
    replication: registry.replication.history,
    settings: sorted(registry.settings.entries()),
    scanning: { scanType: scanning.scanType, rules: scanning.rules },
    findings: sorted(registry.seededFindings.entries()),
    exclusions: [...registry.pullTimeExclusions.list()].map(({ principalArn, createdAt }) => ({
      principalArn,
      createdAt,
    })),
    pullThrough: [...registry.pullThrough.list()],
    templates: [...registry.templates.list()].map((template) => ({
      ...template,
      tagMutability: mutability(template.tagMutability),
      resourceTags: Object.fromEntries(template.resourceTags),
    })),
    backfills: [...registry.backfills.all()].map(({ progress, endedAt, failureCode, ...backfill }) => ({
      ...backfill,
      ...present({ endedAt, failureCode }),
      ...(progress === undefined
        ? {}
        : { progress: { ...progress, failureCodes: [...progress.failureCodes] } }),
    })),
  };
  return {
    ...copyJson(settings),
    repositories: [...registry.repositories()]
      .sort((a, b) => compare(a.name, b.name))
      .map((repository) => captureRepository(repository, manifests, now)),
  };
}

function lifecycleOf({ lifecycle }: Repository, now: number): RepositorySnapshot['lifecycle'] {
  if (lifecycle === undefined) return undefined;
  const { text, putAt, lastEvaluatedAt, runs } = bringUpToDate(lifecycle, now);
  return { text, putAt, lastEvaluatedAt, runs };
}

function captureRepository(repository: Repository, manifests: Manifests, now: number): RepositorySnapshot {
  const { preview } = repository;
  const { endedAt, ...rest } = preview ?? {};
  const settings: Omit<RepositorySnapshot, 'layers' | 'images'> = {
    name: repository.name,
    position: repository.position,
    createdAt: repository.createdAt,
    tagMutability: mutability(repository.tagMutability),
    scanOnPush: repository.scanOnPush,
    encryption: repository.encryption,
    resourceTags: Object.fromEntries(repository.resourceTags),
    ...present({ policy: repository.policyText, lifecycle: lifecycleOf(repository, now) }),
    ...(preview === undefined ? {} : { preview: { ...(rest as typeof preview), ...present({ endedAt }) } }),
    ...(repository.following.size === 0 ? {} : { following: [...repository.following] }),
    upstreamChecks: Object.fromEntries(repository.upstreamChecks),
  };
  return {
    ...copyJson(settings),
    layers: [...repository.layers.values()].map(({ digest, size, mediaType }) => ({
      digest,
      size,
      ...present({ mediaType }),
    })),
    images: [...repository.allImages()]
      .sort((a, b) => sequenceOf(a.position) - sequenceOf(b.position))
      .map((image) => captureImage(image, manifests)),
  };
}

function captureImage(image: Image, manifests: Manifests): ImageSnapshot {
  const { manifest } = image;
  keep(manifest.digest, manifest.text, manifest.mediaType, manifests);
  return {
    digest: image.digest,
    position: image.position,
    pushedAt: image.pushedAt,
    origin: image.origin,
    status: image.status,
    tags: image.tags.map(({ name, position, putAt }) => ({ name, position, putAt })),
    ...present({
      lastPulledAt: image.lastPulledAt,
      lastArchivedAt: image.lastArchivedAt,
      lastActivatedAt: image.lastActivatedAt,
      scans: copyJson(image.scans),
      signings: copyJson(image.signings),
      replications: copyJson(image.replications?.map(captureReplication)),
    }),
  };
}

function captureReplication(record: ReplicationRecord): ReplicationSnapshot {
  return {
    destination: record.destination,
    status: record.status,
    ...present({ failureCode: record.failureCode }),
    attempts: record.attempts.map(
      ({ cause, permit: _, heldBy: __, tag, dueAt, ...attempt }): AttemptSnapshot => ({
        ...attempt,
        ...present({ tag, cause: cause && captureCause(cause) }),
        ...(dueAt === Infinity ? {} : { dueAt }),
      }),
    ),
  };
}

function captureCause(cause: FailureCause): CauseSnapshot {
  if (cause.kind !== 'denied') return cause;
  const { permission, ...denial } = cause;
  return {
    ...denial,
    reasons: permission.reasons(),
    ...present({ statement: permission.statement(), origin: permission.origin() }),
  };
}

function captureUpstream(upstream: Upstream, manifests: Manifests): UpstreamSnapshot {
  const { images, tags } = upstream.contents();
  return {
    url: upstream.url,
    ...present({ trouble: upstream.trouble, troubleReason: upstream.troubleReason }),
    images: [...images].map(([key, image]) => {
      keep(image.digest, image.manifest, image.mediaType, manifests);
      return {
        repository: key.slice(0, key.lastIndexOf('@')),
        digest: image.digest,
        children: image.children.map((child) => child.digest),
      };
    }),
    tags: Object.fromEntries(tags),
  };
}

/** Once, however many repositories have it. */
function keep(digest: string, text: string, mediaType: string, manifests: Manifests): void {
  if (!manifests.has(digest)) manifests.set(digest, { text, mediaType });
}

function mutability({ mode, exclusions }: TagMutability) {
  return { mode, exclusions };
}

/** Members that have a value: absent ones are absent keys, as JSON has them. */
function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: Partial<T> = {};
  for (const name of Object.keys(members) as (keyof T)[]) {
    if (members[name] !== undefined) kept[name] = members[name];
  }
  return kept as never;
}

function sorted<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => compare(a, b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
