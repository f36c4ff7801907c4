import { FakeEcrError } from '../../../lib/misuse.js';
import { applyResources } from '../apply-resources.js';
import { thingsOf } from '../deployment-state.js';
import { writePrincipals } from '../principals.js';
import type { Site } from '../site.js';
import { type StackState, stackIn, stackKey, stacksAt } from './stack-state.js';

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
    for (const key of before?.nested ?? []) if (!state.nested.includes(key)) deleteNested(key, site);
  }
  writePrincipals(site.world);
}

/** Removes a stack; retained resources stay. */
export function deleteStack(state: StackState, site: Site): void {
  requireExportsUnused(state, undefined, site);
  applyResources(state.resources, [], site, { source: state.source, overwrites: false });
  site.world.origins.sources.delete(stackKey(state));
  for (const key of [...state.nested].reverse()) deleteNested(key, site);
  writePrincipals(site.world);
}

/** A nested stack is removed with its parent. */
function deleteNested(key: string, site: Site): void {
  const nested = stackIn(site.world, key);
  if (nested !== undefined) deleteStack(nested, site);
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
