import type { PullThroughRule } from '../../domain/pull-through-rule.js';
import type { Registry } from '../../domain/registry.js';

/** The credentials of a rule: absent keys where there are none. */
export function credentialsShape({ credentialArn, customRoleArn }: PullThroughRule) {
  return {
    ...(credentialArn === undefined ? {} : { credentialArn }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
  };
}

/** What all answers about a rule have. */
export function ruleShape(registry: Registry, rule: PullThroughRule) {
  return {
    ecrRepositoryPrefix: rule.prefix,
    upstreamRegistryUrl: rule.upstreamUrl,
    createdAt: new Date(rule.createdAt),
    registryId: registry.accountId,
    ...credentialsShape(rule),
    upstreamRepositoryPrefix: rule.upstreamPrefix,
  };
}
