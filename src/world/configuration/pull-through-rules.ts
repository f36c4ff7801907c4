import { Failure, type Outcome, isFailure } from '../../aws/failure.js';
import { OrderedIndex, type Positioned } from '../../lib/ordered-index.js';
import type { OwningRegistry } from './owning-registry.js';
import type { UpstreamKind } from './upstreams.js';

/** The settings of a new rule. */
export interface PullThroughRuleSettings {
  readonly upstreamUrl: string;
  readonly upstream: UpstreamKind;
  /** A secret of Secrets Manager. */
  readonly credentialArn?: string;
  /** A role, for another account's registry. */
  readonly customRoleArn?: string;
  /** `ROOT` if repositories keep their names [docs]. */
  readonly upstreamPrefix: string;
}

/** Pulls below a prefix go through to an upstream registry. Times are epoch milliseconds. */
export interface PullThroughRule extends PullThroughRuleSettings, Positioned {
  readonly prefix: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The prefix that means no prefix. */
export const ROOT = 'ROOT';

/** The pull-through cache rules of one registry. */
export class PullThroughRules {
  private readonly byPrefix = new Map<string, PullThroughRule>();
  private readonly order = new OrderedIndex<PullThroughRule>();

  constructor(private readonly owner: OwningRegistry) {}

  get size(): number {
    return this.byPrefix.size;
  }

  create(prefix: string, settings: PullThroughRuleSettings, at: number): Outcome<PullThroughRule> {
    const { accountId, limits, positions } = this.owner;
    const key = keyOf(prefix);
    if (this.byPrefix.has(key)) return alreadyExists(prefix, accountId);
    const limit = limits.pullThroughCacheRulesPerRegistry;
    if (this.byPrefix.size >= limit) return tooMany(accountId, limit);
    return this.put({ ...settings, prefix, position: positions.next(), createdAt: at, updatedAt: at });
  }

  /** Credentials can be replaced, the upstream can't [docs]. */
  update(
    prefix: string,
    changes: Pick<PullThroughRuleSettings, 'credentialArn' | 'customRoleArn'>,
    at: number,
  ): Outcome<PullThroughRule> {
    const known = this.require(prefix);
    if (isFailure(known)) return known;
    this.order.delete(known);
    return this.put({ ...known, ...changes, updatedAt: at });
  }

  /** Cached images stay [docs]. */
  delete(prefix: string): Outcome<PullThroughRule> {
    const known = this.require(prefix);
    if (isFailure(known)) return known;
    this.byPrefix.delete(keyOf(prefix));
    this.order.delete(known);
    return known;
  }

  require(prefix: string): Outcome<PullThroughRule> {
    return this.byPrefix.get(keyOf(prefix)) ?? notFound(prefix, this.owner.accountId);
  }

  /** @returns puts back the rules that there are now */
  mark(): () => void {
    const before = [...this.order];
    return () => {
      for (const one of [...this.order]) this.order.delete(one);
      this.byPrefix.clear();
      for (const one of before) {
        this.byPrefix.set(keyOf(one.prefix), one);
        this.order.add(one);
      }
    };
  }

  list(position?: number): Iterable<PullThroughRule> {
    return this.order.from(position);
  }

  /** Adds a rule as it is. */
  put(given: PullThroughRule): PullThroughRule {
    const rule = normalRule(given);
    this.byPrefix.set(keyOf(rule.prefix), rule);
    this.order.add(rule);
    return rule;
  }

  /** The rule for a repository: the longest prefix, with an implied slash; else ROOT [assumed]. */
  ruleFor(repositoryName: string): PullThroughRule | undefined {
    if (this.byPrefix.size === 0) return undefined;
    let end = repositoryName.lastIndexOf('/');
    while (end > 0) {
      const rule = this.byPrefix.get(repositoryName.slice(0, end));
      if (rule !== undefined) return rule;
      end = repositoryName.lastIndexOf('/', end - 1);
    }
    return this.byPrefix.get(ROOT);
  }
}

/** The same form for every source: members in one order, and none without a value. */
function normalRule(given: PullThroughRule): PullThroughRule {
  const { credentialArn, customRoleArn } = given;
  return {
    upstreamUrl: given.upstreamUrl,
    upstream: given.upstream,
    upstreamPrefix: given.upstreamPrefix,
    ...(credentialArn === undefined ? {} : { credentialArn }),
    ...(customRoleArn === undefined ? {} : { customRoleArn }),
    prefix: given.prefix,
    position: given.position,
    createdAt: given.createdAt,
    updatedAt: given.updatedAt,
  };
}

/** The upstream name of a cached repository: one prefix is replaced by the other [docs]. */
export function upstreamName(rule: PullThroughRule, repositoryName: string): string {
  const rest = rule.prefix === ROOT ? repositoryName : repositoryName.slice(keyOf(rule.prefix).length + 1);
  return rule.upstreamPrefix === ROOT ? rest : `${keyOf(rule.upstreamPrefix)}/${rest}`;
}

function keyOf(prefix: string): string {
  return prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
}

/** The service's own texts are unknown [assumed]. */
function alreadyExists(prefix: string, registryId: string): Failure {
  return new Failure(
    'PullThroughCacheRuleAlreadyExistsException',
    `The pull through cache rule with prefix '${prefix}' already exists in the registry with id '${registryId}'`,
  );
}

function notFound(prefix: string, registryId: string): Failure {
  return new Failure(
    'PullThroughCacheRuleNotFoundException',
    `The pull through cache rule with prefix '${prefix}' does not exist in the registry with id '${registryId}'`,
  );
}

function tooMany(registryId: string, limit: number): Failure {
  return new Failure(
    'LimitExceededException',
    `The registry with id '${registryId}' already has the maximum allowed number of pull through cache rules which is '${limit}'`,
  );
}
