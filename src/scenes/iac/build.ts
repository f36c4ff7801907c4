import type { OperationName } from '../../api/facts.js';
import { isFailure } from '../../aws/failure.js';
import { formatOrigin } from '../../world/written-origin.js';
import { refuse } from './refuse.js';
import type { Site } from './site.js';
import type { PlannedResource, Thing } from './thing.js';
import { forget, writeDown } from './write-down.js';

/** How a deployer treats existing things. */
export interface BuildOptions {
  readonly source: string;
  /** Terraform puts the documents of a registry without asking [docs]. */
  readonly overwrites: boolean;
}

/** Creates a resource. */
export function create(resource: PlannedResource, site: Site, options: BuildOptions): void {
  const { thing } = resource;
  const { source } = options;
  if (!options.overwrites) requireFree(resource, site, source);
  const operation = CREATES[thing.kind] ?? PUTS[thing.kind];
  if (operation !== undefined) site.run(operation, inputOf(thing), resource, source);
  if (thing.kind === 'repository') putPolicies(resource, thing, site, source);
  writeDown(resource, site);
}

/** Changes a resource in place. */
export function update(resource: PlannedResource, site: Site, { source, overwrites }: BuildOptions): void {
  const { thing } = resource;
  if (!overwrites) requireThere(resource, site, source);
  const operation = UPDATES[thing.kind] ?? PUTS[thing.kind];
  if (thing.kind === 'repository') updateRepository(resource, thing, site, source);
  else if (operation !== undefined) site.run(operation, inputOf(thing), resource, source);
  writeDown(resource, site);
}

type Operations = Partial<Record<Thing['kind'], OperationName>>;

/** Functions that create a thing, and refuse if it exists. */
const CREATES: Operations = {
  repository: 'CreateRepository',
  'pull-through cache rule': 'CreatePullThroughCacheRule',
  'creation template': 'CreateRepositoryCreationTemplate',
  'pull-time update exclusion': 'RegisterPullTimeUpdateExclusion',
};

/** Functions that change an existing thing. */
const UPDATES: Operations = {
  'pull-through cache rule': 'UpdatePullThroughCacheRule',
  'creation template': 'UpdateRepositoryCreationTemplate',
};

/** Functions that put a thing, whether it exists or not. */
const PUTS: Operations = {
  'replication configuration': 'PutReplicationConfiguration',
  'registry policy': 'PutRegistryPolicy',
  'scanning configuration': 'PutRegistryScanningConfiguration',
  'signing configuration': 'PutSigningConfiguration',
  'repository policy': 'SetRepositoryPolicy',
  'lifecycle policy': 'PutLifecyclePolicy',
  'account setting': 'PutAccountSetting',
};

/** Principals and their policies are not part of ECR, and nothing is asked for them. */
function inputOf(thing: Thing): object {
  return 'input' in thing ? thing.input : {};
}

/** Removes a resource. One that a test has removed before is not an error. */
export function remove(resource: PlannedResource, site: Site, { source }: BuildOptions): void {
  const { thing } = resource;
  const registry = site.registry(resource);
  forget(resource, site);
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

/** CloudFormation's handler updates no replication configuration that has no rules any more [observed]. */
function requireThere(resource: PlannedResource, site: Site, source: string): void {
  const registry = site.registry(resource);
  if (resource.thing.kind !== 'replication configuration' || registry.replication.rules.length > 0) return;
  throw refuse(
    { source, id: resource.id },
    [],
    `${registry.key} has no replication configuration any more, and nothing to update.`,
    'Something has removed its rules since: delete the resource, and add it again.',
  );
}

/** A registry has one document of each kind. The error says where the existing one comes from. */
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
