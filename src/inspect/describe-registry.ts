import type { Registry } from '../domain/registry.js';
import { imageCountOf } from './contents.js';
import { isEnabled } from './routes.js';
import { counted } from './wording.js';

/**
 * A registry in one line, without its name.
 *
 * @returns for example `2 repositories, 5 images, 1 replication rule, registry policy`
 */
export function summaryOfRegistry(registry: Registry): string {
  const rules = registry.replication.rules.length;
  const parts = [
    counted(registry.repositoryCount, 'repository', 'repositories'),
    counted(imageCountOf(registry), 'image'),
    ...(rules === 0 ? [] : [counted(rules, 'replication rule')]),
    registry.policyText === undefined ? 'no registry policy' : 'registry policy',
    ...(registry.pullThrough.size === 0 ? [] : [counted(registry.pullThrough.size, 'pull-through rule')]),
    ...(isEnabled(registry) ? [] : ['Region not enabled']),
  ];
  return parts.join(', ');
}

/**
 * A registry in one line.
 *
 * @returns for example `111122223333/us-west-2: 2 repositories, 5 images, no registry policy`
 * @example
 * describeRegistry(world.registry('111122223333', 'us-west-2'));
 */
export function describeRegistry(registry: Registry): string {
  return `${registry.key}: ${summaryOfRegistry(registry)}`;
}
