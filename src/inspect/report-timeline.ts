import { type Markup, html } from './html.js';
import { table } from './report-table.js';
import type { TimelineEntry } from './timeline-entry.js';
import type { Timeline } from './timeline.js';
import { counted, formatInstant } from './wording.js';

/** So many entries have a row of their own; earlier ones are lines, which take a tenth of the space. */
const MOST_ROWS = 500;

/** The report's timeline, the latest entry first: a test ends with what it is about. Nothing is left out. */
export function timelineSection(timeline: Timeline): Markup {
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
