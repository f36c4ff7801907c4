import { isFailure } from '../../aws/failure.js';
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
import type { WrittenKind } from '../../world/written-origin.js';
import type { Site } from './site.js';
import type { PlannedResource } from './thing.js';

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
export function writeDown(resource: PlannedResource, site: Site): void {
  const registry = site.registry(resource);
  const { origins } = site.world;
  placesOf(resource, registry).forEach(([kind, place], index) => {
    const document = resource.documents[index]?.document;
    if (document !== undefined) origins.set(kind, place, document, contentOf(kind, place, registry));
  });
}

/** The same for a resource that has not changed: what a test or a command has changed since is not written. */
export function writeDownAgain(resource: PlannedResource, site: Site): void {
  const registry = site.registry(resource);
  const { origins } = site.world;
  placesOf(resource, registry).forEach(([kind, place], index) => {
    const document = resource.documents[index]?.document;
    const content = contentOf(kind, place, registry);
    const known = origins.of(kind, place, () => content);
    if (document !== undefined && known !== undefined && known.since === undefined) {
      origins.set(kind, place, document, content);
    }
  });
}

/** A resource's documents are not written there any more. */
export function forget(resource: PlannedResource, site: Site): void {
  for (const [kind, place] of placesOf(resource, site.registry(resource))) {
    site.world.origins.delete(kind, place);
  }
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
