import type { Registry } from '../../world/registry.js';
import {
  contentOfCacheRule,
  contentOfReplication,
  contentOfRepository,
  contentOfScanning,
  contentOfSigning,
  contentOfTemplate,
  placeIn,
} from '../../world/written-documents.js';
import { formatOrigin } from '../../world/written-origin.js';
import type { WrittenKind } from '../../world/written-origin.js';
import { isFailure } from '../../aws/failure.js';
import { refuse } from './refuse.js';
import type { Site } from './site.js';
import type { PlannedResource, Thing } from './thing.js';

/** How a deployer meets what is there already. */
export interface BuildOptions {
  readonly source: string;
  /** Terraform puts the documents of a registry without asking [docs]. */
  readonly overwrites: boolean;
}

/** Makes a resource that is not there yet. */
export function create(resource: PlannedResource, site: Site, options: BuildOptions): void {
  const { thing } = resource;
  const { source } = options;
  if (!options.overwrites) requireFree(resource, site, source);
  switch (thing.kind) {
    case 'repository':
      site.run('CreateRepository', thing.input, resource, source);
      putPolicies(resource, thing, site, source);
      break;
    case 'pull-through cache rule':
      site.run('CreatePullThroughCacheRule', thing.input, resource, source);
      break;
    case 'creation template':
      site.run('CreateRepositoryCreationTemplate', thing.input, resource, source);
      break;
    case 'pull-time update exclusion':
      site.run('RegisterPullTimeUpdateExclusion', thing.input, resource, source);
      break;
    default:
      put(resource, site, source);
  }
  writeDown(resource, site);
}

/** Changes a resource in place. */
export function update(resource: PlannedResource, site: Site, { source }: BuildOptions): void {
  const { thing } = resource;
  switch (thing.kind) {
    case 'repository':
      updateRepository(resource, thing, site, source);
      break;
    case 'pull-through cache rule':
      site.run('UpdatePullThroughCacheRule', thing.input, resource, source);
      break;
    case 'creation template':
      site.run('UpdateRepositoryCreationTemplate', thing.input, resource, source);
      break;
    default:
      put(resource, site, source);
  }
  writeDown(resource, site);
}

/** Takes a resource away. What a test has removed before is gone as it should be. */
export function remove(resource: PlannedResource, site: Site, { source }: BuildOptions): void {
  const { thing } = resource;
  const registry = site.registry(resource);
  for (const [kind, place] of placesOf(resource, registry)) registry.world.origins.delete(kind, place);
  switch (thing.kind) {
    case 'repository': {
      const { repositoryName } = thing.input;
      if (registry.repository(repositoryName) === undefined) return;
      return site.run('DeleteRepository', { repositoryName, force: thing.force }, resource, source);
    }
    case 'replication configuration':
      return site.run(
        'PutReplicationConfiguration',
        { replicationConfiguration: { rules: [] } },
        resource,
        source,
      );
    case 'registry policy':
      if (registry.policyText !== undefined) site.run('DeleteRegistryPolicy', {}, resource, source);
      return;
    case 'scanning configuration':
      return site.run('PutRegistryScanningConfiguration', { scanType: 'BASIC', rules: [] }, resource, source);
    case 'signing configuration':
      if (registry.signing.rules !== undefined) site.run('DeleteSigningConfiguration', {}, resource, source);
      return;
    case 'pull-through cache rule': {
      const { ecrRepositoryPrefix } = thing.input;
      if (isFailure(registry.pullThrough.require(ecrRepositoryPrefix))) return;
      return site.run('DeletePullThroughCacheRule', { ecrRepositoryPrefix }, resource, source);
    }
    case 'creation template': {
      const { prefix } = thing.input;
      if (registry.templates.get(prefix) === undefined) return;
      return site.run('DeleteRepositoryCreationTemplate', { prefix }, resource, source);
    }
    case 'pull-time update exclusion':
      return site.run('DeregisterPullTimeUpdateExclusion', thing.input, resource, source);
    case 'repository policy': {
      const { repositoryName } = thing.input;
      if (registry.repository(repositoryName)?.policyText === undefined) return;
      return site.run('DeleteRepositoryPolicy', { repositoryName }, resource, source);
    }
    case 'lifecycle policy': {
      const { repositoryName } = thing.input;
      if (registry.repository(repositoryName)?.lifecycle === undefined) return;
      return site.run('DeleteLifecyclePolicy', { repositoryName }, resource, source);
    }
    case 'account setting':
    case 'principal':
    case 'identity policy':
      return;
  }
}

function put(resource: PlannedResource, site: Site, source: string): void {
  const { thing } = resource;
  switch (thing.kind) {
    case 'replication configuration':
      return site.run('PutReplicationConfiguration', thing.input, resource, source);
    case 'registry policy':
      return site.run('PutRegistryPolicy', thing.input, resource, source);
    case 'scanning configuration':
      return site.run('PutRegistryScanningConfiguration', thing.input, resource, source);
    case 'signing configuration':
      return site.run('PutSigningConfiguration', thing.input, resource, source);
    case 'repository policy':
      return site.run('SetRepositoryPolicy', thing.input, resource, source);
    case 'lifecycle policy':
      return site.run('PutLifecyclePolicy', thing.input, resource, source);
    case 'account setting':
      return site.run('PutAccountSetting', thing.input, resource, source);
    default:
  }
}

type RepositoryThing = Thing & { readonly kind: 'repository' };

