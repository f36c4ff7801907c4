import { Failure, type Outcome, isFailure } from '../../aws/failure.js';
import type { CreationPurpose } from '../../world/configuration/creation-templates.js';
import type { UnitOfWork } from '../../world/domain-event.js';
import type { Registry } from '../../world/registry.js';
import type { Repository } from '../../world/repository.js';
import { keyRefusal } from '../repositories/kms-key.js';

/** Why ECR could not create a repository by a template; our own code, since none is published [assumed]. */
export const TEMPLATE_NEEDS_ROLE = 'RepositoryCreationTemplateRoleRequired';

/**
 * Creates a repository on behalf of ECR: by the matching template of the registry, otherwise with defaults. A
 * template with tags or KMS needs a role [docs].
 */
export function createRepositoryFor(
  purpose: CreationPurpose,
  registry: Registry,
  name: string,
  unit: UnitOfWork,
): Outcome<Repository> {
  const refusal = creationRefusal(purpose, registry, name);
  if (refusal !== undefined) return refusal;
  const template = registry.templates.resolve(name, purpose);
  if (template === undefined) return registry.createRepository(name, unit.now);
  const repository = registry.createRepository(name, unit.now, {
    tagMutability: template.tagMutability,
    encryption: template.encryption,
    resourceTags: template.resourceTags,
    ...(template.repositoryPolicyText === undefined ? {} : { policyText: template.repositoryPolicyText }),
    ...(template.lifecyclePolicyText === undefined
      ? {}
      : { lifecyclePolicyText: template.lifecyclePolicyText }),
  });
  if (!isFailure(repository) && repository.lifecycle !== undefined) {
    unit.emit({ type: 'lifecycle-policy-put', repository });
  }
  return repository;
}

/** Why {@link createRepositoryFor} would not create a repository now, or undefined. */
export function creationRefusal(
  purpose: CreationPurpose,
  registry: Registry,
  name: string,
): Failure | undefined {
  const template = registry.templates.resolve(name, purpose);
  if (template !== undefined && template.customRoleArn === undefined) {
    if (template.resourceTags.size > 0 || template.encryption.type !== 'AES256') {
      return new Failure(
        TEMPLATE_NEEDS_ROLE,
        `The repository creation template '${template.prefix}' sets resource tags or KMS encryption and has no customRoleArn`,
      );
    }
  }
  const kmsKey = template?.encryption.kmsKey;
  const refusal = kmsKey === undefined ? undefined : keyRefusal(kmsKey, registry);
  return refusal ?? registry.creationRefusal(name);
}

/**
 * Creates the repository of a push if it is missing and a template for pushes matches. If it can't be created, the
 * push is answered as without a template [assumed].
 */
export function createForPush(registry: Registry, name: string, unit: UnitOfWork): void {
  if (registry.repository(name) !== undefined) return;
  if (registry.templates.resolve(name, 'CREATE_ON_PUSH') === undefined) return;
  createRepositoryFor('CREATE_ON_PUSH', registry, name, unit);
}
