import type { JournalEntry } from '../../ecr/journal-entry.js';
import { formatInstant } from '../format.js';
import { type TimelineEntry, entryOf } from '../timeline.js';
import type { TimelineRow, TimelineView } from './shapes.js';

/** How many entries are looked at for one answer; the rest is for the next. */
const MOST_READ = 20_000;

/** Which entries are shown; what is left out does not matter. */
export interface TimelineFilter {
  /** Twelve digits: of the caller, or of where it happened. */
  readonly account?: string;
  /** The name of a repository. */
  readonly repository?: string;
  readonly outcome?: 'failed' | 'succeeded';
  /** Words, each of which has to be somewhere in the line, in upper or lower case. */
  readonly text?: string;
}

/**
 * What happened, the latest first.
 *
 * @param journal the entries that are kept, the oldest first
 * @param forgotten how many before them are not
 * @param filter which of them
 * @param limit how many rows at most
 * @param before the `next` of an earlier answer, to go on from there
 */
export function timelineView(
  { journal, forgotten }: { readonly journal: readonly JournalEntry[]; readonly forgotten: number },
  filter: TimelineFilter,
  limit: number,
  before?: number,
): TimelineView {
  const rows: TimelineRow[] = [];
  const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const total = forgotten + journal.length;
  let place = Math.min(before ?? total, total);
  const least = Math.max(forgotten, place - MOST_READ);
  while (place > least && rows.length < limit) {
    place -= 1;
    const entry = journal[place - forgotten] as JournalEntry;
    // Cheap questions first: the text of an entry is put together for those that pass.
    if (filter.repository !== undefined && repositoryOf(entry) !== filter.repository) continue;
    const shown = entryOf(entry);
    if (filter.outcome !== undefined && shown.failed !== (filter.outcome === 'failed')) continue;
    if (filter.account !== undefined && !isOf(filter.account, entry, shown)) continue;
    const row = rowOf(entry, shown, place);
    const line = `${row.kind} ${row.where} ${row.text}`.toLowerCase();
    if (words.every((word) => line.includes(word))) rows.push(row);
  }
  return { rows, ...(place > forgotten ? { next: place } : {}), total, forgotten };
}

function rowOf(
  entry: JournalEntry,
  { at, kind, where, text, failed }: TimelineEntry,
  sequence: number,
): TimelineRow {
  const repository = repositoryOf(entry);
  return {
    sequence,
    moment: formatInstant(at),
    kind,
    where,
    ...(repository === undefined ? {} : { repository }),
    text,
    failed,
  };
}

function isOf(account: string, entry: JournalEntry, { where }: TimelineEntry): boolean {
  return where.startsWith(`${account}/`) || (entry.kind === 'call' && entry.call.accountId === account);
}

function repositoryOf(entry: JournalEntry): string | undefined {
  switch (entry.kind) {
    case 'call':
      return text(entry.call.input['repositoryName']);
    case 'replication':
      return entry.replication.repositoryName;
    case 'event':
      return text(entry.read().detail['repository-name']);
    case 'assertion':
      return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
