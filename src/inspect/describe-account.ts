import type { World } from '../domain/world.js';
import { furnishedRegistries } from './contents.js';
import { counted } from './wording.js';

/**
 * An account in one line.
 *
 * @returns for example `111122223333: 2 registries, enabled: me-central-1, disabled: us-east-1`
 */
export function describeAccount(world: World, id: string): string {
  const account = world.account(id);
  const registries = furnishedRegistries(world).filter((one) => one.account === account);
  const { enabled, disabled } = account.regionSettings();
  const parts = [
    counted(registries.length, 'registry', 'registries'),
    ...(enabled.length === 0 ? [] : [`enabled: ${[...enabled].sort().join(' ')}`]),
    ...(disabled.length === 0 ? [] : [`disabled: ${[...disabled].sort().join(' ')}`]),
    ...(account.organizationId === undefined ? [] : [`of ${account.organizationId}`]),
  ];
  return `${id}: ${parts.join(', ')}`;
}
