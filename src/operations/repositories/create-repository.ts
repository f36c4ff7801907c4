import { readEncryption } from '../../domain/encryption-input.js';
import { isFailure } from '../../domain/failure.js';
import { mergeResourceTags } from '../../domain/resource-tags.js';
import { readTagMutability } from '../../domain/tag-mutability-input.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { repositoryShape } from './repository-shape.js';

export const createRepository: Operation<'CreateRepository'> = {
  name: 'CreateRepository',
  handle(input, context) {
    const registry = registryOf(context, input.registryId);
    const tagMutability = readTagMutability(
      input.imageTagMutability ?? 'MUTABLE',
      input.imageTagMutabilityExclusionFilters,
    );
    if (isFailure(tagMutability)) return tagMutability;
    const limit = context.world.limits.tagsPerRepository;
    const resourceTags = mergeResourceTags(new Map(), input.tags ?? [], limit);
    if (isFailure(resourceTags)) return resourceTags;
    const encryption = readEncryption(
      input.encryptionConfiguration ?? { encryptionType: 'AES256' },
      registry,
      true,
    );
    if (isFailure(encryption)) return encryption;
    const repository = registry.createRepository(input.repositoryName, context.now, {
      tagMutability,
      resourceTags,
      encryption,
      scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    });
    return isFailure(repository) ? repository : { repository: repositoryShape(repository) };
  },
};
