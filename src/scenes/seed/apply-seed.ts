import { requireAccountId } from '../../aws/arguments.js';
import { checkInput } from '../../api/check-input.js';
import type { OperationName } from '../../api/facts.js';
import { readInput } from '../../api/read-input.js';
import { type Outcome, isFailure } from '../../aws/failure.js';
import { archive } from '../../ecr/archive/storage-class.js';
import { putImageInto } from '../../ecr/images/put-image.js';
import { changeRepositoryTo } from '../../handles/create-repository.js';
import { type ImageFixture, artifact } from '../../handles/image-builders.js';
import { provideLayers } from '../../handles/put-image.js';
import type { RegistryHandle } from '../../handles/registry-handle.js';
import type { RepositoryHandle } from '../../handles/repository-handle.js';
import { type RepositorySettings, readRepositorySettings } from '../../handles/repository-settings.js';
import type { UpstreamHandle } from '../../handles/upstream-handle.js';
import type { WorldEditor } from '../../handles/world-editor.js';
import { descendantsOf } from '../../lib/descendants.js';
import { shapeFault } from '../../lib/json-shape.js';
import { FakeEcrError } from '../../lib/misuse.js';
import type { OperationInput } from '../../operations/operation.js';
import { pullThroughSettings } from '../../operations/pull-through/cache-rules.js';
import { newTemplateSettings } from '../../operations/templates/template-settings.js';
import type { Image } from '../../world/images/image.js';
import type { Repository } from '../../world/repository.js';
import { fixtureOf } from './seed-fixture.js';
import { SEED_SHAPE } from './seed-shape.js';
import type {
  CreationTemplateSeed,
  ImageSeed,
  PullThroughCacheRuleSeed,
  RegistrySeed,
  RepositorySeed,
  Seed,
} from './seed.js';
import { INSIDE } from '../../lib/handle-kind.js';

/** What a seed needs. */
export interface SeedTarget {
  readonly workbench: WorldEditor;
  registry(accountId: string, region: string): RegistryHandle;
  account(accountId: string): {
    enableRegion(region: string): unknown;
    disableRegion(region: string): unknown;
  };
  organization(id: string, members: { accounts: readonly string[] }): unknown;
  upstream(name: string): UpstreamHandle;
}

/** Registers a function that undoes a change, before the change is made. */
type Undo = (putBack: () => void) => void;

/**
 * Adds a seed to the world: repositories and images first, rules last, so that its images are not replicated. If the
 * service would refuse anything, it is an error and nothing is changed. The time depends on the size of the seed, not
 * of the world.
 *
 * @throws FakeEcrError with the place of the error, or with the service's refusal
 */
export function applySeed(target: SeedTarget, seed: Seed): void {
  const fault = shapeFault(seed, SEED_SHAPE);
  if (fault !== undefined) {
    throw new FakeEcrError(`The seed is malformed: ${fault.path} ${fault.problem}.`, 'Nothing was changed.');
  }
  target.workbench.asOne((undo) => applyParts(target, seed, undo));
}

function applyParts(target: SeedTarget, seed: Seed, undo: Undo): void {
  const { world } = target.workbench;
  undo(world.mark());
  for (const [id, account] of Object.entries(seed.accounts ?? {})) {
    undo(world.account(requireAccountId(id)).mark());
    account.enabledRegions?.forEach((region) => target.account(id).enableRegion(region));
    account.disabledRegions?.forEach((region) => target.account(id).disableRegion(region));
    if (account.organization !== undefined) target.organization(account.organization, { accounts: [id] });
  }
  const registries = Object.entries(seed.registries ?? {}).map(
    ([key, registry]) => [at(target, key, undo), registry] as const,
  );
  for (const [handle, registry] of registries) {
    for (const [name, repository] of Object.entries(registry.repositories ?? {})) {
      seedRepository(target.workbench, handle, name, repository, undo);
    }
  }
  for (const [handle, registry] of registries) seedSettings(target, handle, registry, undo);
  const upstreams = Object.entries(seed.upstreams ?? {});
  // All of them before the first change, so that there is nothing to undo.
  for (const [name, references] of upstreams) {
    for (const reference of references) target.upstream(name)[INSIDE].requireReference(reference);
  }
  for (const [name, references] of upstreams) {
    for (const reference of references) target.upstream(name).push(reference);
  }
}

