import { createHash } from 'node:crypto';
import type { JournalEntry } from '../../ecr/journal-entry.js';
import type { World } from '../../world/world.js';
import { imageCountOf, nonEmptyRegistries } from '../contents.js';
import { clipped, counted, formatInstant, formatMoment, grouped } from '../format.js';
import { failuresSection } from '../report-failures.js';
import { SCRIPT, SEARCH } from '../report-script.js';
import { type GraphRoute, type RouteJudge, routesOf } from '../routes.js';
import { Timeline, type TimelineEntry, type TimelineSources } from '../timeline.js';
import { renderGraph } from './graph.js';
import { Markup, html } from './html.js';
import { registryDetails } from './registry-section.js';
import { REPORT_STYLE } from './style.js';
import { leftOut, table } from './table.js';

/** The input of {@link renderReport}. */
export interface ReportInput extends TimelineSources {
  readonly world: World;
  readonly judge: RouteJudge;
  /** The moment of the report, in epoch milliseconds. */
  readonly now: number;
  /** The heading; `fake-ecr` by default. */
  readonly title?: string;
}

/** Up to this many registries are unfolded at first, and repositories up to this many images. */
const FEW = 3;
const FEW_IMAGES = 30;
const MOST_REGISTRIES = 100;

/** No text of the world can load anything or run a script other than the one above. */
const CONTENT_POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash(
  'sha256',
)
  .update(SCRIPT)
  .digest('base64')}'`;

/**
 * A world as one HTML document, for people and for a build's artifacts: counts, the replication graph, the contents
 * of registries, and what happened. It needs neither network nor script, and equal input gives equal output.
 *
 * @param input the world, its journal, what policies permit, the moment, and a title
 * @returns a complete document; long tables are cut, and say by how much
 * @example
 * writeFileSync('report.html', renderReport({ world, journal, underWay, judge, now }));
 */
