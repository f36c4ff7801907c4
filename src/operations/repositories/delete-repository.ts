import { isFailure } from '../../domain/failure.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { repositoryShape } from './repository-shape.js';

export const deleteRepository: Operation<'DeleteRepository'> = {
  name: 'DeleteRepository',
  handle(input, context) {
    const registry = registryOf(context, input.registryId);
    const repository = registry.deleteRepository(input.repositoryName, input.force ?? false);
    return isFailure(repository) ? repository : { repository: repositoryShape(repository) };
  },
};
