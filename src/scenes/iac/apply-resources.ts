import { type BuildOptions, create, remove, update } from './build.js';
import { refuse } from './refuse.js';
import type { Site } from './site.js';
import type { PlannedResource } from './thing.js';
import { forget, writeDownAgain } from './write-down.js';

/**
 * What differs is changed: new resources are made, changed ones updated or replaced, and those that are gone
 * deleted, dependants first. CloudFormation deletes last [docs]; Terraform destroys first what it replaces [docs],
 * and here also what is gone [assumed].
 */
export function applyResources(
  before: readonly PlannedResource[],
  after: readonly PlannedResource[],
  site: Site,
  options: BuildOptions,
): void {
  const known = new Map(before.map((one) => [one.id, one]));
  const kept = new Set(after.map((one) => one.id));
  const gone = before.filter((one) => !kept.has(one.id)).reverse();
  const replaced: PlannedResource[] = [];
  if (options.overwrites) removeAll(gone, site, options);
  for (const resource of after) {
    const old = known.get(resource.id);
    if (old === undefined) create(resource, site, options);
    else if (changedForGood(old, resource) !== undefined) {
      if (options.overwrites) remove(old, site, options);
      else requireReplaceable(old, resource, options.source);
      create(resource, site, options);
      if (!options.overwrites && !old.retainedOnReplace) replaced.push(old);
    } else if (JSON.stringify(old.thing) === JSON.stringify(resource.thing)) {
      if (JSON.stringify(old.documents) !== JSON.stringify(resource.documents))
        writeDownAgain(resource, site);
    } else {
      forget(old, site);
      update(resource, site, options);
    }
  }
  for (const old of replaced) remove(old, site, options);
  if (!options.overwrites) removeAll(gone, site, options);
}

/** What is retained stays, and is not written anywhere any more. */
function removeAll(resources: readonly PlannedResource[], site: Site, options: BuildOptions): void {
  for (const one of resources) {
    if (one.retained) forget(one, site);
    else remove(one, site, options);
  }
}

/** The first property that has changed and can't change in place; undefined if there is none. */
function changedForGood(old: PlannedResource, now: PlannedResource): string | undefined {
  return now.replacing.find(
    (property) => JSON.stringify(old.properties[property]) !== JSON.stringify(now.properties[property]),
  );
}

/** A thing with a name of its own can't be replaced: for a moment there would be two [docs]. */
function requireReplaceable(old: PlannedResource, now: PlannedResource, source: string): void {
  if (!now.isNamed || old.physicalId !== now.physicalId) return;
  throw refuse(
    { source, id: now.id },
    ['Properties', changedForGood(old, now) ?? ''],
    `has changed, which needs a new resource, and ${now.physicalId} has that name already.`,
    'CloudFormation cannot update a stack when a custom-named resource requires replacing: rename it.',
  );
}
