import { type Markup, html } from './html.js';
import { table } from './report-table.js';
import type { Timeline } from './timeline.js';
import { formatInstant, grouped } from './wording.js';

const MOST_ENTRIES = 500;

/** The report's timeline, with the latest entries where there are too many: a test ends with what it is about. */
export function timelineSection(timeline: Timeline): Markup {
  if (timeline.length === 0) return html`<p class="empty">Nothing happened yet.</p>`;
  const earlier = timeline.length - MOST_ENTRIES;
  return html`${earlier > 0 ? html`<p class="soft">… ${grouped(earlier)} earlier entries left out</p>` : undefined}
  ${table(
    [
      { title: 'When', style: 'tight' },
      { title: 'What', style: 'tight' },
      { title: 'Where', style: 'tight' },
      { title: '' },
    ],
    timeline.latest(MOST_ENTRIES),
    MOST_ENTRIES,
    ({ at, kind, where, text, failed }) => [
      html`<code>${formatInstant(at)}</code>`,
      kind,
      html`<code>${where}</code>`,
      html`<span class="${failed ? 'bad' : undefined}">${text}</span>`,
    ],
    'entries',
  )}`;
}
