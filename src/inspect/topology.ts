import { INSPECT } from '../lib/handle-kind.js';
import type { Registry } from '../world/registry.js';
import type { World } from '../world/world.js';
import { counted } from './format.js';
import { type GraphRoute, type RouteJudge, byKey, isEnabled, routesOf } from './routes.js';

/**
 * The replication graph of a world at the time of the call: registries, rules with filters, what policies permit, and
 * Regions that are not enabled.
 */
export class Topology {
  readonly #routes: readonly GraphRoute[];
  readonly #registries: readonly RegistrySummary[];

  /** @internal */
  constructor(world: World, judge: RouteJudge) {
    const routes = routesOf(world, judge);
    const ends = new Set(routes.flatMap(({ from, to }) => [from, to]));
    this.#routes = routes;
    this.#registries = [...world.registries()]
      .filter((one) => one.repositoryCount > 0 || ends.has(one))
      .sort(byKey)
      .map((registry) => ({
        registry,
        repositories: counted(registry.repositoryCount, 'repository', 'repositories'),
        isEnabled: isEnabled(registry),
      }));
  }

  /** As a Mermaid flowchart: dotted arrows are blocked routes. */
  mermaid(): string {
    const ids = new Map(this.#registries.map(({ registry }, index) => [registry, `r${index + 1}`]));
    const nodes = this.#registries.map(
      ({ registry, isEnabled }) =>
        `  ${ids.get(registry)}["${registry.accountId}<br/>${mermaidText(registry.region)}${isEnabled ? '' : '<br/>Region not enabled'}"]`,
    );
    const arrows = this.#routes.map(({ from, to, what, state, remark }) => {
      const label = mermaidText(what) + (remark === undefined ? '' : `<br/>${mermaidText(remark)}`);
      return `  ${ids.get(from)} ${state === 'blocked' ? '-.->' : '-->'}|"${label}"| ${ids.get(to)}`;
    });
    return ['flowchart LR', ...nodes, ...arrows, ''].join('\n');
  }

  /** As lines for a terminal. */
  toString(): string {
    const bySource = new Map<Registry, GraphRoute[]>();
    for (const route of this.#routes) {
      const routes = bySource.get(route.from);
      if (routes === undefined) bySource.set(route.from, [route]);
      else routes.push(route);
    }
    const lines = this.#registries.flatMap(({ registry, repositories, isEnabled }) => [
      `${registry.key}  (${repositories}${isEnabled ? '' : ', Region not enabled'})`,
      ...(bySource.get(registry) ?? []).map(
        ({ to, what, remark }) => `  -> ${to.key}  ${what}${remark === undefined ? '' : `  [${remark}]`}`,
      ),
    ]);
    return lines.length === 0 ? 'no registries' : lines.join('\n');
  }

  /** @internal */
  [INSPECT](): string {
    return this.toString();
  }
}

interface RegistrySummary {
  readonly registry: Registry;
  readonly repositories: string;
  readonly isEnabled: boolean;
}
/**
 * Text for a quoted label of a Mermaid diagram: characters that would end the label, start markup or be Markdown are
 * replaced with character codes, which Mermaid shows as the character.
 *
 * @example
 * mermaidText('say "hi"'); // 'say #34;hi#34;'
 */
export function mermaidText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[^\w ,.:/()…-]|_/gu, (character) => `#${String(character.codePointAt(0))};`);
}
