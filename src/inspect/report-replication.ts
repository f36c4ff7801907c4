import { type Markup, html } from './html.js';
import { leftOut, table } from './report-table.js';
import { renderGraph } from './render-graph.js';
import type { Route } from './routes.js';
import { clipped, counted } from './wording.js';

const MOST_ROUTES = 200;
const LONGEST_FILTERS = 500;

/** The report's part on replication: the graph, and all routes as a table. */
export function replicationSection(routes: readonly Route[]): Markup {
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
