import { isFailure } from '../../aws/failure.js';
import { archive } from '../../ecr/archive/storage-class.js';
import { putImageInto } from '../../ecr/images/put-image.js';
import { changeRepositoryTo } from '../../handles/create-repository.js';
import { type ImageFixture, artifact, image, imageIndex } from '../../handles/image-builders.js';
import { provideLayers } from '../../handles/put-image.js';
import type { RegistryHandle } from '../../handles/registry-handle.js';
import type { RepositoryHandle } from '../../handles/repository-handle.js';
import { type RepositorySettings, readRepositorySettings } from '../../handles/repository-settings.js';
import type { WorldEditor } from '../../handles/world-editor.js';
import { shapeFault } from '../../lib/json-shape.js';
import { FakeEcrError } from '../../lib/misuse.js';
import { parseManifest } from '../../world/images/manifest.js';
import { SEED_SHAPE } from './seed-shape.js';
import type { ImageSeed, RegistrySeed, RepositorySeed, Seed } from './seed.js';

/** What a seed is applied to. */
export interface SeedTarget {
  readonly workbench: WorldEditor;
  registry(accountId: string, region: string): RegistryHandle;
  account(accountId: string): {
    enableRegion(region: string): unknown;
    disableRegion(region: string): unknown;
  };
  organization(id: string, members: { accounts: readonly string[] }): unknown;
  upstream(name: string): { push(reference: string): unknown };
}

/**
 * Adds what a seed declares to the world: repositories and images first, rules last, so that nothing of it is
 * replicated. Whatever the service would refuse is an error.
 *
 * @throws MisuseError with the place of the fault, before anything is changed where the form is wrong
 */
export function applySeed(target: SeedTarget, seed: Seed): void {
  const fault = shapeFault(seed, SEED_SHAPE);
  if (fault !== undefined) {
    throw new FakeEcrError(`The seed is malformed: ${fault.path} ${fault.problem}.`, 'Nothing was changed.');
  }
  for (const [id, account] of Object.entries(seed.accounts ?? {})) {
    account.enabledRegions?.forEach((region) => target.account(id).enableRegion(region));
    account.disabledRegions?.forEach((region) => target.account(id).disableRegion(region));
    if (account.organization !== undefined) target.organization(account.organization, { accounts: [id] });
  }
  const registries = Object.entries(seed.registries ?? {}).map(
    ([key, registry]) => [at(target, key), registry] as const,
  );
  for (const [handle, registry] of registries) {
    for (const [name, repository] of Object.entries(registry.repositories ?? {})) {
      seedRepository(target.workbench, handle, name, repository);
    }
  }
  for (const [handle, registry] of registries) seedSettings(target, handle, registry);
  for (const [name, references] of Object.entries(seed.upstreams ?? {})) {
    for (const reference of references) target.upstream(name).push(reference);
  }
}

function at(target: SeedTarget, key: string): RegistryHandle {
  const [account = '', region = ''] = key.split('/');
  return target.registry(account, region);
}

function seedSettings(target: SeedTarget, handle: RegistryHandle, seed: RegistrySeed): void {
  if (seed.policy !== undefined) handle.setPolicy(seed.policy);
  for (const permission of seed.allowReplicationFrom ?? []) {
    const { from, ...grant } = typeof permission === 'string' ? { from: permission } : permission;
    handle.allowReplicationFrom(at(target, from), grant);
  }
  for (const [name, value] of Object.entries(seed.settings ?? {})) {
    target.workbench.act(`set ${name} at ${handle.key}`, () => handle.registry.settings.put(name, value));
  }
  if (seed.replication === undefined) return;
  const rules = seed.replication.map(({ to, ...rule }) => ({
    ...rule,
    destinations: to.map((key) => {
      const { accountId, region } = at(target, key);
      return { region, registryId: accountId };
    }),
  }));
  target.workbench.addReplicationRules(handle.registry, rules);
}

function seedRepository(
  workbench: WorldEditor,
  handle: RegistryHandle,
  name: string,
  { images = [], ...settings }: RepositorySeed,
): void {
  if (handle.repository(name).exists) {
    addToRepository(workbench, handle.repository(name), settings);
  } else {
    handle.createRepository(name, settings);
  }
  for (const entry of images) {
    const seed: ImageSeed = typeof entry === 'string' ? { tag: entry } : entry;
    seedImage(workbench, handle, name, seed);
  }
}