function putPolicies(resource: PlannedResource, thing: RepositoryThing, site: Site, source: string): void {
  const { repositoryName } = thing.input;
  const { policyText, lifecyclePolicyText } = thing.policies ?? {};
  if (lifecyclePolicyText !== undefined) {
    site.run('PutLifecyclePolicy', { repositoryName, lifecyclePolicyText }, resource, source);
  }
  if (policyText !== undefined)
    site.run('SetRepositoryPolicy', { repositoryName, policyText }, resource, source);
}

/**
 * A policy that is not written is deleted, one set by hand included, and tags set by hand go; a mutability or a
 * scan setting that is not written stays as it is [observed].
 */
function updateRepository(
  resource: PlannedResource,
  thing: RepositoryThing,
  site: Site,
  source: string,
): void {
  const { repositoryName, imageTagMutability, imageScanningConfiguration, tags = [] } = thing.input;
  const { imageTagMutabilityExclusionFilters } = thing.input;
  const repository = site.registry(resource).repository(repositoryName);
  if (repository === undefined) return create(resource, site, { source, overwrites: true });
  if (imageTagMutability !== undefined) {
    const input = { repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters };
    site.run('PutImageTagMutability', input, resource, source);
  }
  if (imageScanningConfiguration !== undefined) {
    site.run(
      'PutImageScanningConfiguration',
      { repositoryName, imageScanningConfiguration },
      resource,
      source,
    );
  }
  const wanted = new Map((tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
  const gone = [...repository.resourceTags.keys()].filter((key) => !wanted.has(key));
  const resourceArn = repository.arn;
  if (gone.length > 0) site.run('UntagResource', { resourceArn, tagKeys: gone }, resource, source);
  if (wanted.size > 0) site.run('TagResource', { resourceArn, tags }, resource, source);
  if (thing.policies === undefined) return;
  if (thing.policies.policyText === undefined && repository.policyText !== undefined) {
    site.run('DeleteRepositoryPolicy', { repositoryName }, resource, source);
  }
  if (thing.policies.lifecyclePolicyText === undefined && repository.lifecycle !== undefined) {
    site.run('DeleteLifecyclePolicy', { repositoryName }, resource, source);
  }
  putPolicies(resource, thing, site, source);
}

/** A registry has one document of a kind: whoever has put one is named. */
function requireFree(resource: PlannedResource, site: Site, source: string): void {
  const registry = site.registry(resource);
  const { kind } = resource.thing;
  const isTaken =
    (kind === 'replication configuration' && registry.replication.rules.length > 0) ||
    (kind === 'registry policy' && registry.policyText !== undefined) ||
    (kind === 'scanning configuration' && registry.scanning.rules.length > 0) ||
    (kind === 'signing configuration' && registry.signing.rules !== undefined);
  if (!isTaken) return;
  const [owner] = [...registry.world.origins.entries()].filter(
    (one) => one.kind === kind && one.place === registry.key,
  );
  const whose =
    owner === undefined ? ', put by the test' : `, of ${formatOrigin({ ...owner.document, path: '' })}`;
  throw refuse(
    { source, id: resource.id },
    [],
    `${registry.key} already has a ${kind}${whose}.`,
    `A registry has one document: put all ${kind === 'registry policy' ? 'statements' : 'rules'} into one resource.`,
  );
}

/** The things that the documents of a resource are about, for the table of origins. */
function placesOf(
  resource: PlannedResource,
  registry: Registry,
): readonly (readonly [WrittenKind, string])[] {
  const { thing, documents } = resource;
  const inRegistry = (name: string) => placeIn(registry, name);
  const place = (): string => {
    switch (thing.kind) {
      case 'repository':
      case 'repository policy':
      case 'lifecycle policy':
        return inRegistry(thing.input.repositoryName);
      case 'creation template':
        return inRegistry(thing.input.prefix);
      case 'pull-through cache rule':
        return inRegistry(thing.input.ecrRepositoryPrefix);
      case 'pull-time update exclusion':
        return inRegistry(thing.input.principalArn);
      default:
        return registry.key;
    }
  };
  if (['principal', 'identity policy', 'account setting'].includes(thing.kind)) return [];
  return documents.map(({ kind }) => [kind, place()] as const);
}

/** Notes where a resource's documents are written. */
function writeDown(resource: PlannedResource, site: Site): void {
  const registry = site.registry(resource);
  const { origins } = site.world;
  placesOf(resource, registry).forEach(([kind, place], index) => {
    const document = resource.documents[index]?.document;
    if (document !== undefined) origins.set(kind, place, document, contentOf(kind, place, registry));
  });
}

function contentOf(kind: WrittenKind, place: string, registry: Registry): string {
  const name = place.slice(registry.key.length + 1);
  switch (kind) {
    case 'repository':
      return contentOfRepository(registry.repository(name));
    case 'replication configuration':
      return contentOfReplication(registry);
    case 'registry policy':
      return registry.policyText ?? '';
    case 'repository policy':
      return registry.repository(name)?.policyText ?? '';
    case 'lifecycle policy':
      return registry.repository(name)?.lifecycle?.text ?? '';
    case 'creation template':
      return contentOfTemplate(registry.templates.get(name));
    case 'pull-through cache rule': {
      const rule = registry.pullThrough.require(name);
      return contentOfCacheRule(isFailure(rule) ? undefined : rule);
    }
    case 'scanning configuration':
      return contentOfScanning(registry);
    case 'signing configuration':
      return contentOfSigning(registry);
    default:
      return '';
  }
}
