import { type Outcome, isFailure } from '../../aws/failure.js';
import { credentialRefusal, readPullThroughRule } from '../../ecr/pull-through/rule-input.js';
import type {
  PullThroughRule,
  PullThroughRuleSettings,
} from '../../world/configuration/pull-through-rules.js';
import type { Registry } from '../../world/registry.js';
import type { Operation, OperationInput } from '../operation.js';
import { DEFAULT_PAGE, nextTokenOf, positionedRows, takePage } from '../page-token.js';

/** The rule that a request describes. */
export function pullThroughSettings(
  input: OperationInput<'CreatePullThroughCacheRule'>,
  registry: Registry,
): Outcome<PullThroughRuleSettings> {
  return readPullThroughRule(registry, {
    prefix: input.ecrRepositoryPrefix,
    upstreamUrl: input.upstreamRegistryUrl,
    upstream: input.upstreamRegistry,
    credentialArn: input.credentialArn,
    customRoleArn: input.customRoleArn,
    upstreamPrefix: input.upstreamRepositoryPrefix,
  });
}

export const createPullThroughCacheRule: Operation<'CreatePullThroughCacheRule'> = {
  name: 'CreatePullThroughCacheRule',
  handle(input, context) {
    const { registry } = context;
    const settings = pullThroughSettings(input, registry);
    if (isFailure(settings)) return settings;
    const rule = registry.pullThrough.create(input.ecrRepositoryPrefix, settings, context.now);
    if (isFailure(rule)) return rule;
    return { ...ruleShape(registry, rule), upstreamRegistry: rule.upstream };
  },
};

export const deletePullThroughCacheRule: Operation<'DeletePullThroughCacheRule'> = {
  name: 'DeletePullThroughCacheRule',
  handle(input, context) {
    const { registry } = context;
    const rule = registry.pullThrough.delete(input.ecrRepositoryPrefix);
    return isFailure(rule) ? rule : ruleShape(registry, rule);
  },
};

export const describePullThroughCacheRules: Operation<'DescribePullThroughCacheRules'> = {
  name: 'DescribePullThroughCacheRules',
  handle(input, context) {
    const { registry } = context;
    const wanted = input.ecrRepositoryPrefixes && findAll(registry, input.ecrRepositoryPrefixes);
    if (isFailure(wanted)) return wanted;
    const page = takePage(
      `DescribePullThroughCacheRules ${registry.key} ${JSON.stringify(input.ecrRepositoryPrefixes ?? [])}`,
      input.nextToken,
      input.maxResults ?? DEFAULT_PAGE,
      (start) => positionedRows(rulesFrom(registry, wanted, start?.position)),
    );
    if (isFailure(page)) return page;
    return {
      pullThroughCacheRules: page.items.map((rule) => ({
        ...ruleShape(registry, rule),
        upstreamRegistry: rule.upstream,
        updatedAt: new Date(rule.updatedAt),
      })),
      ...nextTokenOf(page),
    };
  },
};

/** A prefix without a rule fails the call [docs]. */
function findAll(registry: Registry, prefixes: readonly string[]): Outcome<ReadonlySet<PullThroughRule>> {
  const found = new Set<PullThroughRule>();
  for (const prefix of prefixes) {
    const rule = registry.pullThrough.require(prefix);
    if (isFailure(rule)) return rule;
    found.add(rule);
  }
  return found;
}

function* rulesFrom(
  registry: Registry,
  wanted: ReadonlySet<PullThroughRule> | undefined,
  position: number | undefined,
) {
  for (const rule of registry.pullThrough.list(position)) {
    if (wanted === undefined || wanted.has(rule)) yield rule;
  }
}

/** The credentials of a rule: absent keys if there are none. */
function credentialsShape({ credentialArn, customRoleArn }: PullThroughRule) {
  return {
    ...(credentialArn === undefined ? {} : { credentialArn }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
  };
}

/** The members of every answer about a rule. */
function ruleShape(registry: Registry, rule: PullThroughRule) {
  return {
    ecrRepositoryPrefix: rule.prefix,
    upstreamRegistryUrl: rule.upstreamUrl,
    createdAt: new Date(rule.createdAt),
    registryId: registry.accountId,
    ...credentialsShape(rule),
    upstreamRepositoryPrefix: rule.upstreamPrefix,
  };
}

export const updatePullThroughCacheRule: Operation<'UpdatePullThroughCacheRule'> = {
  name: 'UpdatePullThroughCacheRule',
  handle(input, context) {
    const { registry } = context;
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

export const validatePullThroughCacheRule: Operation<'ValidatePullThroughCacheRule'> = {
  name: 'ValidatePullThroughCacheRule',
  handle(input, context) {
    const { registry } = context;
    const rule = registry.pullThrough.require(input.ecrRepositoryPrefix);
    if (isFailure(rule)) return rule;
    const { trouble, troubleReason } = context.registry.world.upstreams.at(rule.upstreamUrl);
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
