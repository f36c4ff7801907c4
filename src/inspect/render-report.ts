import { createHash } from 'node:crypto';
import type { World } from '../domain/world.js';
import { furnishedRegistries, imageCountOf } from './contents.js';
import { Markup, html } from './html.js';
import { REPORT_STYLE } from './report-style.js';
import { registryDetails } from './report-registry.js';
import { replicationSection } from './report-replication.js';
import { timelineSection } from './report-timeline.js';
import { leftOut } from './report-table.js';
import { type RouteJudge, routesOf } from './routes.js';
import type { Timeline } from './timeline.js';
import { formatMoment, grouped } from './wording.js';

/** What {@link renderReport} is about. */
export interface ReportInput {
  readonly world: World;
  readonly timeline: Timeline;
  readonly judge: RouteJudge;
  /** The moment the report speaks of, in epoch milliseconds. */
  readonly now: number;
  /** The heading; `fake-ecr` by default. */
  readonly title?: string;
}

/** Up to so many registries are unfolded at first. */
const FEW = 3;
const MOST_REGISTRIES = 100;

/** Without it, the browser's own way to unfold things is all there is. */
const SCRIPT = `const button = document.querySelector('button');
button.hidden = false;
button.onclick = () => {
  const all = [...document.querySelectorAll('details')];
  const open = all.some((one) => !one.open);
  for (const one of all) one.open = open;
};`;

/** Whatever a text of the world holds: nothing is loaded, and no script runs but the one above. */
const CONTENT_POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash(
  'sha256',
)
  .update(SCRIPT)
  .digest('base64')}'`;

/**
 * A world as one HTML document, for a person or a build's artifacts: counts, the replication graph, what is
 * in the registries, and what happened. It needs no network and no script, and is the same for the same input.
 *
 * @param input the world and its timeline, what policies permit, the moment, and a title
 * @returns a whole document; long tables are cut, and say by how much
 * @example
 * writeFileSync('report.html', renderReport({ world, timeline, judge, now }));
 */
export function renderReport(input: ReportInput): string {
  const { world, judge, timeline, now, title = 'fake-ecr' } = input;
  const routes = routesOf(world, judge);
  const registries = furnishedRegistries(world);
  const style = new Markup(`<style>${REPORT_STYLE}</style>`);
  // Its hash is in the content policy, so not a blank may be added to it.
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
      ${countsOf(timeline, registries, routes)}
      <h2>Replication</h2>
      ${replicationSection(routes)}
      <h2>Registries</h2>
      ${registries.length === 0 ? html`<p class="empty">Nothing here yet.</p>` : undefined}
      <button type="button" hidden>Unfold or fold all</button>
      ${registries.slice(0, MOST_REGISTRIES).map((one) => registryDetails(one, registries.length <= FEW))}
      ${leftOut(registries.length - MOST_REGISTRIES, 'registries')}
      <h2>Timeline</h2>
      ${timelineSection(timeline)} ${script}
    </body>
  </html>`.text
}
`;
}

function countsOf(
  { entries }: Timeline,
  registries: ReturnType<typeof furnishedRegistries>,
  routes: ReturnType<typeof routesOf>,
): Markup {
  const blocked = routes.filter(({ state }) => state === 'blocked').length;
  const calls = entries.filter(({ kind }) => kind === 'call');
  const refused = calls.filter(({ failed }) => failed).length;
  const events = entries.filter(({ kind }) => kind === 'event');
  const counts: readonly (readonly [number, string])[] = [
    [new Set(registries.map(({ accountId }) => accountId)).size, 'accounts'],
    [registries.length, 'registries'],
    [registries.reduce((sum, one) => sum + one.repositoryCount, 0), 'repositories'],
    [registries.reduce((sum, one) => sum + imageCountOf(one), 0), 'images'],
    [routes.length, blocked === 0 ? 'routes' : `routes, ${grouped(blocked)} blocked`],
    [calls.length, refused === 0 ? 'calls' : `calls, ${grouped(refused)} refused`],
    [events.length, 'events'],
  ];
  return html`<ul class="counts">
    ${counts.map(([number, noun]) => html`<li><b>${grouped(number)}</b><span>${noun}</span></li>`)}
  </ul>`;
}
