import { isFailure } from '../../domain/failure.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { templateSettings } from './template-settings.js';
import { templateShape } from './template-shape.js';

export const updateRepositoryCreationTemplate: Operation<'UpdateRepositoryCreationTemplate'> = {
  name: 'UpdateRepositoryCreationTemplate',
  handle(input, context) {
    const registry = registryOf(context);
    const changes = templateSettings(input, registry, registry.templates.get(input.prefix));
    if (isFailure(changes)) return changes;
    const template = registry.templates.update(input.prefix, changes, context.now);
    if (isFailure(template)) return template;
    return { registryId: registry.accountId, repositoryCreationTemplate: templateShape(template) };
  },
};