function at(target: SeedTarget, key: string, undo: Undo): RegistryHandle {
  const [account = '', region = ''] = key.split('/');
  undo(target.workbench.world.account(requireAccountId(account)).mark());
  return target.registry(account, region);
}

function seedSettings(target: SeedTarget, handle: RegistryHandle, seed: RegistrySeed, undo: Undo): void {
  undo(handle[INSIDE].registry.mark());
  if (seed.policy !== undefined) handle.setPolicy(seed.policy);
  for (const permission of seed.allowReplicationFrom ?? []) {
    const { from, ...grant } = typeof permission === 'string' ? { from: permission } : permission;
    handle.allowReplicationFrom(at(target, from, undo), grant);
  }
  for (const [name, value] of Object.entries(seed.settings ?? {})) {
    target.workbench.act(`set ${name} at ${handle.key}`, () =>
      handle[INSIDE].registry.settings.put(name, value),
    );
  }
  if (seed.scanning !== undefined) handle.setScanning(seed.scanning);
  for (const rule of seed.pullThroughCacheRules ?? []) seedPullThroughRule(target.workbench, handle, rule);
  for (const template of seed.creationTemplates ?? []) seedTemplate(target.workbench, handle, template);
  if (seed.replication === undefined) return;
  const rules = seed.replication.map(({ to, prefix, ...rule }) => ({
    ...rule,
    ...(prefix === undefined ? {} : { prefixes: typeof prefix === 'string' ? [prefix] : prefix }),
    destinations: to.map((key) => {
      const { accountId, region } = at(target, key, undo);
      return { region, registryId: accountId };
    }),
  }));
  target.workbench.addReplicationRules(handle[INSIDE].registry, rules);
}

/** A rule of the same prefix makes way. */
function seedPullThroughRule(
  workbench: WorldEditor,
  { [INSIDE]: { registry }, key }: RegistryHandle,
  seed: PullThroughCacheRuleSeed,
): void {
  workbench.act(`make the pull-through cache rule ${seed.ecrRepositoryPrefix} at ${key}`, ({ now }) => {
    const input = requestOf('CreatePullThroughCacheRule', seed);
    if (isFailure(input)) return input;
    const settings = pullThroughSettings(input, registry);
    if (isFailure(settings)) return settings;
    registry.pullThrough.delete(input.ecrRepositoryPrefix);
    return registry.pullThrough.create(input.ecrRepositoryPrefix, settings, now);
  });
}

/** A template of the same prefix makes way. */
function seedTemplate(
  workbench: WorldEditor,
  { [INSIDE]: { registry }, key }: RegistryHandle,
  seed: CreationTemplateSeed,
): void {
  workbench.act(`make the creation template ${seed.prefix} at ${key}`, ({ now }) => {
    const { repositoryPolicy, lifecyclePolicy, ...plain } = seed;
    const input = requestOf('CreateRepositoryCreationTemplate', {
      ...plain,
      ...(repositoryPolicy === undefined ? {} : { repositoryPolicy: textOf(repositoryPolicy) }),
      ...(lifecyclePolicy === undefined ? {} : { lifecyclePolicy: textOf(lifecyclePolicy) }),
    });
    if (isFailure(input)) return input;
    const settings = newTemplateSettings(input, registry);
    if (isFailure(settings)) return settings;
    registry.templates.delete(input.prefix);
    return registry.templates.create(input.prefix, settings, now);
  });
}

function textOf(document: object | string): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}

/** A request of an operation, read and checked as the service does. */
function requestOf<N extends OperationName>(name: N, given: object): Outcome<OperationInput<N>> {
  const input = readInput(name, given);
  if (isFailure(input)) return input;
  return checkInput(name, input) ?? (input as unknown as OperationInput<N>);
}