export function renderReport(input: ReportInput): string {
  const { world, judge, journal, now, title = 'fake-ecr' } = input;
  const routes = routesOf(world, judge);
  const registries = nonEmptyRegistries(world);
  const images = registries.reduce((sum, one) => sum + imageCountOf(one), 0);
  const isSmall = registries.length <= FEW;
  const openness = { registry: isSmall, repositories: isSmall && images <= FEW_IMAGES };
  const style = new Markup(`<style>${REPORT_STYLE}</style>`);
  // Its hash is in the content policy, so no whitespace may be added.
  const script = new Markup(`<script>${SCRIPT}</script>`);
  return `<!doctype html>
${
  html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta http-equiv="Content-Security-Policy" content="${CONTENT_POLICY}" />
      <title>${title}</title>
      ${style}
    </head>
    <body>
      <h1>${title}</h1>
      <p class="soft">as of ${formatMoment(now)}</p>
      ${countsOf(journal, registries, routes)} ${SEARCH}
      <h2>Failures</h2>
      ${failuresSection(journal, world, now)}
      <h2>Replication</h2>
      ${replicationSection(routes)}
      <h2>Registries</h2>
      ${registries.length === 0 ? html`<p class="empty">Nothing here yet.</p>` : undefined}
      ${registries.length === 0 ? undefined : html`<button type="button" hidden>Unfold or fold all</button>`}
      ${registries.slice(0, MOST_REGISTRIES).map((one) => registryDetails(one, openness))}
      ${leftOut(registries.length - MOST_REGISTRIES, 'registries')}
      <h2>Timeline</h2>
      ${timelineSection(new Timeline(input))} ${script}
    </body>
  </html>`.text
}
`;
}

function countsOf(
  journal: readonly JournalEntry[],
  registries: ReturnType<typeof nonEmptyRegistries>,
  routes: ReturnType<typeof routesOf>,
): Markup {
  const blocked = routes.filter(({ state }) => state === 'blocked').length;
  const { calls, refused, events } = journalCounts(journal);
  const counts: readonly (readonly [number, string, string, string?])[] = [
    [new Set(registries.map(({ accountId }) => accountId)).size, 'account', 'accounts'],
    [registries.length, 'registry', 'registries'],
    [registries.reduce((sum, one) => sum + one.repositoryCount, 0), 'repository', 'repositories'],
    [registries.reduce((sum, one) => sum + imageCountOf(one), 0), 'image', 'images'],
    [routes.length, 'route', 'routes', blocked === 0 ? undefined : `${grouped(blocked)} blocked`],
    [calls, 'call', 'calls', refused === 0 ? undefined : `${grouped(refused)} refused`],
    [events, 'event', 'events'],
  ];
  return html`<ul class="counts">
    ${counts.map(
      ([number, one, many, remark]) =>
        html`<li>
          <b>${grouped(number)}</b
          ><span>${number === 1 ? one : many}${remark === undefined ? '' : `, ${remark}`}</span>
        </li>`,
    )}
  </ul>`;
}

function journalCounts(journal: readonly JournalEntry[]): { calls: number; refused: number; events: number } {
  const counts = { calls: 0, refused: 0, events: 0 };
  for (const happening of journal) {
    if (happening.kind === 'event') counts.events += 1;
    if (happening.kind !== 'call') continue;
    counts.calls += 1;
    if (happening.call.outcome !== 'success') counts.refused += 1;
  }
  return counts;
}

const MOST_ROUTES = 200;
const LONGEST_FILTERS = 500;

/** The report's part on replication: the graph, and all routes as a table. */
function replicationSection(routes: readonly GraphRoute[]): Markup {
  if (routes.length === 0) return html`<p class="empty">No replication rules.</p>`;
  const graph = renderGraph(routes);
  return html`<div class="graph">${graph.svg}</div>
    ${leftOut(graph.leftOut, 'arrows of the graph')}
    <details>
      <summary>${counted(routes.length, 'route')} as a table</summary>
      ${table(
        [
          { title: 'From', style: 'tight' },
          { title: 'To', style: 'tight' },
          { title: 'Repositories' },
          { title: 'State', style: 'tight' },
        ],
        routes,
        MOST_ROUTES,
        ({ from, to, what, state, remark }) => [
          html`<code>${from.key}</code>`,
          html`<code>${to.key}</code>`,
          clipped(what, LONGEST_FILTERS),
          html`<span class="${state === 'open' ? 'good' : 'bad'}">${remark ?? 'open'}</span>`,
        ],
        'routes',
      )}
    </details>`;
}

/** How many entries are table rows; earlier ones are lines, which take a tenth of the space. */
const MOST_ROWS = 500;

/**
 * The report's timeline, latest entry first, since the end of a test is usually the point of it. Nothing is left out.
 */
function timelineSection(timeline: Timeline): Markup {
  if (timeline.length === 0) return html`<p class="empty">Nothing happened yet.</p>`;
  const entries = [...timeline.entries].reverse();
  const earlier = entries.slice(MOST_ROWS);
  return html`${table(
    [
      { title: 'When', style: 'tight' },
      { title: 'What', style: 'tight' },
      { title: 'Where', style: 'tight' },
      { title: '' },
    ],
    entries.slice(0, MOST_ROWS),
    MOST_ROWS,
    ({ at, kind, where, text, failed }) => [
      html`<code>${formatInstant(at)}</code>`,
      kind,
      html`<code>${where}</code>`,
      html`<span class="${failed ? 'bad' : undefined}">${text}</span>`,
    ],
    'entries',
    ({ failed }) => (failed ? 'item failed' : 'item'),
  )}
  ${
    earlier.length === 0
      ? undefined
      : html`<details>
          <summary>${counted(earlier.length, 'earlier entry', 'earlier entries')}</summary>
          <div class="lines">${earlier.map(lineOf)}</div>
        </details>`
  }`;
}

function lineOf({ at, kind, where, text, failed }: TimelineEntry): Markup {
  const line = `${formatInstant(at)}  ${kind}  ${where}  ${text}`;
  return failed ? html`<p class="item failed bad">${line}</p>` : html`<p class="item">${line}</p>`;
}
