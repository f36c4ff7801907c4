import type { Registry } from '../domain/registry.js';
import type { World } from '../domain/world.js';
import { type Route, type RouteJudge, byKey, isEnabled, routesOf } from './routes.js';
import { counted } from './wording.js';

/** The replication graph of a world: registries, rules with filters, and what stands in the way. */
export class Topology {
  private readonly routes: readonly Route[];
  private readonly registries: readonly Registry[];

  constructor(world: World, permits: RouteJudge) {
    const routes = routesOf(world, permits);
    this.routes = routes;
    this.registries = [...world.registries()]
      .filter((one) => one.repositoryCount > 0 || routes.some(({ from, to }) => from === one || to === one))
      .sort(byKey);
  }

  /** As a Mermaid flowchart: dotted arrows are routes that do not work. */
  mermaid(): string {
    const names = new Map(this.registries.map((registry, index) => [registry, `r${index + 1}`]));
    const nodes = this.registries.map(
      (registry) =>
        `  ${names.get(registry)}["${registry.accountId}<br/>${registry.region}${disabled(registry)}"]`,
    );
    const arrows = this.routes.map(({ from, to, what, problem }) => {
      const label = problem === undefined ? what : `${what}: ${problem}`;
      return `  ${names.get(from)} ${problem === undefined ? '-->' : '-.->'}|"${label}"| ${names.get(to)}`;
    });
    return ['flowchart LR', ...nodes, ...arrows, ''].join('\n');
  }

  /** As lines for a terminal. */
  toString(): string {
    const lines = this.registries.flatMap((registry) => [
      `${registry.key}${disabled(registry)}  (${counted(registry.repositoryCount, 'repository', 'repositories')})`,
      ...this.routes
        .filter(({ from }) => from === registry)
        .map(
          ({ to, what, problem }) =>
            `  -> ${to.key}  ${what}${problem === undefined ? '' : `  [${problem}]`}`,
        ),
    ]);
    return lines.length === 0 ? 'no registries' : lines.join('\n');
  }
}

function disabled(registry: Registry): string {
  return isEnabled(registry) ? '' : ' (Region not enabled)';
}
