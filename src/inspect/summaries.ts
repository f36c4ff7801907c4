import type { Upstream } from '../world/configuration/upstreams.js';
import type { Registry } from '../world/registry.js';
import type { Repository } from '../world/repository.js';
import type { World } from '../world/world.js';
import { imageCountOf, nonEmptyRegistries } from './contents.js';
import { counted } from './format.js';
import { isEnabled } from './routes.js';

/**
 * A world in one line.
 *
 * @returns for example `1 account, 2 registries, 3 repositories, 8 images`
 */
export function describeWorld(world: World): string {
  const registries = nonEmptyRegistries(world);
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

/**
 * An account in one line.
 *
 * @returns for example `111122223333: 2 registries, enabled: me-central-1, disabled: us-east-1`
 */
export function describeAccount(world: World, id: string): string {
  const account = world.account(id);
  const registries = nonEmptyRegistries(world).filter((one) => one.account === account);
  const { enabled, disabled } = account.regionSettings();
  const parts = [
    counted(registries.length, 'registry', 'registries'),
    ...(enabled.length === 0 ? [] : [`enabled: ${[...enabled].sort().join(' ')}`]),
    ...(disabled.length === 0 ? [] : [`disabled: ${[...disabled].sort().join(' ')}`]),
    ...(account.organizationId === undefined ? [] : [`of ${account.organizationId}`]),
  ];
  return `${id}: ${parts.join(', ')}`;
}

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
export function summarizeRegistry(registry: Registry): string {
  return `${registry.key}: ${summaryOfRegistry(registry)}`;
}

/**
 * A repository's settings and counts, without its name.
 *
 * @returns for example `MUTABLE, AES256, 2 images, 3 tags`
 */
export function summaryOfRepository(repository: Repository): string {
  const { mode, exclusions } = repository.tagMutability;
  const parts = [
    exclusions.length === 0 ? mode : `${mode} (${exclusions.join(', ')})`,
    repository.encryption.type,
    counted(repository.imageCount, 'image'),
    counted(repository.tagCount, 'tag'),
    ...(repository.scanOnPush ? ['scan on push'] : []),
    ...(repository.lifecycle === undefined ? [] : ['lifecycle policy']),
    ...(repository.policyText === undefined ? [] : ['repository policy']),
  ];
  return parts.join(', ');
}

/**
 * A repository in one line.
 *
 * @returns for example `payments at 111122223333/us-west-2: MUTABLE, AES256, 2 images, 3 tags`
 * @example
 * describeRepository(registry.repository('payments'));
 */
export function describeRepository(repository: Repository): string {
  return `${repository.name} at ${repository.registry.key}: ${summaryOfRepository(repository)}`;
}

/**
 * A registry outside AWS in one line.
 *
 * @returns for example `registry-1.docker.io: 2 images, 1 tag, 3 requests`
 */
export function describeUpstream(upstream: Upstream): string {
  const { images, tags } = upstream.contents();
  const parts = [
    counted(images.size, 'image'),
    counted(tags.size, 'tag'),
    counted(upstream.requests, 'request'),
    ...(upstream.trouble === undefined ? [] : [`answers ${upstream.trouble}`]),
  ];
  return `${upstream.url}: ${parts.join(', ')}`;
}
