import { isFailure } from '../../domain/failure.js';
import { readPullThroughRule } from '../../domain/pull-through-input.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { ruleShape } from './rule-shape.js';

export const createPullThroughCacheRule: Operation<'CreatePullThroughCacheRule'> = {
  name: 'CreatePullThroughCacheRule',
  handle(input, context) {
    const registry = registryOf(context, input.registryId);
    const settings = readPullThroughRule(registry, {
      prefix: input.ecrRepositoryPrefix,
      upstreamUrl: input.upstreamRegistryUrl,
      upstream: input.upstreamRegistry,
      credentialArn: input.credentialArn,
      customRoleArn: input.customRoleArn,
      upstreamPrefix: input.upstreamRepositoryPrefix,
    });
    if (isFailure(settings)) return settings;
    const rule = registry.pullThrough.create(input.ecrRepositoryPrefix, settings, context.now);
    if (isFailure(rule)) return rule;
    return { ...ruleShape(registry, rule), upstreamRegistry: rule.upstream };
  },
};
