import { destinationKey } from '../aws/registry-id.js';
import type { JournalEntry } from '../ecr/journal-entry.js';
import type { ReplicationTask } from '../ecr/replication/replication-task.js';
import { requireAmount } from '../lib/arguments.js';
import { INSPECT } from '../lib/handle-kind.js';
import {
  calledRegistry,
  describeCall,
  describeEvent,
  describeReplication,
  describeTask,
  tellsOfFailure,
} from './entry-text.js';
import { counted, formatInstant, oneLine } from './format.js';

/** The input of a {@link Timeline}. */
export interface TimelineSources {
  /** In the order in which it happened. */
  readonly journal: readonly JournalEntry[];
  /** Replications that have not arrived. */
  readonly underWay: readonly ReplicationTask[];
}

/** How many of the latest entries `console.log` prints. */
const MOST_INSPECTED = 50;

/**
 * What happened in a world since its last reset, in order: calls including ECR's internal ones, finished
 * replications, EventBridge events, and what tests asserted to be absent. Replications under way are listed at the
 * moment they started.
 *
 * @public
 * @example
 * console.log(String(ecr.timeline()));
 */
export class Timeline {
  readonly #items: readonly Item[];
  #entries: readonly TimelineEntry[] | undefined;

  /** @internal */
  constructor({ journal, underWay }: TimelineSources) {
    const pending = underWay.map((task): Item => ({ kind: 'task', at: task.plan.startedAt, task }));
    // Sorting is stable: entries of one moment keep their order.
    this.#items = [...journal, ...pending].sort((a, b) => a.at - b.at);
  }

  /** Oldest first. */
  get entries(): readonly TimelineEntry[] {
    return (this.#entries ??= this.#items.map(entryOf));
  }

  /** How many entries there are. */
  get length(): number {
    return this.#items.length;
  }

  /**
   * The latest entries, oldest first; only these are formatted.
   *
   * @param count how many at most: a whole number
   * @throws a `[fake-ecr]` error if it is not one
   * @example
   * const [last] = ecr.timeline().latest(1);
   */
  latest(count: number): readonly TimelineEntry[] {
    requireAmount(count, 'The count of latest()');
    return count === 0 ? [] : this.#items.slice(-count).map(entryOf);
  }

  /** One line for each entry: moment, kind, place, text. */
  toString(): string {
    return linesOf(this.entries);
  }

  /** @internal */
  [INSPECT](): string {
    const earlier = this.length - MOST_INSPECTED;
    const latest = linesOf(this.latest(MOST_INSPECTED));
    return earlier > 0 ? `… ${counted(earlier, 'earlier entry', 'earlier entries')}\n${latest}` : latest;
  }
}

type Item = JournalEntry | { readonly kind: 'task'; readonly at: number; readonly task: ReplicationTask };

function linesOf(entries: readonly TimelineEntry[]): string {
  if (entries.length === 0) return 'nothing happened yet';
  const width = entries.reduce((widest, { where }) => Math.max(widest, where.length), 0);
  return entries
    .map(
      ({ at, kind, where, text }) =>
        `${formatInstant(at)}  ${kind.padEnd('replication'.length)}  ${where.padEnd(width)}  ${text}`,
    )
    .join('\n');
}

/** An item in words. */
export function entryOf(item: Item): TimelineEntry {
  const { kind, at } = item;
  switch (kind) {
    case 'task': {
      const { task } = item;
      const text = oneLine(describeTask(task));
      return { at, kind: 'replication', where: task.plan.source.key, text, failed: false };
    }
    case 'call': {
      const { call } = item;
      const failed = call.outcome !== 'success';
      return { at, kind, where: calledRegistry(call), text: oneLine(describeCall(call)), failed };
    }
    case 'replication': {
      const { replication } = item;
      const text = oneLine(describeReplication(replication, at));
      return { at, kind, where: destinationKey(replication.source), text, failed: !replication.succeeded };
    }
    case 'assertion':
      return { at, kind, where: item.where, text: oneLine(item.text), failed: false };
    case 'event': {
      const event = item.read();
      const where = `${event.account}/${event.region}`;
      return { at, kind, where, text: oneLine(describeEvent(event)), failed: tellsOfFailure(event) };
    }
  }
}
/** Something that happened, as text. */
export interface TimelineEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  /** What it is about. */
  readonly kind: 'assertion' | 'call' | 'event' | 'replication';
  /**
   * `<account>/<region>`: the registry that was called, that replicates, where the event is raised, or that a test
   * looked at; empty for the whole world.
   */
  readonly where: string;
  /** One line. */
  readonly text: string;
  /** Whether it is a failure. */
  readonly failed: boolean;
}
