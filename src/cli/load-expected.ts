import { readFileSync } from 'node:fs';
import { FakeWorld } from '../fake/fake-world.js';
import type { Expected, RegistryPlace } from '../verify/drift/expected.js';
import { type PlantingOutput, plantSeeds } from './seeds/plant-seeds.js';
import { type SeedSource, recogniseSeed } from './seeds/recognise-seed.js';
import type { SeedOptions } from './seeds/seed-options.js';

/**
 * Reads what a registry is compared with: any file that `serve --seed` takes.
 *
 * @param path a file, or the folder that `cdk synth` writes
 * @param place the registry: where templates go that say nothing else
 * @param options what templates, plans and states do not say of themselves
 * @param output told what was accepted, and may not do what its author expects
 * @throws FakeEcrError if it can't be read or is refused
 */
export async function loadExpected(
  path: string,
  place: RegistryPlace,
  options: SeedOptions,
  output: PlantingOutput,
): Promise<Expected> {
  const source = await recogniseSeed(path);
  const world = new FakeWorld({ layers: 'assumed', defaultAccount: place.account });
  await plantSeeds(world, [path], withPlace(options, source, place), output);
  return {
    name: path,
    kind: source.kind,
    world,
    ...(source.kind === 'declaration' ? { seed: source.value } : {}),
    ...(source.kind === 'assembly' ? {} : { text: readFileSync(path, 'utf8') }),
  };
}

/** A registry is there: templates go to it, and what a plan does not know yet can't be compared. */
function withPlace(options: SeedOptions, { kind }: SeedSource, place: RegistryPlace): SeedOptions {
  const { places, unknown } = options;
  switch (kind) {
    case 'template':
    case 'assembly':
      return { ...options, places: { '': place, ...places } };
    case 'terraform':
      return {
        ...options,
        unknown: unknown === 'skip' || Object.keys(unknown).length === 0 ? 'skip' : unknown,
      };
    default:
      return options;
  }
}
