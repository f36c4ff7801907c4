import type { Image } from '../world/images/image.js';
import type { ReplicationRecord } from '../world/records/replication.js';
import type { Registry } from '../world/registry.js';
import type { Repository } from '../world/repository.js';
import type { World } from '../world/world.js';
import { clipped, oneLine } from './format.js';
import { byKey } from './routes.js';

/**
 * The registries that have contents or settings, by account and Region. Registries are created on first mention, so
 * empty ones are left out.
 */
export function nonEmptyRegistries(world: World): readonly Registry[] {
  const destinations = new Set<Registry>();
  for (const { replication } of [...world.registries()]) {
    for (const rule of replication.rules) {
      // Named by the rule, but perhaps not created yet.
      for (const { registryId, region } of rule.destinations)
        destinations.add(world.registry(registryId, region));
    }
  }
  return [...world.registries()].filter((one) => isFurnished(one) || destinations.has(one)).sort(byKey);
}

/** The repositories of a registry, by name. */
export function repositoriesByName(registry: Registry): readonly Repository[] {
  return [...registry.repositories()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The images of a repository, latest push first. */
export function imagesNewestFirst(repository: Repository): readonly Image[] {
  return [...repository.allImages()].reverse().sort((a, b) => b.pushedAt - a.pushedAt);
}

/** The images of a registry, over all its repositories. */
export function imageCountOf(registry: Registry): number {
  let count = 0;
  for (const repository of registry.repositories()) count += repository.imageCount;
  return count;
}

/** How many statements a policy has; 0 for a text that is not a policy. */
export function statementCountOf(policyText: string): number {
  try {
    const document = JSON.parse(policyText) as { Statement?: unknown } | null;
    const statements = document?.Statement;
    if (Array.isArray(statements)) return statements.length;
    return statements === undefined ? 0 : 1;
  } catch {
    return 0;
  }
}

/** An artifact's type is any text in its manifest. */
const LONGEST_TYPE = 80;

/** The kind and origin of an image, unless it is a plain pushed image. */
export function kindOf(image: Image): string | undefined {
  const { kind, children, subject, artifactType } = image.manifest;
  const type = artifactType === undefined ? 'referrer' : clipped(oneLine(artifactType), LONGEST_TYPE);
  const what = kind === 'index' ? `index of ${children.length}` : subject === undefined ? undefined : type;
  const how = image.origin === 'push' ? undefined : `by ${image.origin}`;
  return what === undefined || how === undefined ? (what ?? how) : `${what} ${how}`;
}

/** `COMPLETE`, or `FAILED (code)`. */
export function imageStatusOf({ status, failureCode }: ReplicationRecord): string {
  return failureCode === undefined ? status : `${status} (${failureCode})`;
}

function isFurnished(registry: Registry): boolean {
  return (
    registry.repositoryCount > 0 ||
    registry.replication.rules.length > 0 ||
    registry.policyText !== undefined ||
    registry.templates.size > 0 ||
    registry.pullThrough.size > 0
  );
}
