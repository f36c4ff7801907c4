import { isFailure } from '../../domain/failure.js';
import { credentialRefusal } from '../../domain/pull-through-input.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { credentialsShape } from './rule-shape.js';

export const updatePullThroughCacheRule: Operation<'UpdatePullThroughCacheRule'> = {
  name: 'UpdatePullThroughCacheRule',
  handle(input, context) {
    const registry = registryOf(context, input.registryId);
    const { ecrRepositoryPrefix: prefix, credentialArn, customRoleArn } = input;
    const known = registry.pullThrough.require(prefix);
    if (isFailure(known)) return known;
    const credentials = {
      ...(credentialArn === undefined ? {} : { credentialArn }),
      ...(customRoleArn === undefined ? {} : { customRoleArn }),
    };
    const refusal = credentialRefusal(registry, known.upstream, { ...known, ...credentials });
    if (refusal !== undefined) return refusal;
    const rule = registry.pullThrough.update(prefix, credentials, context.now);
    if (isFailure(rule)) return rule;
    return {
      ecrRepositoryPrefix: rule.prefix,
      registryId: registry.accountId,
      updatedAt: new Date(rule.updatedAt),
      ...credentialsShape(rule),
      upstreamRepositoryPrefix: rule.upstreamPrefix,
    };
  },
};
