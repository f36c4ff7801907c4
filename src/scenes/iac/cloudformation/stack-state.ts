import type { DeployedThing } from '../../../world/deployed-source.js';
import type { World } from '../../../world/world.js';
import type { PlannedResource } from '../thing.js';

/** Which stack it is. */
export interface StackIdentity {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
}

/** A stack as deployed: JSON, kept with the world. */
export interface StackState extends StackIdentity {
  readonly source: string;
  readonly resources: readonly PlannedResource[];
  readonly exports: Readonly<Record<string, string>>;
  readonly imported: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  /** Outputs that can't be known, and why. */
  readonly unknownOutputs: Readonly<Record<string, string>>;
  readonly ignored: readonly string[];
  readonly leftOut: readonly (DeployedThing & { readonly because: string })[];
  readonly notes: readonly string[];
  readonly managedPolicies: Readonly<Record<string, string>>;
  /** Keys of the stacks that go with this one. */
  readonly nested: readonly string[];
}

/** The key by which a world knows a stack. */
export function stackKey({ account, region, stackName }: StackIdentity): string {
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
