import { isFailure } from '../../domain/failure.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { credentialsShape } from './rule-shape.js';

export const validatePullThroughCacheRule: Operation<'ValidatePullThroughCacheRule'> = {
  name: 'ValidatePullThroughCacheRule',
  handle(input, context) {
    const registry = registryOf(context, input.registryId);
    const rule = registry.pullThrough.require(input.ecrRepositoryPrefix);
    if (isFailure(rule)) return rule;
    const { trouble, troubleReason } = context.world.upstreams.at(rule.upstreamUrl);
    return {
      ecrRepositoryPrefix: rule.prefix,
      registryId: registry.accountId,
      upstreamRegistryUrl: rule.upstreamUrl,
      ...credentialsShape(rule),
      upstreamRepositoryPrefix: rule.upstreamPrefix,
      isValid: trouble === undefined,
      // The service's own texts are unknown [assumed].
      ...(trouble === undefined
        ? {}
        : { failure: troubleReason ?? `The upstream registry could not be reached: ${trouble}` }),
    };
  },
};
