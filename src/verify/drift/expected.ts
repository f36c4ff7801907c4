import type { FakeWorld } from '../../fake/fake-world.js';
import { simulationOf } from '../../fake/simulation-of.js';
import type { PlannedResource } from '../../scenes/iac/thing.js';
import type { Seed } from '../../scenes/seed/seed.js';
import { type Scope, WHOLE_REGISTRY, declaredScope } from './scope.js';

/** What a file is. */
export type SourceKind = 'declaration' | 'snapshot' | 'template' | 'assembly' | 'terraform';

/** The registry that a file is compared with. */
export interface RegistryPlace {
  readonly account: string;
  readonly region: string;
}

/** What a file says: a world in which it is so. */
export interface Expected {
  /** What messages call it. */
  readonly name: string;
  readonly kind: SourceKind;
  readonly world: FakeWorld;
  /** The declaration itself, whose images have the digests of the registry that was recorded. */
  readonly seed?: Seed;
  /** The text of the file, which tells whether it names a key; absent if it is a folder. */
  readonly text?: string;
}

/** Which part of a registry a file is about. */
export function scopeOf({ kind, world }: Expected, { account, region }: RegistryPlace): Scope {
  if (kind === 'declaration' || kind === 'snapshot') return WHOLE_REGISTRY;
  return declaredScope(resourcesOf(world), account, region);
}

/** Whether a file has a text, such as the id of a key, in it. */
export function mentions({ world, text }: Expected, wanted: string): boolean {
  return (text ?? JSON.stringify(resourcesOf(world))).includes(wanted);
}

/** The resources of all that was deployed to a world. */
function resourcesOf(world: FakeWorld): readonly PlannedResource[] {
  const { sources } = simulationOf(world).world.origins;
  return [...sources.values()].flatMap(
    ({ state }) => (state as { readonly resources: readonly PlannedResource[] }).resources,
  );
}
