import type { RepositoryCreationTemplate } from '@aws-sdk/client-ecr';
import type { CreationTemplate } from '../../domain/creation-template.js';
import { exclusionFilters } from '../repositories/repository-shape.js';

export function templateShape(template: CreationTemplate): RepositoryCreationTemplate {
  const { tagMutability, encryption } = template;
  return {
    prefix: template.prefix,
    ...(template.description === undefined ? {} : { description: template.description }),
    encryptionConfiguration: {
      encryptionType: encryption.type,
      ...(encryption.kmsKey === undefined ? {} : { kmsKey: encryption.kmsKey }),
    },
    ...(template.resourceTags.size === 0
      ? {}
      : { resourceTags: [...template.resourceTags].map(([Key, Value]) => ({ Key, Value })) }),
    imageTagMutability: tagMutability.mode,
    ...exclusionFilters(tagMutability.exclusions),
    ...(template.repositoryPolicyText === undefined
      ? {}
      : { repositoryPolicy: template.repositoryPolicyText }),
    ...(template.lifecyclePolicyText === undefined ? {} : { lifecyclePolicy: template.lifecyclePolicyText }),
    appliedFor: [...template.appliedFor],
    ...(template.customRoleArn === undefined ? {} : { customRoleArn: template.customRoleArn }),
    createdAt: new Date(template.createdAt),
    updatedAt: new Date(template.updatedAt),
  };
}
