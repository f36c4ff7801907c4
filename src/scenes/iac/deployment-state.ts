import type { World } from '../../world/world.js';
import type { StackState } from './plan-stack.js';
import type { PlannedResource } from './thing.js';

/** What a deployment of any kind keeps with the world. */
export interface DeploymentState {
  readonly resources: readonly PlannedResource[];
  readonly managedPolicies: Readonly<Record<string, string>>;
}

export function deploymentsOf(world: World): readonly DeploymentState[] {
  return [...world.origins.sources.values()].map(({ state }) => state as DeploymentState);
}

export function stackKey({
  account,
  region,
  stackName,
}: Pick<StackState, 'account' | 'region' | 'stackName'>): string {
  return `stack ${account}/${region} ${stackName}`;
}

export function stackIn(world: World, key: string): StackState | undefined {
  return world.origins.sources.get(key)?.state as StackState | undefined;
}

/** Every stack of an account in a Region. */
export function stacksAt(world: World, account: string, region: string): readonly StackState[] {
  const prefix = `stack ${account}/${region} `;
  return [...world.origins.sources.values()]
    .filter(({ key }) => key.startsWith(prefix))
    .map(({ state }) => state as StackState);
}
