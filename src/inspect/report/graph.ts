import { imageCountOf } from '../contents.js';
import { clipped, counted } from '../format.js';
import { type GraphEdge, type GraphRoute, byKey, edgesOf, isEnabled } from '../routes.js';
import { BOX_WIDTH, type Band, type Box, type Line, TURN, layOutGraph } from './graph-layout.js';
import { type Markup, html } from './html.js';

/** The most arrows in the graph, which would be unreadable with more; the table has them all. */
export const MOST_ARROWS = 80;
const LONGEST_LABEL = 34;
const LONGEST_TITLE = 500;
/** Wider drawings are scaled down to this width at most, so that their texts stay readable. */
const WIDE = 900;
/** Space between the end of a line and its label, for the arrow's head. */
const HEAD = 14;

/**
 * The replication graph as an SVG element, styled by the surrounding document.
 *
 * @param routes what to draw, with the registries at their ends
 * @returns the drawing, and how many arrows were left out of it
 */
export function renderGraph(routes: readonly GraphRoute[]): {
  readonly svg: Markup;
  readonly leftOut: number;
} {
  const all = edgesOf(routes);
  const edges = all.slice(0, MOST_ARROWS);
  const registries = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort(byKey);
  const { width, height, bands, boxes, lines } = layOutGraph(registries, edges);
  const svg = html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    class="${width > WIDE ? 'wide' : undefined}"
    role="img"
    aria-label="Replication graph: ${counted(registries.length, 'registry', 'registries')}, ${counted(
      edges.length,
      'route',
    )}"
  >
    <defs>${head('head', 'head')}${head('head-blocked', 'head blocked')}</defs>
    ${bands.map((band) => bandOf(band, width))}${lines.map(curveOf)}${boxes.map(boxOf)}${lines.map(labelOf)}
  </svg>`;
  return { svg, leftOut: all.length - edges.length };
}

function head(id: string, style: string): Markup {
  return html`<marker
    id="${id}"
    viewBox="0 0 10 10"
    refX="10"
    refY="5"
    markerWidth="9"
    markerHeight="9"
    markerUnits="userSpaceOnUse"
    orient="auto"
  >
    <path class="${style}" d="M0 0L10 5L0 10z" />
  </marker>`;
}

function bandOf({ accountId, y, height }: Band, width: number): Markup {
  return html`<g class="band">
    <rect x="0.5" y="${y + 0.5}" width="${width - 1}" height="${height - 1}" rx="8" />
    <text x="14" y="${y + 22}">account ${accountId}</text>
  </g>`;
}

function boxOf({ registry, x, y, height }: Box): Markup {
  const enabled = isEnabled(registry);
  const counts = enabled
    ? `${counted(registry.repositoryCount, 'repository', 'repositories')} · ${counted(imageCountOf(registry), 'image')}`
    : 'Region not enabled';
  const middle = y + height / 2;
  return html`<g class="${enabled ? 'box' : 'box off'}">
    <title>${registry.key}</title>
    <rect x="${x}" y="${y}" width="${BOX_WIDTH}" height="${height}" rx="6" />
    <text class="name" x="${x + 14}" y="${middle - 3}">${clipped(registry.region, 22)}</text>
    <text class="counts" x="${x + 14}" y="${middle + 14}">${clipped(counts, 30)}</text>
  </g>`;
}

function curveOf(line: Line): Markup {
  const { edge } = line;
  return html`<path
    class="${edge.isBlocked ? 'line blocked' : 'line'}"
    marker-end="url(#${edge.isBlocked ? 'head-blocked' : 'head'})"
    d="${pathOf(line)}"
  />`;
}

/** The line as the `d` of an SVG path. */
export function pathOf(line: Line): string {
  return line.isLoop ? loop(line) : forward(line);
}

/** Where the label of a line is written: beside its end. */
export function labelPlace({ endX, endY, isLoop }: Line): {
  readonly labelX: number;
  readonly labelY: number;
  readonly anchor: 'start' | 'end';
} {
  return {
    labelX: isLoop ? endX + HEAD : endX - HEAD,
    labelY: endY - 5,
    anchor: isLoop ? 'start' : 'end',
  };
}

/** Turns as early as possible, then runs straight to its end. */
function forward({ startX, startY, turnX, endX, endY }: Line): string {
  const middle = turnX + TURN / 2;
  return `M${startX} ${startY}H${turnX}C${middle} ${startY} ${middle} ${endY} ${turnX + TURN} ${endY}H${endX}`;
}

/** Runs straight beyond the labels, turns there, and runs straight back. */
function loop({ startX, startY, turnX, endX, endY }: Line): string {
  // Longer lines swing out further, so that lines do not overlap.
  const swing = turnX + Math.min(TURN * 1.2, 30 + Math.abs(endY - startY) / 6);
  return `M${startX} ${startY}H${turnX}C${swing} ${startY} ${swing} ${endY} ${turnX} ${endY}H${endX}`;
}

function labelOf(line: Line): Markup {
  const { edge } = line;
  const { labelX, labelY, anchor } = labelPlace(line);
  const full = labelText(edge);
  return html`<text
    class="${edge.problem === undefined ? 'label' : 'label blocked'}"
    x="${labelX}"
    y="${labelY}"
    text-anchor="${anchor}"
  >
    <title>${edge.from.key} -> ${edge.to.key}: ${full}</title>
    ${shortLabel(edge)}
  </text>`;
}

function labelText({ label, problem }: GraphEdge): string {
  return clipped(problem === undefined ? label : `${label}: ${problem}`, LONGEST_TITLE);
}

/** The reason itself is never cut. */
function shortLabel({ label, problem: full, isBlocked }: GraphEdge): string {
  const problem = full === undefined || isBlocked ? full : 'partly permitted';
  if (problem === undefined) return clipped(label, LONGEST_LABEL);
  return `${clipped(label, LONGEST_LABEL - problem.length - 2)}: ${problem}`;
}
