import type { DeployedThing } from '../../world/deployed-source.js';
import type { World } from '../../world/world.js';
import { WRITTEN_KINDS, type WrittenKind } from '../../world/written-origin.js';
import type { PlannedResource } from './thing.js';

/** What a deployment of any kind keeps with the world. */
export interface DeploymentState {
  readonly resources: readonly PlannedResource[];
  readonly managedPolicies: Readonly<Record<string, string>>;
}

export function deploymentsOf(world: World): readonly DeploymentState[] {
  return [...world.origins.sources.values()].map(({ state }) => state as DeploymentState);
}

/** The kinds of a deployment's documents, for telling what was deployed. */
export function thingsOf({ resources }: Pick<DeploymentState, 'resources'>): readonly DeployedThing[] {
  return resources.flatMap(({ id, account, region, thing, documents }) =>
    [thing.kind, ...documents.map((one) => one.kind)]
      .filter((kind): kind is WrittenKind => (WRITTEN_KINDS as readonly string[]).includes(kind))
      .filter((kind, index, all) => all.indexOf(kind) === index)
      .map((kind) => ({ id, kind, registry: `${account}/${region}` })),
  );
}
