import { destinationKey } from '../aws/registry-id.js';
import type { JournalEntry } from '../ecr/journal-entry.js';
import type { ReplicationTask } from '../ecr/replication/replication-task.js';
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

/** What a {@link Timeline} is made of. */
export interface TimelineSources {
  /** In the order in which it happened. */
  readonly journal: readonly JournalEntry[];
  /** Replications that have not arrived. */
  readonly underWay: readonly ReplicationTask[];
}

/** So many of the latest entries are printed to a console that did not ask for them. */
const MOST_INSPECTED = 50;

/**
 * What happened in a world since its last reset, in order: calls, those that ECR makes itself included,
 * replications as they ended, EventBridge events, and what tests denied with what they looked at. What is still under way stands where it began.
 *
 * @example
 * console.log(String(ecr.timeline()));
 */
export class Timeline {
  readonly #items: readonly Item[];
  #entries: readonly TimelineEntry[] | undefined;

  /** @internal */
  constructor({ journal, underWay }: TimelineSources) {
    const pending = underWay.map((task): Item => ({ kind: 'task', at: task.plan.startedAt, task }));
    // Sorting is stable: what happened at one moment keeps its order.
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

  /** The latest entries, oldest first, at the cost of these. */
  latest(count: number): readonly TimelineEntry[] {
    return count <= 0 ? [] : this.#items.slice(-count).map(entryOf);
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

function entryOf(item: Item): TimelineEntry {
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
/** Something that happened, in words. */
export interface TimelineEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: 'assertion' | 'call' | 'event' | 'replication';
  /** `<account>/<region>`: the registry that was called, or that replicates, or where the event is raised, or that a test looked at; empty if it looked at the whole world. */
  readonly where: string;
  /** One line. */
  readonly text: string;
  /** Whether it went wrong. */
  readonly failed: boolean;
}
