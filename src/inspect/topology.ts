import type { Registry } from '../domain/registry.js';
import type { World } from '../domain/world.js';

/** May a source replicate into a destination, as far as it can be told without a repository's name. */
export type RouteJudge = (source: Registry, destination: Registry) => boolean;

interface Route {
  readonly from: Registry;
  readonly to: Registry;
  /** `all repositories`, or the prefixes. */
  readonly what: string;
  readonly problem: 'Region not enabled' | 'not permitted' | undefined;
}

/** The replication graph of a world: registries, rules with filters, and what stands in the way. */
export class Topology {
  private readonly routes: readonly Route[];
  private readonly registries: readonly Registry[];

  constructor(world: World, permits: RouteJudge) {
    const routes: Route[] = [];
    for (const from of [...world.registries()].sort(byKey)) {
      for (const rule of from.replication.rules) {
        const what =
          rule.prefixes === undefined ? 'all repositories' : rule.prefixes.map((one) => `${one}*`).join(', ');
        for (const destination of rule.destinations) {
          const to = world.registry(destination.registryId, destination.region);
          routes.push({ from, to, what, problem: problemOf(from, to, permits) });
        }
      }
    }
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
      `${registry.key}${disabled(registry)}  (${count(registry.repositoryCount)})`,
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

function problemOf(from: Registry, to: Registry, permits: RouteJudge): Route['problem'] {
  if (!isEnabled(from) || !isEnabled(to)) return 'Region not enabled';
  return permits(from, to) ? undefined : 'not permitted';
}

function isEnabled({ account, region }: Registry): boolean {
  return account.isRegionEnabled(region);
}

function disabled(registry: Registry): string {
  return isEnabled(registry) ? '' : ' (Region not enabled)';
}

function byKey(a: Registry, b: Registry): number {
  return a.key < b.key ? -1 : 1;
}

function count(repositories: number): string {
  return repositories === 1 ? '1 repository' : `${repositories} repositories`;
}
