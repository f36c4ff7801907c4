import type { Repository } from '../domain/repository.js';
import { counted } from './wording.js';

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
