import { type Outcome, invalidParameter, isFailure } from '../aws/failure.js';
import { readEncryption } from '../ecr/repositories/encryption-input.js';
import { FakeEcrError } from '../lib/misuse.js';
import type { Encryption } from '../world/configuration/encryption.js';
import { mergeResourceTags } from '../world/configuration/resource-tags.js';
import { isRepositoryName } from '../world/images/image-reference.js';
import type { Registry } from '../world/registry.js';
import type { Repository } from '../world/repository.js';
import { type PlainRepositorySettings, tagMutabilityOf } from './repository-settings.js';

/** Setting up a scene bypasses quotas. */
const NO_LIMIT = Infinity;

/**
 * Creates a repository, without its policies.
 *
 * @param now epoch milliseconds
 * @returns the repository, or why ECR would refuse it
 * @throws FakeEcrError if a setting is not valid
 */
export function createRepositoryOf(
  settings: PlainRepositorySettings,
  registry: Registry,
  name: string,
  now: number,
): Outcome<Repository> {
  if (!isRepositoryName(name)) {
    return invalidParameter(
      'repositoryName',
      'must be 2 to 256 characters of lower case, digits, . _ - and /',
    );
  }
  const { imageTagMutability = 'MUTABLE', mutabilityExclusions, scanOnPush = false } = settings;
  const tagMutability = tagMutabilityOf(imageTagMutability, mutabilityExclusions);
  if (isFailure(tagMutability)) return tagMutability;
  const resourceTags = mergeResourceTags(new Map(), settings.resourceTags ?? [], NO_LIMIT);
  if (isFailure(resourceTags)) return resourceTags;
  const encryption = encryptionOf(settings, registry);
  if (isFailure(encryption)) return encryption;
  return registry.createRepository(name, now, {
    tagMutability,
    scanOnPush,
    resourceTags,
    ...(encryption === undefined ? {} : { encryption }),
  });
}

/**
 * Changes the settings of an existing repository, except its policies; settings that are not given stay.
 *
 * @returns the repository, or why ECR would refuse it
 * @throws FakeEcrError if a different encryption is given, which cannot be changed
 */
export function changeRepositoryTo(
  settings: PlainRepositorySettings,
  repository: Repository,
): Outcome<Repository> {
  const { imageTagMutability, mutabilityExclusions, scanOnPush } = settings;
  const encryption = encryptionOf(settings, repository.registry);
  if (isFailure(encryption)) return encryption;
  const { type, kmsKey } = repository.encryption;
  if (encryption !== undefined && (encryption.type !== type || encryption.kmsKey !== kmsKey)) {
    throw new FakeEcrError(
      `The repository '${repository.name}' at ${repository.registry.key} is already encrypted with ${type}.`,
      'Encryption cannot be changed after creation: leave it out, or name another repository.',
    );
  }
  const isMutabilitySaid = imageTagMutability !== undefined || mutabilityExclusions !== undefined;
  const tagMutability = isMutabilitySaid
    ? tagMutabilityOf(imageTagMutability ?? repository.tagMutability.mode, mutabilityExclusions)
    : repository.tagMutability;
  if (isFailure(tagMutability)) return tagMutability;
  const resourceTags = mergeResourceTags(repository.resourceTags, settings.resourceTags ?? [], NO_LIMIT);
  if (isFailure(resourceTags)) return resourceTags;
  repository.tagMutability = tagMutability;
  repository.resourceTags = resourceTags;
  repository.scanOnPush = scanOnPush ?? repository.scanOnPush;
  return repository;
}

function encryptionOf(
  { encryption }: PlainRepositorySettings,
  registry: Registry,
): Outcome<Encryption> | undefined {
  if (encryption === undefined) return undefined;
  const { type: encryptionType, kmsKey } = encryption;
  return readEncryption({ encryptionType, kmsKey }, registry, true);
}
