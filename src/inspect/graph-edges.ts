import type { Registry } from '../domain/registry.js';
import type { Route } from './routes.js';

/** All routes from one registry to another, drawn as one arrow. */
export interface GraphEdge {
  readonly from: Registry;
  readonly to: Registry;
  /** The filters of all rules, each once. */
  readonly label: string;
  /** Blocked where every route is. */
  readonly isBlocked: boolean;
  /** What stands in the way of some or all of it. */
  readonly problem: string | undefined;
}

/** One edge for each pair of registries, in the order of the routes. */
export function edgesOf(routes: readonly Route[]): readonly GraphEdge[] {
  const groups = new Map<string, Route[]>();
  for (const route of routes) {
    const key = `${route.from.key} ${route.to.key}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [route]);
    else group.push(route);
  }
  return [...groups.values()].map((group) => {
    const { from, to } = group[0] as Route;
    return {
      from,
      to,
      label: [...new Set(group.flatMap(({ what }) => what.split(', ')))].join(', '),
      isBlocked: group.every(({ state }) => state === 'blocked'),
      problem: group.find(({ state }) => state !== 'open')?.remark,
    };
  });
}
