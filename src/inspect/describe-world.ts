import type { World } from '../domain/world.js';
import { furnishedRegistries, imageCountOf } from './contents.js';
import { counted } from './wording.js';

/**
 * A world in one line.
 *
 * @returns for example `1 account, 2 registries, 3 repositories, 8 images`
 */
export function describeWorld(world: World): string {
  const registries = furnishedRegistries(world);
  if (registries.length === 0) return 'nothing here yet';
  return [
    counted(new Set(registries.map(({ account }) => account)).size, 'account'),
    counted(registries.length, 'registry', 'registries'),
    counted(
      registries.reduce((sum, one) => sum + one.repositoryCount, 0),
      'repository',
      'repositories',
    ),
    counted(
      registries.reduce((sum, one) => sum + imageCountOf(one), 0),
      'image',
    ),
  ].join(', ');
}
