import type { RepositoryCreationTemplate } from '@aws-sdk/client-ecr';
import { isFailure } from '../../aws/failure.js';
import { type CreationTemplate, isSamePrefix } from '../../world/configuration/creation-templates.js';
import type { Registry } from '../../world/registry.js';
import type { Operation } from '../operation.js';
import { DEFAULT_PAGE, nextTokenOf, positionedRows, takePage } from '../page-token.js';
import { exclusionFilters } from '../repositories/repositories.js';
import { newTemplateSettings, templateSettings } from './template-settings.js';

export const createRepositoryCreationTemplate: Operation<'CreateRepositoryCreationTemplate'> = {
  name: 'CreateRepositoryCreationTemplate',
  handle(input, context) {
    const { registry } = context;
    const settings = newTemplateSettings(input, registry);
    if (isFailure(settings)) return settings;
    const template = registry.templates.create(input.prefix, settings, context.now);
    if (isFailure(template)) return template;
    return { registryId: registry.accountId, repositoryCreationTemplate: templateShape(template) };
  },
};

export const deleteRepositoryCreationTemplate: Operation<'DeleteRepositoryCreationTemplate'> = {
  name: 'DeleteRepositoryCreationTemplate',
  handle({ prefix }, context) {
    const { registry } = context;
    const template = registry.templates.delete(prefix);
    if (isFailure(template)) return template;
    return { registryId: registry.accountId, repositoryCreationTemplate: templateShape(template) };
  },
};

export const describeRepositoryCreationTemplates: Operation<'DescribeRepositoryCreationTemplates'> = {
  name: 'DescribeRepositoryCreationTemplates',
  handle(input, context) {
    const { registry } = context;
    const page = takePage(
      `DescribeRepositoryCreationTemplates ${registry.key} ${JSON.stringify(input.prefixes ?? [])}`,
      input.nextToken,
      input.maxResults ?? DEFAULT_PAGE,
      (start) => positionedRows(templatesOf(registry, input.prefixes, start?.position)),
    );
    if (isFailure(page)) return page;
    return {
      registryId: registry.accountId,
      repositoryCreationTemplates: page.items.map(templateShape),
      ...nextTokenOf(page),
    };
  },
};

/** A prefix without a template is not an error: the operation has no exception for it [docs]. */
function* templatesOf(
  registry: Registry,
  prefixes: readonly string[] | undefined,
  position: number | undefined,
) {
  for (const template of registry.templates.list(position)) {
    if (
      prefixes === undefined ||
      prefixes.length === 0 ||
      prefixes.some((prefix) => isSamePrefix(prefix, template.prefix))
    )
      yield template;
  }
}

function templateShape(template: CreationTemplate): RepositoryCreationTemplate {
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

export const updateRepositoryCreationTemplate: Operation<'UpdateRepositoryCreationTemplate'> = {
  name: 'UpdateRepositoryCreationTemplate',
  handle(input, context) {
    const { registry } = context;
    const changes = templateSettings(input, registry, registry.templates.get(input.prefix));
    if (isFailure(changes)) return changes;
    const template = registry.templates.update(input.prefix, changes, context.now);
    if (isFailure(template)) return template;
    return { registryId: registry.accountId, repositoryCreationTemplate: templateShape(template) };
  },
};
