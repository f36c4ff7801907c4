import { type Outcome, isFailure } from '../../domain/failure.js';
import { DEFAULT_PAGE, nextTokenOf, positionedRows, takePage } from '../../domain/page-token.js';
import type { PullThroughRule } from '../../domain/pull-through-rule.js';
import type { Registry } from '../../domain/registry.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { ruleShape } from './rule-shape.js';

export const describePullThroughCacheRules: Operation<'DescribePullThroughCacheRules'> = {
  name: 'DescribePullThroughCacheRules',
  handle(input, context) {
    const registry = registryOf(context, input.registryId);
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

/** One prefix without a rule fails the call [docs]. */
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
