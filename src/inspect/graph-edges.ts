import type { Registry } from '../domain/registry.js';
import type { Route } from './routes.js';

/** All routes from one registry to another, drawn as one arrow. */
export interface GraphEdge {
  readonly from: Registry;
  readonly to: Registry;
  /** The filters of all rules, each once. */
  readonly label: string;
  readonly problem: Route['problem'];
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
    const { from, to, problem } = group[0] as Route;
    return { from, to, problem, label: [...new Set(group.map(({ what }) => what))].join(', ') };
  });
}
