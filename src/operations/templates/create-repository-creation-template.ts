import { isFailure } from '../../domain/failure.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { PLAIN_SETTINGS, templateSettings } from './template-settings.js';
import { templateShape } from './template-shape.js';

export const createRepositoryCreationTemplate: Operation<'CreateRepositoryCreationTemplate'> = {
  name: 'CreateRepositoryCreationTemplate',
  handle(input, context) {
    const registry = registryOf(context);
    const settings = templateSettings(input, registry);
    if (isFailure(settings)) return settings;
    const template = registry.templates.create(
      input.prefix,
      { ...PLAIN_SETTINGS, appliedFor: [], ...settings },
      context.now,
    );
    if (isFailure(template)) return template;
    return { registryId: registry.accountId, repositoryCreationTemplate: templateShape(template) };
  },
};
