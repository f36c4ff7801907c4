import type { Registry } from '../domain/registry.js';
import type { ReplicationRule } from '../domain/replication-configuration.js';
import type { World } from '../domain/world.js';

/** May a source replicate into a destination, as far as it can be told without a repository's name. */
export type RouteJudge = (source: Registry, destination: Registry) => boolean;

/** One destination of one rule. */
export interface Route {
  readonly from: Registry;
  readonly to: Registry;
  /** `all repositories`, or the prefixes. */
  readonly what: string;
  readonly problem: 'Region not enabled' | 'not permitted' | undefined;
}

/**
 * Every route of a world: sources by account and Region, then rules and destinations as they were put.
 *
 * @param permits says what policies allow
 */
export function routesOf(world: World, permits: RouteJudge): readonly Route[] {
  const routes: Route[] = [];
  for (const from of [...world.registries()].sort(byKey)) {
    for (const rule of from.replication.rules) {
      for (const destination of rule.destinations) {
        const to = world.registry(destination.registryId, destination.region);
        routes.push({ from, to, what: filtersOf(rule), problem: problemOf(from, to, permits) });
      }
    }
  }
  return routes;
}

/** Which repositories a rule is for: `all repositories`, or its prefixes. */
export function filtersOf({ prefixes }: ReplicationRule): string {
  return prefixes === undefined ? 'all repositories' : prefixes.map((one) => `${one}*`).join(', ');
}

/** Whether a registry's Region is enabled for its account. */
export function isEnabled({ account, region }: Registry): boolean {
  return account.isRegionEnabled(region);
}

/** Orders registries by account, then by Region. */
export function byKey(a: Registry, b: Registry): number {
  return a.key < b.key ? -1 : 1;
}

function problemOf(from: Registry, to: Registry, permits: RouteJudge): Route['problem'] {
  if (!isEnabled(from) || !isEnabled(to)) return 'Region not enabled';
  return permits(from, to) ? undefined : 'not permitted';
}