function seedRepository(
  workbench: WorldEditor,
  handle: RegistryHandle,
  name: string,
  { images = [], ...settings }: RepositorySeed,
  undo: Undo,
): void {
  const repository = handle.repository(name);
  if (repository.exists) {
    undo(repository[INSIDE].repository().mark());
    addToRepository(workbench, repository, settings);
  } else {
    handle.createRepository(name, settings);
    undo(() => handle[INSIDE].registry.deleteRepository(name, true));
  }
  for (const [index, entry] of images.entries()) {
    const seed: ImageSeed = typeof entry === 'string' ? { tag: entry } : entry;
    const place = `$.registries["${handle.key}"].repositories["${name}"].images[${index}]`;
    seedImage(workbench, handle, name, seed, place, undo);
  }
}

/** An existing repository gets the settings that are given; others stay. */
function addToRepository(workbench: WorldEditor, handle: RepositoryHandle, given: RepositorySettings): void {
  const settings = readRepositorySettings(given);
  workbench.act(`change the repository ${handle.key}`, () =>
    changeRepositoryTo(settings, handle[INSIDE].repository()),
  );
  if (settings.policy !== undefined) handle.setPolicy(settings.policy);
  if (settings.lifecyclePolicy !== undefined) handle.setLifecyclePolicy(settings.lifecyclePolicy);
}

function seedImage(
  workbench: WorldEditor,
  handle: RegistryHandle,
  name: string,
  seed: ImageSeed,
  place: string,
  undo: Undo,
): void {
  const tags = [...(seed.tag === undefined ? [] : [seed.tag]), ...(seed.tags ?? [])];
  const fixture = fixtureOf(seed, seed.name ?? `${name}:${tags[0] ?? ''}`, place);
  store(workbench, handle, name, fixture, tags, seed, undo);
  for (const referrer of seed.referrers ?? []) {
    store(workbench, handle, name, artifact({ ...referrer, subject: fixture }), [], seed, undo);
  }
  if (seed.findings === undefined) return;
  const reference = `${name}@${fixture.digest}`;
  undo(handle[INSIDE].registry.seededFindings.mark(reference));
  handle.setScanFindings(reference, seed.findings);
}

/** @returns a function that removes the layers an image will add, and restores those that exist */
function layersAsTheyAre({ layers }: Repository, { blobs }: ImageFixture): () => void {
  const before = blobs.map(({ digest }) => {
    const layer = layers.get(digest);
    return { digest, layer, mediaType: layer?.mediaType };
  });
  return () => {
    for (const { digest, layer, mediaType } of before) {
      if (layer === undefined) layers.remove(digest);
      else layer.mediaType = mediaType;
    }
  };
}

/** @returns a function that restores an image's present status, tags and pull time */
function imageAsItIs(repository: Repository, image: Image): () => void {
  const { status, tags, lastPulledAt, lastArchivedAt } = image;
  return () => {
    for (const pointer of image.tags) if (!tags.includes(pointer)) repository.removeTag(pointer);
    if (image.status !== status) repository.setStatus(image, status);
    image.lastPulledAt = lastPulledAt;
    image.lastArchivedAt = lastArchivedAt;
  };
}

/** Stores an image as if it had been pushed at the time in the seed; without an event. */
function store(
  workbench: WorldEditor,
  handle: RegistryHandle,
  name: string,
  fixture: ImageFixture,
  tags: readonly string[],
  seed: ImageSeed,
  undo: Undo,
): void {
  workbench.act(`seed ${name} at ${handle.key}`, (unit) => {
    const repository = handle[INSIDE].registry.requireRepository(name);
    if (isFailure(repository)) return repository;
    const pushedAt = seed.pushedAt === undefined ? unit.now : momentOf(seed.pushedAt);
    const silent = { now: pushedAt, emit: () => undefined };
    for (const one of [...descendantsOf(fixture, ({ children }) => children), fixture]) {
      if (repository.image(one.digest) !== undefined) continue;
      undo(layersAsTheyAre(repository, one));
      provideLayers(repository, one);
      const pushed = putImageInto(repository, { manifest: one.manifest, mediaType: one.mediaType }, silent);
      if (isFailure(pushed)) return pushed;
      undo(() => repository.remove(pushed));
    }
    const stored = repository.image(fixture.digest);
    if (stored === undefined) return undefined;
    undo(imageAsItIs(repository, stored));
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
    throw new FakeEcrError(`'${text}' is not a moment.`, "Expected '2026-11-24T09:00:00Z'.");
  return moment;
}