/** What is said of a repository that is there already is changed; what is not said stays. */
function addToRepository(workbench: WorldEditor, handle: RepositoryHandle, given: RepositorySettings): void {
  const settings = readRepositorySettings(given);
  workbench.act(`change the repository ${handle.key}`, () => changeRepositoryTo(settings, handle.repository));
  if (settings.policy !== undefined) handle.setPolicy(settings.policy);
  if (settings.lifecyclePolicy !== undefined) handle.setLifecyclePolicy(settings.lifecyclePolicy);
}

function seedImage(workbench: WorldEditor, handle: RegistryHandle, name: string, seed: ImageSeed): void {
  const tags = [...(seed.tag === undefined ? [] : [seed.tag]), ...(seed.tags ?? [])];
  const fixture = fixtureOf(seed, seed.name ?? `${name}:${tags[0] ?? ''}`);
  store(workbench, handle, name, fixture, tags, seed);
  for (const referrer of seed.referrers ?? []) {
    store(workbench, handle, name, artifact({ ...referrer, subject: fixture }), [], seed);
  }
  if (seed.findings !== undefined) handle.setScanFindings(`${name}@${fixture.digest}`, seed.findings);
}

function fixtureOf(seed: ImageSeed, name: string): ImageFixture {
  if (seed.manifest !== undefined) return exactly(seed.manifest);
  const { annotations, platforms, platform, labels, layers } = seed;
  if (platforms !== undefined) {
    return imageIndex({ name, platforms, ...(annotations === undefined ? {} : { annotations }) });
  }
  return image({
    name,
    ...(platform === undefined ? {} : { platform }),
    ...(labels === undefined ? {} : { labels }),
    ...(layers === undefined ? {} : { layers }),
    ...(annotations === undefined ? {} : { annotations }),
  });
}

/** An image of a manifest that the seed has word for word. */
function exactly(text: string): ImageFixture {
  const parsed = parseManifest(text);
  if (isFailure(parsed)) throw new FakeEcrError('A manifest of the seed is malformed.', parsed.message);
  const { manifest, blobs } = parsed;
  return {
    manifest: text,
    mediaType: manifest.mediaType,
    digest: manifest.digest,
    blobs: blobs.map(({ digest, size, mediaType = '' }) => ({ digest, size, mediaType })),
    children: [],
  };
}

/** Stores an image as if it had been pushed when the seed says so; nobody is told. */
function store(
  workbench: WorldEditor,
  handle: RegistryHandle,
  name: string,
  fixture: ImageFixture,
  tags: readonly string[],
  seed: ImageSeed,
): void {
  workbench.act(`seed ${name} at ${handle.key}`, (unit) => {
    const repository = handle.registry.requireRepository(name);
    if (isFailure(repository)) return repository;
    const pushedAt = seed.pushedAt === undefined ? unit.now : momentOf(seed.pushedAt);
    const silent = { now: pushedAt, emit: () => undefined };
    for (const one of [...fixture.children, fixture]) {
      if (repository.image(one.digest) !== undefined) continue;
      provideLayers(repository, one);
      const pushed = putImageInto(repository, { manifest: one.manifest, mediaType: one.mediaType }, silent);
      if (isFailure(pushed)) return pushed;
    }
    const stored = repository.image(fixture.digest);
    if (stored === undefined) return undefined;
    for (const tag of tags) {
      const holder = repository.tag(tag)?.image;
      if (holder !== undefined && holder !== stored) {
        throw new FakeEcrError(
          `The seed puts the tag '${tag}' of '${name}' at ${handle.key} on two images.`,
          'A tag names one image: leave it out on the older one.',
        );
      }
      repository.putTag(tag, stored, pushedAt);
    }
    if (seed.lastPulledAt !== undefined) stored.lastPulledAt = momentOf(seed.lastPulledAt);
    if (seed.archived === true && stored.status !== 'ARCHIVED') archive(repository, stored, silent);
    unit.emit({ type: 'images-seeded', repository });
    return undefined;
  });
}

function momentOf(text: string): number {
  const moment = Date.parse(text);
  if (Number.isNaN(moment))
    throw new FakeEcrError(`'${text}' is no moment.`, "Expected '2026-11-24T09:00:00Z'.");
  return moment;
}
