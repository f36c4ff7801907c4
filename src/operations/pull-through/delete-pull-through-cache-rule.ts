import { isFailure } from '../../domain/failure.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { ruleShape } from './rule-shape.js';

export const deletePullThroughCacheRule: Operation<'DeletePullThroughCacheRule'> = {
  name: 'DeletePullThroughCacheRule',
  handle(input, context) {
    const registry = registryOf(context, input.registryId);
    const rule = registry.pullThrough.delete(input.ecrRepositoryPrefix);
    return isFailure(rule) ? rule : ruleShape(registry, rule);
  },
};
