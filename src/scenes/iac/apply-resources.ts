import { type BuildOptions, create, remove, update } from './build.js';
import { refuse } from './refuse.js';
import type { Site } from './site.js';
import type { PlannedResource } from './thing.js';

/**
 * What differs is changed: new resources are made, changed ones updated or replaced, and those that are gone
 * deleted, dependants first.
 */
export function applyResources(
  before: readonly PlannedResource[],
  after: readonly PlannedResource[],
  site: Site,
  options: BuildOptions,
): void {
  const known = new Map(before.map((one) => [one.id, one]));
  const replaced: PlannedResource[] = [];
  for (const resource of after) {
    const old = known.get(resource.id);
    known.delete(resource.id);
    if (old === undefined) create(resource, site, options);
    else if (JSON.stringify(old.thing) === JSON.stringify(resource.thing) && !isReplaced(old, resource))
      continue;
    else if (!isReplaced(old, resource)) update(resource, site, options);
    else {
      requireReplaceable(old, resource, options.source);
      create(resource, site, options);
      if (!old.retainedOnReplace) replaced.push(old);
    }
  }
  const gone = [...known.values()].filter((one) => !one.retained).reverse();
  for (const resource of [...replaced, ...gone]) remove(resource, site, options);
}

function isReplaced(old: PlannedResource, now: PlannedResource): boolean {
  return now.replacing.some(
    (property) => JSON.stringify(old.properties[property]) !== JSON.stringify(now.properties[property]),
  );
}

/** A thing with a name of its own can't be replaced: for a moment there would be two [docs]. */
function requireReplaceable(old: PlannedResource, now: PlannedResource, source: string): void {
  if (!now.isNamed || old.physicalId !== now.physicalId || now.type.startsWith('aws_')) return;
  const changed = now.replacing.find(
    (property) => JSON.stringify(old.properties[property]) !== JSON.stringify(now.properties[property]),
  );
  throw refuse(
    { source, id: now.id },
    ['Properties', changed ?? ''],
    `has changed, which needs a new resource, and ${now.physicalId} has that name already.`,
    'CloudFormation cannot update a stack when a custom-named resource requires replacing: rename it.',
  );
}
