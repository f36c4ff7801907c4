import { FakeEcrError } from '../../lib/misuse.js';
import { type BuildOptions, create, remove, update } from './build.js';
import { deploymentsOf, stackIn, stackKey, stacksAt } from './deployment-state.js';
import { type StackState, thingsOf } from './plan-stack.js';
import { writePrincipals } from './principals.js';
import { refuse } from './refuse.js';
import type { Site } from './site.js';
import type { PlannedResource } from './thing.js';

/** Builds stacks, or changes them to what they are now, and notes them down. */
export function applyStacks(states: readonly StackState[], site: Site): void {
  for (const state of states) {
    const before = stackIn(site.world, stackKey(state));
    requireExportsUnused(before, state, site);
    const options = { source: state.source, overwrites: false };
    applyResources(before?.resources ?? [], state.resources, site, options);
    site.world.origins.sources.set(stackKey(state), {
      key: stackKey(state),
      name: `stack ${state.source}`,
      registries: [`${state.account}/${state.region}`],
      resources: thingsOf(state),
      leftOut: state.leftOut,
      naming: 'cloudformation',
      state,
    });
  }
  writePrincipals(site.world);
}

/** Takes a stack away; what is retained stays. */
export function deleteStack(state: StackState, site: Site): void {
  requireExportsUnused(state, undefined, site);
  applyResources(state.resources, [], site, { source: state.source, overwrites: false });
  site.world.origins.sources.delete(stackKey(state));
  writePrincipals(site.world);
}

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

/** An export that is imported stays as it is [docs]. */
function requireExportsUnused(
  before: StackState | undefined,
  after: StackState | undefined,
  site: Site,
): void {
  if (before === undefined) return;
  const { account, region, source } = before;
  for (const [name, value] of Object.entries(before.exports)) {
    if (after?.exports[name] === value) continue;
    const user = stacksAt(site.world, account, region).find((one) => one.imported.includes(name));
    if (user === undefined || stackKey(user) === stackKey(before)) continue;
    throw new FakeEcrError(
      `${source}: the export ${name} can't be ${after?.exports[name] === undefined ? 'removed' : 'changed'}, since stack ${user.stackName} imports it.`,
      'Deploy that stack without it first.',
    );
  }
}

/** The principals that some deployment has made, by their ARNs. */
export function knownPrincipals(site: Pick<Site, 'world'>): ReadonlySet<string> {
  return new Set(
    deploymentsOf(site.world).flatMap(({ resources }) =>
      resources.flatMap(({ thing }) => (thing.kind === 'principal' ? [thing.principal.arn] : [])),
    ),
  );
}
