import { type ReplicationRule, ruleMatches } from '../world/configuration/replication-configuration.js';
import type { Registry } from '../world/registry.js';
import type { Repository } from '../world/repository.js';
import type { World } from '../world/world.js';
import { counted } from './format.js';

/** What policies allow replications to do; the replication engine implements this. */
export interface RouteJudge {
  /** Whether the destination allows the source to replicate any repositories. */
  permits(source: Registry, destination: Registry): boolean;
  /** The permission that a repository of this name lacks. */
  missingPermission(source: Registry, destination: Registry, repositoryName: string): string | undefined;
  /** The statement that lets a repository of this name in, if it is written in a template, a plan or a state. */
  permittedBy?(source: Registry, destination: Registry, repositoryName: string): string | undefined;
}

/** One destination of one rule. */
export interface GraphRoute {
  readonly from: Registry;
  readonly to: Registry;
  /** `all repositories`, or `prefix 'pay'`. */
  readonly what: string;
  /** Whether repositories that the rule matches are replicated: all, some, or none. */
  readonly state: 'open' | 'partly open' | 'blocked';
  /**
   * `permitted` if another account allows it, otherwise the problem: no policy, a policy that does not allow it, or
   * one that allows images but not the repositories they need; absent within one account.
   */
  readonly remark: string | undefined;
}

/** How many repositories of each route are checked by name. */
const MOST_JUDGED = 100;
const MOST_NAMED = 3;

/**
 * Every route of a world: sources by account and Region, then rules and destinations in the document's order.
 *
 * @param judge answers what policies allow
 */
export function routesOf(world: World, judge: RouteJudge): readonly GraphRoute[] {
  const routes: GraphRoute[] = [];
  for (const from of [...world.registries()].sort(byKey)) {
    for (const rule of from.replication.rules) {
      for (const destination of rule.destinations) {
        const to = world.registry(destination.registryId, destination.region);
        routes.push({ from, to, what: filtersOf(rule), ...conditionOf(rule, from, to, judge) });
      }
    }
  }
  return routes;
}

/** The repositories that a rule applies to: `all repositories`, or its prefixes. */
export function filtersOf({ prefixes }: ReplicationRule): string {
  // Not as a glob, which would not be valid in a filter.
  return prefixes === undefined ? 'all repositories' : prefixes.map((one) => `prefix '${one}'`).join(', ');
}

/** Whether a registry's Region is enabled for its account. */
export function isEnabled({ account, region }: Registry): boolean {
  return account.isRegionEnabled(region);
}

/** Orders registries by account, then by Region. */
export function byKey(a: Registry, b: Registry): number {
  return a.key < b.key ? -1 : 1;
}

function conditionOf(
  rule: ReplicationRule,
  from: Registry,
  to: Registry,
  judge: RouteJudge,
): Pick<GraphRoute, 'state' | 'remark'> {
  if (!isEnabled(from) || !isEnabled(to)) return { state: 'blocked', remark: 'Region not enabled' };
  const names = repositoriesUnder(rule, from).map(({ name }) => name);
  const missing = new Map(names.map((name) => [name, judge.missingPermission(from, to, name)]));
  const refused = names.filter((name) => missing.get(name) !== undefined);
  if (!judge.permits(from, to)) {
    const hasNone = to.policyText === undefined && from.account !== to.account;
    return { state: 'blocked', remark: hasNone ? 'no registry policy' : 'not permitted' };
  }
  const lacksCreation =
    refused.length > 0 && refused.every((name) => missing.get(name) === 'ecr:CreateRepository');
  if (names.length > 0 && refused.length === names.length) {
    return { state: 'blocked', remark: lacksCreation ? 'may replicate, may not create' : 'not permitted' };
  }
  const asksNobody = from.account === to.account;
  if (refused.length === 0) {
    const name = names[0] ?? rule.prefixes?.[0];
    const statement = asksNobody || name === undefined ? undefined : judge.permittedBy?.(from, to, name);
    const by = statement === undefined ? '' : ` by '${statement}'`;
    return { state: 'open', remark: asksNobody ? undefined : `permitted${by}` };
  }
  return {
    state: 'partly open',
    remark: `${lacksCreation ? 'may not create' : 'not permitted for'} ${listed(refused)}`,
  };
}

function repositoriesUnder(rule: ReplicationRule, registry: Registry): readonly Repository[] {
  const found: Repository[] = [];
  for (const repository of registry.repositories()) {
    if (found.length === MOST_JUDGED) break;
    if (ruleMatches(rule, repository.name)) found.push(repository);
  }
  return found;
}

function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return rest > 0 ? `${shown} and ${counted(rest, 'other')}` : shown;
}

/** All routes from one registry to another, drawn as one arrow. */
export interface GraphEdge {
  readonly from: Registry;
  readonly to: Registry;
  /** The filters of all rules, each once. */
  readonly label: string;
  /** Blocked if every route is. */
  readonly isBlocked: boolean;
  /** The problem with some or all of it. */
  readonly problem: string | undefined;
}

/** One edge for each pair of registries, in the order of the routes. */
export function edgesOf(routes: readonly GraphRoute[]): readonly GraphEdge[] {
  const groups = new Map<string, GraphRoute[]>();
  for (const route of routes) {
    const key = `${route.from.key} ${route.to.key}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [route]);
    else group.push(route);
  }
  return [...groups.values()].map((group) => {
    const { from, to } = group[0] as GraphRoute;
    return {
      from,
      to,
      label: [...new Set(group.flatMap(({ what }) => what.split(', ')))].join(', '),
      isBlocked: group.every(({ state }) => state === 'blocked'),
      problem: group.find(({ state }) => state !== 'open')?.remark,
    };
  });
}
