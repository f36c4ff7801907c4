import { isFailure } from '../../domain/failure.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { templateShape } from './template-shape.js';

export const deleteRepositoryCreationTemplate: Operation<'DeleteRepositoryCreationTemplate'> = {
  name: 'DeleteRepositoryCreationTemplate',
  handle({ prefix }, context) {
    const registry = registryOf(context);
    const template = registry.templates.delete(prefix);
    if (isFailure(template)) return template;
    return { registryId: registry.accountId, repositoryCreationTemplate: templateShape(template) };
  },
};
