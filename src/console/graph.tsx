import type { EdgeView, GraphView } from '../inspect/console/shapes.js';
import { linkTo } from './routes.js';

interface Props {
  readonly graph: GraphView;
  readonly edges: readonly EdgeView[];
}

/** Wider drawings than this scroll rather than shrink: their texts are to be readable. */
const WIDE = 900;

/** The replication graph. What it shows stands in the tables below it as well, which keyboards and readers use. */
export function Graph({ graph, edges }: Props) {
  const { width, height, bands, boxes, lines } = graph;
  if (boxes.length === 0) return <p class="soft">No registries yet.</p>;
  const summary = `Replication graph: ${boxes.length} registries, ${lines.length} routes. The tables below say the same.`;
  return (
    <div class="graph" tabIndex={0} role="region" aria-label="Replication graph">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        class={width > WIDE ? 'wide' : undefined}
        role="img"
        aria-label={summary}
      >
        <defs>
          {STATES.map((state) => (
            <marker
              key={state}
              id={`head-${state}`}
              viewBox="0 0 10 10"
              refX="10"
              refY="5"
              markerWidth="9"
              markerHeight="9"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path class={`head ${state}`} d="M0 0L10 5L0 10z" />
            </marker>
          ))}
        </defs>
        {bands.map(({ account, y, height: tall }) => (
          <g class="band" key={account}>
            <rect x="0.5" y={y + 0.5} width={width - 1} height={tall - 1} rx="8" />
            <text x="14" y={y + 22}>
              account {account}
            </text>
          </g>
        ))}
        {lines.map(({ edge, path }) => {
          const state = edges[edge]?.state ?? 'open';
          return (
            <path
              key={edge}
              class={`line ${state}`}
              data-state={state}
              markerEnd={`url(#head-${state})`}
              d={path}
            />
          );
        })}
        {boxes.map(({ key, region, isEnabled, counts, x, y, width: wide, height: tall }) => (
          <g
            key={key}
            class={isEnabled ? 'box' : 'box off'}
            onClick={() => (location.hash = linkTo('registry', { registry: key }))}
          >
            <title>{key}</title>
            <rect x={x} y={y} width={wide} height={tall} rx="6" />
            <text class="name" x={x + 14} y={y + tall / 2 - 3}>
              {region}
            </text>
            <text class="counts" x={x + 14} y={y + tall / 2 + 14}>
              {isEnabled ? counts : 'Region not enabled'}
            </text>
          </g>
        ))}
        {lines.map(({ edge, labelX, labelY, anchor }) => {
          const shown = edges[edge];
          if (shown === undefined) return undefined;
          return (
            <text
              key={edge}
              class={`label ${shown.state}`}
              x={labelX}
              y={labelY}
              text-anchor={anchor}
              onClick={() => (location.hash = questionAbout(shown))}
            >
              <title>{`${shown.from} to ${shown.to}, ${shown.what}`}</title>
              {shown.label}
            </text>
          );
        })}
      </svg>
      <ul class="legend" aria-label="What colours mean">
        {STATES.map((state) => (
          <li key={state}>
            <svg width="28" height="8" aria-hidden="true">
              <path class={`line ${state}`} d="M0 4H28" />
            </svg>
            {state}
          </li>
        ))}
      </ul>
    </div>
  );
}

const STATES = ['carried', 'open', 'pending', 'failed', 'blocked'] as const;

/** Why is it not there? Asked of the edge's own image, where there is one. */
export function questionAbout({ from, to, example }: EdgeView): string {
  return linkTo('explain', { image: example, destination: to, source: from });
}
